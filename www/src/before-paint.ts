import { useLayoutEffect } from 'preact/hooks';

/**
 * An effect that asks where things are, or scrolls. To answer, the browser has to lay out what was changed; it does so before it paints,
 * in a turn of its own: asked any earlier, it does it in the turn of whoever changed it, which then takes twice as long.
 */
export function useBeforePaint(effect: () => void, when: readonly unknown[]): void {
  useLayoutEffect(() => {
    const turn = requestAnimationFrame(effect);
    return () => cancelAnimationFrame(turn);
  }, [...when]);
}
