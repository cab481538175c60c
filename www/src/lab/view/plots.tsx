import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { RunSide } from 'drywire/sim';
import { count } from '../model/told';
import { useColours, type Colours } from './colours';

interface Line {
  readonly name: string;
  readonly column: Exclude<keyof RunSide['samples'], 'at'>;
  readonly colour: keyof Colours;
  readonly dash: number[];
}

const BYTES: readonly Line[] = [
  { name: 'cwnd', column: 'cwnd', colour: 'accent', dash: [] },
  { name: 'ssthresh', column: 'ssthresh', colour: 'mild', dash: [8, 4] },
  { name: 'in flight', column: 'inFlight', colour: 'network', dash: [] },
  { name: 'peer’s window', column: 'sendWindow', colour: 'transport', dash: [2, 3] },
];

const TIMES: readonly Line[] = [
  { name: 'srtt', column: 'srtt', colour: 'network', dash: [] },
  { name: 'RTO', column: 'rto', colour: 'grave', dash: [8, 4] },
];

const PACES: readonly Line[] = [{ name: 'pacing rate', column: 'pacing', colour: 'accent', dash: [] }];

interface PlotsProps {
  left: RunSide;
  right: RunSide;
  at: number;
  go(at: number): void;
}

/** A sender's figures over time. A click goes to that moment. */
export function Plots({ left, right, at, go }: PlotsProps) {
  const [name, setName] = useState<'left' | 'right'>('left');
  const side = name === 'left' ? left : right;
  return (
    <section class="plots" aria-label="Figures over time">
      <div class="pane-head">
        <h2>What the sender holds of its path</h2>
        {(['left', 'right'] as const).map((which) => (
          <button key={which} type="button" class="quiet" aria-pressed={which === name} onClick={() => setName(which)}>{which === 'left' ? 'Left' : 'Right'}</button>
        ))}
      </div>
      {side.samples.at.length < 2 ? <p class="lab-none">This side has no figures: it did not send over TCP.</p> : (
        <>
          <Plot title="Bytes" lines={BYTES} side={side} at={at} go={go} unit="bytes" />
          <Plot title="Milliseconds" lines={TIMES} side={side} at={at} go={go} unit="ms" />
          {side.samples.pacing.some((rate) => rate !== null) && (
            <Plot title="Bytes a second" lines={PACES} side={side} at={at} go={go} unit="bytes a second" />
          )}
          <Table side={side} />
        </>
      )}
    </section>
  );
}

interface PlotProps {
  title: string;
  unit: string;
  lines: readonly Line[];
  side: RunSide;
  at: number;
  go(at: number): void;
}

function Plot({ title, unit, lines, side, at, go }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const mark = useRef<HTMLDivElement | null>(null);
  const goes = useRef(go);
  goes.current = go;
  const colours = useColours();
  const data = useMemo(() => [side.samples.at, ...lines.map(({ column }) => side.samples[column])] as uPlot.AlignedData, [side, lines]);
  const now = useRef(at);
  now.current = at;
  /** The moment's line, in parts of the whole width: it stands right in any size. */
  const putMark = () => {
    const times = side.samples.at;
    const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
    const share = last > first ? (now.current - first) / (last - first) : 0;
    if (mark.current !== null) mark.current.style.left = `${Math.min(1, Math.max(0, share)) * 100}%`;
  };
  useEffect(() => {
    const element = place.current!;
    const made = new uPlot(options(element.clientWidth, lines, side, colours), data, element);
    const line = document.createElement('div');
    line.className = 'plot-now';
    made.over.append(line);
    made.over.addEventListener('click', ({ offsetX }) => goes.current(Math.max(0, made.posToVal(offsetX, 'x'))));
    [plot.current, mark.current] = [made, line];
    putMark();
    const observer = new ResizeObserver(() => {
      const width = element.clientWidth;
      if (width > 0 && width !== made.width) made.setSize({ width, height: made.height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [data, colours]);
  useEffect(putMark, [at, data, colours]);
  return (
    <figure class="plot">
      <figcaption>
        <span class="plot-title">{title}</span>
        {lines.map(({ name, column, colour, dash }) => (
          <span key={name} class={`plot-key key-${colour} ${dash.length === 0 ? 'solid' : dash[0]! > 4 ? 'dashed' : 'dotted'}`}>
            {name}<span class="sr-only">, {extent(side.samples[column], unit)};</span>
          </span>
        ))}
      </figcaption>
      <div class="plot-place" ref={place} />
    </figure>
  );
}

/** A column in words. */
function extent(values: readonly (number | null)[], unit: string): string {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  return low > high ? 'never set' : `from ${count(low)} to ${count(high)} ${unit}`;
}

function options(width: number, lines: readonly Line[], side: RunSide, colours: Colours): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: colours.soft,
    font: '11px "Plex Sans", sans-serif',
    grid: { stroke: colours.line, width: 1 },
    ticks: { stroke: colours.line, width: 1, size: 4 },
  };
  const [bottom, top] = lines === TIMES ? [floor(lines, side), ceiling(lines, side)] : [0, ceiling(lines, side)];
  return {
    width: Math.max(200, width),
    height: 150,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: 'lab' }, points: { show: false } },
    padding: [8, 20, 0, 0],
    scales: { x: { time: false }, y: { range: () => [bottom, top], distr: lines === TIMES ? 3 : 1 } },
    axes: [
      { ...axis, size: 26, values: (_, ticks) => ticks.map((tick) => `${tick} ms`), space: 70 },
      { ...axis, size: 48, values: (_, ticks) => ticks.map(axisText), space: 26 },
    ],
    series: [{}, ...lines.map(({ name, colour, dash }): uPlot.Series => ({
      label: name, stroke: colours[colour], width: 2, dash, points: { show: false }, paths: uPlot.paths.stepped!({ align: 1 }),
    }))],
  };
}

/** Round trips and timeouts are far apart: on a scale of powers of ten both can be read. */
function floor(lines: readonly Line[], side: RunSide): number {
  const lowest = lines.reduce((low, { column }) => side.samples[column].reduce<number>((least, value) => (value ? Math.min(least, value) : least), low), 1000);
  return 10 ** Math.floor(Math.log10(Math.max(0.01, lowest)));
}

/** A peer's window far above all else would press the rest flat: then it is cut off. */
function ceiling(lines: readonly Line[], side: RunSide): number {
  const highest = (names: readonly Line[]) =>
    names.reduce((high, { column }) => side.samples[column].reduce<number>((most, value) => Math.max(most, value ?? 0), high), 1);
  const rest = highest(lines.filter(({ column }) => column !== 'sendWindow'));
  const all = highest(lines);
  return (all > rest * 2.5 ? rest : all) * 1.12;
}

const axisText = (value: number | null): string => (value === null ? '' : value >= 1e6 ? `${value / 1e6} M` : value >= 1000 ? `${value / 1000} k` : String(value));

/** Rows that a table shows at most. */
const ROWS = 40;

function Table({ side: { samples } }: { side: RunSide }) {
  const [open, setOpen] = useState(false);
  const stride = Math.max(1, Math.ceil(samples.at.length / ROWS));
  const rows = samples.at.flatMap((at, row) => (row % stride === 0 || row === samples.at.length - 1 ? [{ at, row }] : []));
  const cell = (value: number | null | undefined) => (value === null || value === undefined ? '–' : count(value));
  const columns = [...BYTES, ...TIMES, ...(samples.pacing.some((rate) => rate !== null) ? PACES : [])];
  return (
    <details class="plot-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>The same as a table</summary>
      {open && (
        <div class="table-scroll" tabIndex={0} role="region" aria-label="Figures as a table">
          <table>
            <thead><tr><th scope="col">ms</th>{columns.map(({ name }) => <th key={name} scope="col">{name}</th>)}</tr></thead>
            <tbody>
              {rows.map(({ at, row }) => (
                <tr key={row}><th scope="row">{at.toFixed(1)}</th>{columns.map(({ name, column }) => <td key={name}>{cell(samples[column][row])}</td>)}</tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
