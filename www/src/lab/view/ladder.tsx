import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RunPacket } from 'drywire/sim';
import { packetsWithin, placeOf, type Axis } from '../model/axis';
import { time } from '../model/told';
import { Arrow, type Lines } from './arrow';

/** What is drawn beyond what is in view, and how far one scrolls until more is drawn. In pixels. */
const BEYOND = 500;
const STEP = 250;

interface LadderProps {
  packets: readonly RunPacket[];
  axis: Axis;
  at: number;
  /** Whether the moment is to be kept in view. */
  follows: boolean;
  /** The packet that Tab stops at. */
  current: number;
  choose(packet: number, walking?: boolean): void;
  point(packet: number | null): void;
  toggle(packet: number): void;
}

/** The packets between two lifelines. Only those in view are drawn, and arrows that stay are not drawn anew. */
export function Ladder({ packets, axis, at, follows, current, choose, point, toggle }: LadderProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600, width: 600 });
  useLayoutEffect(() => measured(scroller.current!, setView), []);
  useFollow(scroller, axis, follows ? at : null);
  useKeepFocus(scroller, current);
  const top = Math.max(0, view.top - BEYOND);
  const bottom = Math.min(axis.height, view.top + view.height + BEYOND);
  const seen = useMemo(() => withCurrent(packetsWithin(axis, top, bottom), current), [axis, top, bottom, current]);
  const lines = useMemo(() => linesOf(view.width), [view.width]);
  const moved = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? packets.length - 1 : by === undefined ? null : current + by;
    if (event.key === 'Enter' || event.key === ' ') toggle(current);
    else if (to !== null) choose(Math.min(packets.length - 1, Math.max(0, to)));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  // Below the words of what is sent at this moment.
  const now = placeOf(axis, at) + 9;
  return (
    <div class="ladder" ref={scroller} onScroll={(event) => setView((old) => scrolled(old, event.currentTarget))}>
      <div class="ladder-all" style={{ height: `${axis.height}px` }}>
        <svg
          class="ladder-view" role="group" aria-label="Packets, one below the other" style={{ top: `${top}px` }}
          width={view.width} height={bottom - top} viewBox={`0 ${top} ${view.width} ${bottom - top}`} onKeyDown={moved}
          onClick={(event) => onPacket(event, (packet) => { choose(packet, false); toggle(packet); })}
          onPointerOver={(event) => point(packetUnder(event))} onPointerLeave={() => point(null)}
          onFocusIn={(event) => onPacket(event, (packet) => packet !== current && choose(packet, false))}
        >
          <line class="lifeline" x1={lines.left} x2={lines.left} y1={top} y2={bottom} />
          <line class="lifeline" x1={lines.right} x2={lines.right} y1={top} y2={bottom} />
          {axis.pauses.filter(({ y }) => y >= top && y <= bottom).map(({ y, length }) => (
            <text key={y} class="pause" x={(lines.left + lines.right) / 2} y={y}>{time(length)} without a packet</text>
          ))}
          {seen.map((packet) => (
            <Arrow
              key={packet} index={packet} packet={packets[packet]!} from={axis.starts[packet]!} to={axis.ends[packet]!}
              lines={lines} isCurrent={packet === current}
            />
          ))}
          <rect class="future" x={0} width={view.width} y={Math.max(top, now)} height={Math.max(0, bottom - Math.max(top, now))} />
          <line class="now" x1={0} x2={view.width} y1={now} y2={now} />
        </svg>
      </div>
    </div>
  );
}

interface View {
  readonly top: number;
  readonly height: number;
  readonly width: number;
}

/** Follows the size of the ladder's window: it is known before anything is painted, and an observer tells what it becomes. */
function measured(element: HTMLDivElement, set: (change: (old: View) => View) => void): () => void {
  const measure = () => {
    const { clientWidth: width, clientHeight: height } = element;
    set((old) => (old.width === width && old.height === height ? old : { ...old, width, height }));
  };
  measure();
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  return () => observer.disconnect();
}

const scrolled = (old: View, { scrollTop }: Element): View => {
  const top = Math.floor(scrollTop / STEP) * STEP;
  return top === old.top ? old : { ...old, top };
};

/** Keeps the moment in view. */
function useFollow(scroller: { current: HTMLDivElement | null }, axis: Axis, at: number | null): void {
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || at === null) return;
    const y = placeOf(axis, at);
    const { scrollTop, clientHeight } = element;
    if (y < scrollTop + 24 || y > scrollTop + clientHeight - 48) element.scrollTop = Math.max(0, y - clientHeight * 0.6);
  }, [axis, at]);
}

/** While the focus is on the ladder it is on the current packet. */
function useKeepFocus(scroller: { current: HTMLDivElement | null }, current: number): void {
  useLayoutEffect(() => {
    const focused = document.activeElement;
    if (focused?.closest('.ladder') !== scroller.current || !focused?.hasAttribute('data-packet')) return;
    scroller.current?.querySelector<SVGElement>(`[data-packet="${current}"]`)?.focus({ preventScroll: true });
  }, [current]);
}

/** The lifelines: the words of each side stand outside of its own. */
function linesOf(width: number): Lines {
  const gutter = width < 480 ? 84 : Math.min(200, width * 0.24);
  return { left: gutter, right: width - gutter, narrow: width < 480 };
}

/** Whoever holds the focus must not vanish by scrolling. */
function withCurrent(seen: number[], current: number): number[] {
  if (current < 0 || seen.includes(current)) return seen;
  return [...seen, current].sort((a, b) => a - b);
}

function packetUnder(event: Event): number | null {
  const found = (event.target as Element).closest('[data-packet]')?.getAttribute('data-packet');
  return found === null || found === undefined ? null : Number(found);
}

function onPacket(event: Event, act: (packet: number) => void): void {
  const packet = packetUnder(event);
  if (packet !== null) act(packet);
}
