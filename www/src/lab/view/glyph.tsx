/** The lab's own pictures, filled: the words are on the buttons. */
const PATHS = {
  first: 'M5 5h2.5v14H5z M20 5v14L9 12z',
  previous: 'M15.5 3.5l2.1 2.1L11.2 12l6.4 6.4-2.1 2.1L7 12z',
  play: 'M7 4.5v15L20 12z',
  pause: 'M6 5h4.5v14H6z M13.5 5H18v14h-4.5z',
  next: 'M8.5 3.5L6.4 5.6l6.4 6.4-6.4 6.4 2.1 2.1L17 12z',
  last: 'M16.5 5H19v14h-2.5z M4 5v14l11-7z',
} as const;

export function Glyph({ name }: { name: keyof typeof PATHS }) {
  return <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={PATHS[name]} /></svg>;
}
