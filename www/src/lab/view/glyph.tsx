/** The lab's own pictures, filled: the words are on the buttons. */
const PATHS = {
  first: 'M5 5h2.5v14H5z M20 5v14L9 12z',
  previous: 'M17 5v14L6 12z',
  play: 'M7 4.5v15L20 12z',
  pause: 'M6 5h4.5v14H6z M13.5 5H18v14h-4.5z',
  next: 'M7 5v14l11-7z',
  last: 'M16.5 5H19v14h-2.5z M4 5v14l11-7z',
} as const;

export function Glyph({ name }: { name: keyof typeof PATHS }) {
  return <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={PATHS[name]} /></svg>;
}
