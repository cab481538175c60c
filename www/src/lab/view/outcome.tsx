import type { Run } from 'drywire/sim';
import { count, outcomeOf, time, type Outcome } from '../model/told';

interface OutcomesProps {
  runs: readonly (readonly ['tcp' | 'udp', Run])[];
}

const ROWS: readonly (readonly [label: string, value: (outcome: Outcome, isTcp: boolean) => string])[] = [
  ['Written by the left', ({ written }) => `${count(written)} bytes`],
  ['Delivered to the right', ({ delivered, written }) => `${count(delivered)} bytes${written > 0 ? `, ${share(delivered, written)}` : ''}`],
  ['In order', ({ inOrder }, isTcp) => (isTcp ? 'always' : inOrder ? 'this time' : 'no')],
  ['Packets with data', ({ packets }) => count(packets)],
  ['Lost on the way', ({ lost }) => count(lost)],
  ['Sent again', ({ again }, isTcp) => (isTcp ? count(again) : 'never')],
  ['Delivered twice', ({ duplicates }) => count(duplicates)],
  ['Delivered late', ({ late }) => count(late)],
  ['Last data came at', ({ done }) => (done === null ? '–' : time(done))],
];

/** What became of what the left sent: of TCP, of UDP, or of both over the same path. */
export function Outcomes({ runs }: OutcomesProps) {
  const outcomes = runs.map(([protocol, run]) => [protocol, outcomeOf(run, protocol === 'tcp')] as const);
  return (
    <section class="outcome" aria-label="What became of the data">
      <h2>{runs.length > 1 ? 'What each promises' : 'What became of the data'}</h2>
      <table>
        <thead><tr><td />{outcomes.map(([protocol]) => <th key={protocol} scope="col">{protocol.toUpperCase()}</th>)}</tr></thead>
        <tbody>
          {ROWS.map(([label, value]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {outcomes.map(([protocol, outcome]) => <td key={protocol}>{value(outcome, protocol === 'tcp')}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      {runs.length > 1 && (
        <p class="lab-none">
          The same bytes over the same path, with the same seed. TCP delivers each byte once and in order, and takes the time that
          takes <cite>RFC 9293 2.2</cite>; UDP delivers what comes, when it comes <cite>RFC 768</cite>.
        </p>
      )}
    </section>
  );
}

const share = (part: number, whole: number): string => `${(Math.floor((part / whole) * 1000) / 10).toFixed(part === whole ? 0 : 1)}%`;
