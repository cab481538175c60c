import type { Problem } from 'drywire';
import { bytesOf, headline, roleOf, type Frame, type Node } from '../model/frame';
import type { Light } from '../model/mark';
import type { Action } from '../model/state';
import { adviceFor, isMild } from '../words/advice';
import { Icon } from './icon';

interface OverviewProps {
  frame: Frame;
  /** The packet in one line, as tcpdump prints it. */
  line: string;
  chosen: Light;
  passing: Light;
  dispatch(action: Action): void;
}

/** The whole packet at a glance: its layers to scale, what they say, and what is wrong. */
export function Overview({ frame, line, chosen, passing, dispatch }: OverviewProps) {
  const { problems } = frame.dissection;
  return (
    <section class="overview" aria-labelledby="overview-title">
      <Headline frame={frame} line={line} />
      <p class="sr-only" role="status">{outcome(frame)}</p>
      <div class="map" role="group" aria-label="Layers">
        {frame.layers.map((id) => <Segment key={id} frame={frame} node={frame.nodes[id]!} chosen={chosen} passing={passing} dispatch={dispatch} />)}
      </div>
      {problems.length > 0
        ? <Problems frame={frame} problems={problems} dispatch={dispatch} />
        : <p class="sound"><Icon name="check" /> Every length, option and checksum that can be checked is sound.</p>}
    </section>
  );
}

function Headline({ frame, line }: Pick<OverviewProps, 'frame' | 'line'>) {
  const layer = headline(frame);
  const network = frame.dissection.layers.find(({ name }) => /^ipv[46]$/.test(name));
  if (layer === undefined) return <h2 id="overview-title">No header can be read here</h2>;
  return (
    <div>
      <h2 id="overview-title"><span class="kind">{layer.label}</span> {layer.text}</h2>
      {network !== undefined && network !== layer && <p class="under">{network.text}</p>}
      <p class="line"><span class="sr-only">As tcpdump prints it: </span>{line}</p>
    </div>
  );
}

/** What a screen reader hears when another packet is read. */
function outcome({ bytes, dissection: { layers, problems } }: Frame): string {
  const count = problems.length === 0 ? 'no problems' : problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return `${bytes.length} bytes read: ${layers.map(({ label }) => label).join(', ')}; ${count}.`;
}

function Segment({ frame, node, chosen, passing, dispatch }: Omit<OverviewProps, 'line'> & { node: Node }) {
  const [first, end] = bytesOf(node);
  const holds = (light: Light) => light.nodes.some(({ layer }) => layer === node.layer);
  return (
    <button
      type="button" class={`segment role-${roleOf(frame, node.layer)}`} style={{ flexGrow: Math.sqrt(end - first) }}
      data-lit={holds(passing) ? 'passing' : holds(chosen) ? 'chosen' : undefined}
      onClick={() => dispatch({ type: 'select', mark: { node: node.id } })}
      onPointerEnter={(event) => event.pointerType !== 'touch' && dispatch({ type: 'hover', mark: { node: node.id } })}
      onPointerLeave={() => dispatch({ type: 'hover', mark: null })}
    >
      <span class="segment-label">{node.label}</span>
      <span class="segment-size">{end - first} B</span>
    </button>
  );
}

interface ProblemsProps {
  frame: Frame;
  problems: readonly Problem[];
  dispatch(action: Action): void;
}

function Problems({ frame, problems, dispatch }: ProblemsProps) {
  return (
    <section class="problems" aria-labelledby="problems-title">
      <h3 id="problems-title">{problems.length === 1 ? '1 problem' : `${problems.length} problems`}</h3>
      <ul>
        {problems.map((problem, index) => <ProblemLine key={index} frame={frame} problem={problem} dispatch={dispatch} />)}
      </ul>
    </section>
  );
}

function ProblemLine({ frame, problem, dispatch }: Omit<ProblemsProps, 'problems'> & { problem: Problem }) {
  const node = frame.nodes.find(({ problems }) => problems.some((other) => same(other, problem)));
  const layer = node === undefined ? problem.layer : frame.nodes[frame.layers[node.layer]!]!.label;
  const show = () => {
    dispatch({ type: 'select', mark: { node: node!.id } });
    // Once the tree has opened what hides it.
    requestAnimationFrame(() => document.getElementById(`node-${node!.id}`)?.focus());
  };
  return (
    <li class={isMild(problem) ? 'mild' : 'grave'}>
      <Icon name={isMild(problem) ? 'note' : 'warning'} />
      <p>
        <strong>{layer}: </strong>{problem.message}.
        {node === undefined && <span class="advice"> {adviceFor(problem)}</span>}
      </p>
      {node !== undefined && <button type="button" class="quiet" onClick={show}>Show<span class="sr-only"> {layer}, {node.label}</span></button>}
    </li>
  );
}

const same = (a: Problem, b: Problem): boolean => a.code === b.code && a.offset === b.offset && a.layer === b.layer;
