const KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['Space', 'play and pause'],
  ['← →', 'to the previous and the next packet'],
  ['Home End', 'to the start and the end of the run'],
  ['↑ ↓', 'on the ladder: to the packet above and below'],
  ['Enter', 'on the ladder: drop this packet, or let it through'],
];

export function LabFooter() {
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
      <p>Both hosts and the path between them run in this page, in virtual time: the same address gives the same run, to the byte, on every machine.</p>
    </footer>
  );
}
