/** The few pictures on the page, drawn as strokes in the colour of the text. They say nothing that words beside them don't. */
const PATHS = {
  mark: 'M3 5h18 M3 12h11 M18 12h3 M3 19h4 M11 19h10',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 1 0-5.7-5.7l-1 1 M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 1 0 5.7 5.7l1-1',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  sun: 'M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8 M12 2.5v2 M12 19.5v2 M2.5 12h2 M19.5 12h2 M5.3 5.3l1.4 1.4 M17.3 17.3l1.4 1.4 M5.3 18.7l1.4-1.4 M17.3 6.7l1.4-1.4',
  moon: 'M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z',
  warning: 'M12 4.5L21 19.5H3z M12 10.5v4 M12 17v.2',
  note: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17 M12 11v5.5 M12 7.6v.2',
  chevron: 'M9.5 6l6 6l-6 6',
  back: 'M14.5 6l-6 6l6 6',
  close: 'M6 6l12 12 M18 6L6 18',
  file: 'M6 3.5h8l4.5 4.5v12.5H6z M14 3.5V8h4.5',
  copy: 'M9 9h10v10H9z M5 15V5h10',
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
