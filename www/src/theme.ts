/** Light or dark: the system's preference, until the other is chosen here. public/theme.js reads what is kept. */
import { useLayoutEffect, useState } from 'preact/hooks';

export type Theme = 'light' | 'dark';

const KEY = 'drywire-theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

const preferred = (): Theme => (dark.matches ? 'dark' : 'light');

const current = (): Theme => {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'light' || chosen === 'dark' ? chosen : preferred();
};

/** The theme, and a function that changes to the other one. */
export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState(current);
  useLayoutEffect(() => {
    const follow = () => setTheme(current());
    dark.addEventListener('change', follow);
    return () => dark.removeEventListener('change', follow);
  }, []);
  const toggle = () => {
    keep(theme === 'dark' ? 'light' : 'dark');
    setTheme(current());
  };
  return [theme, toggle];
}

/** Keeps a choice. One that is the system's own is no choice: from then on the system is followed again. */
function keep(theme: Theme): void {
  const { dataset } = document.documentElement;
  const own = theme === preferred();
  if (own) delete dataset.theme;
  else dataset.theme = theme;
  try {
    if (own) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage is off: the choice holds until the page is closed.
  }
}
