import type { Run, RunSide } from 'drywire/sim';
import { time } from '../model/told';

/** Lines that are shown of each side at most: what a hostile scenario can ask for has an end. */
const LINES = 200;

/** All that happened on both sides, each transition with its cause and where the rule stands. A time leads to its moment. */
export function History({ run, at, go }: { run: Run; at: number; go(at: number): void }) {
  return (
    <section class="histories" aria-label="What happened, and why">
      <h2>What happened, and why</h2>
      <Side name="Left" side={run.left} at={at} go={go} />
      <Side name="Right" side={run.right} at={at} go={go} />
    </section>
  );
}

interface Line {
  readonly at: number;
  readonly what: string;
  readonly why: string | null;
  readonly section: string | null;
}

function Side({ name, side, at, go }: { name: string; side: RunSide; at: number; go(at: number): void }) {
  const lines: Line[] = [
    ...side.states.map((state) => ({ at: state.at, what: `${state.from} → ${state.to}`, why: state.why, section: state.section })),
    ...side.decisions,
    ...side.events.map((event) => ({ at: event.at, what: event.what, why: null, section: null })),
  ].sort((a, b) => a.at - b.at).slice(0, LINES);
  return (
    <div class="history-side">
      <h3>{name}</h3>
      <ol class="history">
        {lines.map((line, index) => (
          <li key={index} data-ahead={line.at > at ? '' : undefined}>
            <button type="button" class="history-time" title="Go to this moment" onClick={() => go(line.at)}>{time(line.at)}</button>
            <span class={line.why === null ? 'event' : 'moved'}>{line.what}</span>
            {line.why !== null && <span class="history-why">{line.why} <cite>{line.section}</cite></span>}
          </li>
        ))}
      </ol>
    </div>
  );
}
