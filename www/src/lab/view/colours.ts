/** The theme's colours as a canvas needs them: resolved, and anew when the theme changes. */
import { useEffect, useState } from 'preact/hooks';

const NAMES = {
  soft: '--ink-soft', line: '--line', accent: '--accent', mild: '--mild', grave: '--grave', network: '--network-line', transport: '--transport-line',
} as const;

export type Colours = Readonly<Record<keyof typeof NAMES, string>>;

export function useColours(): Colours {
  const [colours, setColours] = useState(resolved);
  useEffect(() => {
    const change = () => setColours((old) => {
      const fresh = resolved();
      return JSON.stringify(fresh) === JSON.stringify(old) ? old : fresh;
    });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const observer = new MutationObserver(change);
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    dark.addEventListener('change', change);
    return () => {
      observer.disconnect();
      dark.removeEventListener('change', change);
    };
  }, []);
  return colours;
}

/** A custom property keeps `light-dark()` as it is written; a colour does not. */
function resolved(): Colours {
  const probe = document.createElement('span');
  document.body.append(probe);
  const colour = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, colour(name)])) as Colours;
  probe.remove();
  return colours;
}
