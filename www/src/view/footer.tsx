import type { ComponentChildren } from 'preact';

interface FooterProps {
  /** Keys, several of them with a space between, and what they do. */
  keys: readonly (readonly [keys: string, what: string])[];
  children: ComponentChildren;
}

/** A view's keys, and what it stands by. */
export function Footer({ keys, children }: FooterProps) {
  return (
    <footer class="bottom">
      <details>
        <summary>Keys</summary>
        <dl class="keys">
          {keys.map(([names, what]) => (
            <div key={names}>
              <dt>{names.split(' ').map((key) => <kbd key={key}>{key}</kbd>)}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </details>
      <p>{children}</p>
    </footer>
  );
}
