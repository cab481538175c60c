/** Keys that work wherever nothing else wants them. */
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Keys {
  step(by: number): void;
  go(at: number): void;
  play(): void;
  readonly end: number;
}

export function useKeys(keys: Keys): void {
  const now = useRef(keys);
  now.current = keys;
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as Element;
      const modified = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
      if (modified || event.defaultPrevented || target.closest('input, select, textarea, [role=region]')) return;
      const { step, go, play, end } = now.current;
      if (event.key === 'ArrowRight') step(1);
      else if (event.key === 'ArrowLeft') step(-1);
      else if (event.key === 'Home') go(0);
      else if (event.key === 'End') go(end);
      else if (event.key === ' ' && target.closest('button, a, summary, [role=button]') === null) play();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
