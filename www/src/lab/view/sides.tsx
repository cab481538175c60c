import type { Run, RunSide } from 'drywire/sim';
import { count, figuresAt } from '../model/told';

/** Both sides at a moment: the state with its reason and where the rule stands, and the sender's figures. */
export function Sides({ run, at }: { run: Run; at: number }) {
  return (
    <div class="sides">
      <Side name="Left" address="10.0.0.1" side={run.left} at={at} />
      <Side name="Right" address="10.0.0.2" side={run.right} at={at} />
    </div>
  );
}

interface SideProps {
  name: string;
  address: string;
  side: RunSide;
  at: number;
}

function Side({ name, address, side, at }: SideProps) {
  const now = side.states.findLast((state) => state.at <= at);
  const figures = figuresAt(side, at);
  const decided = side.decisions.findLast((decision) => decision.at <= at);
  return (
    <section class="side-card" aria-label={`${name}, ${address}`}>
      <h3>{name} <small>{address}</small></h3>
      <p class="state">{now?.to ?? 'CLOSED'}</p>
      <p class="why">{now === undefined ? 'Nothing has happened yet.' : <>{sentenceCase(now.why)}. <cite>{now.section}</cite></>}</p>
      {decided !== undefined && <p class="decided"><strong>{decided.what}</strong>: {decided.why}. <cite>{decided.section}</cite></p>}
      {figures !== null && (
        <dl class="figures">
          <Figure name="cwnd" value={count(figures.cwnd)} />
          <Figure name="ssthresh" value={figures.ssthresh === null ? '∞' : count(figures.ssthresh)} />
          <Figure name="in flight" value={count(figures.inFlight)} />
          <Figure name="window" value={count(figures.sendWindow)} />
          <Figure name="srtt" value={figures.srtt === null ? '–' : `${figures.srtt.toFixed(1)} ms`} />
          <Figure name="RTO" value={`${count(figures.rto)} ms`} />
        </dl>
      )}
    </section>
  );
}

const Figure = ({ name, value }: { name: string; value: string }) => <div><dt>{name}</dt><dd>{value}</dd></div>;

const sentenceCase = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
