const KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['↑ ↓', 'to the next field; in the bytes, to the next row'],
  ['← →', 'close and open a layer; in the bytes, to the next byte'],
  ['Home End', 'first and last; in the bytes with Ctrl, of the packet'],
  ['*', 'open all layers beside this one'],
  ['A–Z', 'to the next field whose name begins so'],
  ['Enter', 'from a field to its bytes, and from a byte to its field'],
  ['Esc', 'select nothing'],
  ['Ctrl V', 'anywhere on the page: read the packet in the clipboard'],
];

export function Footer() {
  return (
    <footer class="bottom">
      <details>
        <summary>Keys</summary>
        <dl class="keys">
          {KEYS.map(([keys, what]) => (
            <div key={keys}>
              <dt>{keys.split(' ').map((key) => <kbd key={key}>{key}</kbd>)}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </details>
      <p>Packets are read in this page, by WebAssembly. Nothing is sent anywhere: the page’s own policy forbids it.</p>
    </footer>
  );
}
