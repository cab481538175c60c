import { memo } from 'preact/compat';
import type { RunPacket } from 'drywire/sim';
import { because, brief, sentence, time } from '../model/told';

/** Where the two lifelines are, and whether there is little room beside them. */
export interface Lines {
  readonly left: number;
  readonly right: number;
  readonly narrow: boolean;
}

interface ArrowProps {
  index: number;
  packet: RunPacket;
  from: number;
  to: number;
  lines: Lines;
  isCurrent: boolean;
}

/** How far a lost packet gets. */
const LOST = 0.56;

export const Arrow = memo(function Arrow({ index, packet, from, to, lines, isCurrent }: ArrowProps) {
  const { fromLeft, lost, payload, again, copy, label } = packet;
  const [x1, x2] = fromLeft ? [lines.left, lines.right] : [lines.right, lines.left];
  const end = lost === null ? { x: x2, y: to } : { x: x1 + (x2 - x1) * LOST, y: to };
  const way = fromLeft ? 1 : -1;
  const kind = /^(SYN|FIN|RST)/.test(label) ? 'control' : payload > 0 ? 'data' : 'ack';
  const words = `${again ? '↻ ' : ''}${copy ? '⧉ ' : ''}${brief(packet, lines.narrow)}`;
  const moment = lines.narrow ? '' : time(packet.sentAt);
  const reason = lost === null ? '' : lines.narrow ? 'lost' : `lost: ${lost}`;
  // Who speaks to the page says what is to be seen.
  const seen = [...(fromLeft ? [moment, words] : [words, moment]), reason].filter(Boolean).join(' ');
  return (
    <g
      class={`arrow ${kind}${again ? ' again' : ''}${lost === null ? '' : ' lost'}`} data-packet={index} role="button"
      tabindex={isCurrent ? 0 : -1} aria-pressed={lost === 'on the list'} aria-label={`${sentence(packet)}.${because(packet)} ${seen}`} data-current={isCurrent ? '' : undefined}
    >
      {isCurrent && <rect class="arrow-current" x={fromLeft ? 2 : lines.right + 4} y={from - 9} width={lines.left - 6} height={17} rx={4} />}
      <line class="arrow-hit" x1={x1} y1={from} x2={end.x} y2={end.y} />
      <line class="arrow-line" x1={x1} y1={from} x2={end.x} y2={end.y} />
      <text class={`arrow-words ${fromLeft ? 'at-left' : 'at-right'}`} x={x1 - way * 8} y={from + 4}>
        {fromLeft && moment && <tspan class="arrow-time">{moment}  </tspan>}
        {words}
        {!fromLeft && moment && <tspan class="arrow-time">  {moment}</tspan>}
      </text>
      {lost === null ? <path class="arrow-head" d={head(end, { x: x1, y: from })} /> : <Lost x={end.x} y={end.y} way={way} reason={reason} />}
    </g>
  );
});

function Lost({ x, y, way, reason }: { x: number; y: number; way: number; reason: string }) {
  return (
    <>
      <path class="cross" d={`M${x - 5} ${y - 5}l10 10M${x + 5} ${y - 5}l-10 10`} />
      <text class={`arrow-reason ${way > 0 ? 'at-right' : 'at-left'}`} x={x + way * 11} y={y + 4}>{' '}{reason}</text>
    </>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A point of an arrow, along its line. */
function head(tip: Point, tail: Point): string {
  const length = Math.hypot(tip.x - tail.x, tip.y - tail.y) || 1;
  const [dx, dy] = [(tip.x - tail.x) / length, (tip.y - tail.y) / length];
  const [bx, by] = [tip.x - dx * 9, tip.y - dy * 9];
  return `M${tip.x} ${tip.y}L${bx - dy * 3.5} ${by + dx * 3.5}L${bx + dy * 3.5} ${by - dx * 3.5}z`;
}
