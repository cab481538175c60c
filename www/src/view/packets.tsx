import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { useBeforePaint } from '../before-paint';
import type { FilterFault } from '../model/filter';
import type { Row } from '../model/rows';
import { Icon } from './icon';

/** What a list shows: rows that are there, and rows that are on their way. */
export interface Listing {
  /** How many packets there are. */
  readonly all: number;
  /** How many of them have a row. */
  readonly count: number;
  /** Why the filter could not be read. */
  readonly fault: FilterFault | null;
  /** Whether it is still to be seen which packets pass the filter. */
  readonly pending?: boolean;
  /** Whether the packets have times. */
  readonly timed: boolean;
  /** The packet of a row. */
  packetAt(row: number): number;
  /** The row of a packet, or of the next one that has one. */
  rowOf(packet: number): number;
  /** What to show of a packet; nothing while it is on its way. */
  look(packet: number): Row | null;
  /** Says which packets are in view, so that what is missing is fetched. */
  want(packets: readonly number[]): void;
}

interface PacketsProps {
  listing: Listing;
  /** The packet that is shown. */
  current: number;
  choose(packet: number): void;
  grid: { current: HTMLDivElement | null };
  /** Moves the focus to the packet's fields. */
  leave(): void;
}

/** Rows that are drawn beyond those in view. */
const BEYOND = 8;

/** Browsers draw nothing that is higher than some millions of pixels: longer lists scroll faster than the wheel. */
const HIGHEST = 8_000_000;

/** The packets as a grid by WAI-ARIA's pattern, of which only what is in view is drawn. The selection follows the focus. */
export function Packets({ listing, current, choose, grid, leave }: PacketsProps) {
  const height = useRowHeight();
  const [view, setView] = useState({ top: 0, height: 400 });
  const whole = listing.count * height;
  const drawn = Math.min(whole, HIGHEST);
  const factor = drawn <= view.height ? 1 : (whole - view.height) / (drawn - view.height);
  const from = Math.max(0, Math.floor((view.top * factor) / height) - BEYOND);
  const to = Math.min(listing.count, Math.ceil((view.top * factor + view.height) / height) + BEYOND);
  const packets = Array.from({ length: Math.max(0, to - from) }, (_, index) => listing.packetAt(from + index));
  const row = listing.rowOf(current);
  useEffect(() => listing.want(packets), [listing, from, to]);
  useMeasure(grid, setView);
  useFollow(grid, row * height, height, factor, [row, listing.count > 0]);
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter') leave();
    else {
      // From a packet that has no row, down leads to the next one that has.
      const hidden = listing.count > 0 && listing.packetAt(row) !== current;
      const start = hidden && event.key === 'ArrowDown' ? row - 1 : row;
      const next = nextRow(event, start, listing.count, Math.max(1, Math.floor(view.height / height) - 2));
      if (next === null) return;
      choose(listing.packetAt(next));
    }
    event.preventDefault();
  };
  const press = (event: Event) => {
    const found = (event.target as Element).closest<HTMLElement>('[data-packet]');
    if (found !== null) choose(Number(found.dataset.packet));
  };
  return (
    <div
      class="packets" role="grid" aria-label="Packets" aria-rowcount={listing.count + 1} aria-colcount={7} tabIndex={0} ref={grid}
      aria-activedescendant={packets.includes(current) ? `packet-${current}` : undefined} data-timed={listing.timed || undefined} style={{ '--rows': Math.min(listing.count, 40) }}
      onKeyDown={keys} onClick={press} onScroll={({ currentTarget }) => setView({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })}
    >
      <div class="packets-head" role="row" aria-rowindex={1}>
        {HEADS.map((name) => <span key={name} role="columnheader" class={`cell-${name.toLowerCase()}`}>{name}</span>)}
      </div>
      {listing.count === 0 && <div role="row" aria-rowindex={2}><p class="packets-none" role="gridcell">No packet passes this filter.</p></div>}
      <div class="packets-whole" role="presentation" style={{ height: `${drawn}px` }}>
        <div class="packets-part" role="presentation" style={{ transform: `translateY(${from * height - view.top * factor + view.top}px)` }}>
          {packets.map((packet, index) => (
            <Line key={packet} packet={packet} row={from + index} look={listing.look(packet)} chosen={packet === current} height={height} />
          ))}
        </div>
      </div>
    </div>
  );
}

const HEADS = ['No', 'Time', 'Source', 'Destination', 'Protocol', 'Length', 'Summary'] as const;

interface LineProps {
  packet: number;
  row: number;
  look: Row | null;
  chosen: boolean;
  height: number;
}

function Line({ packet, row, look, chosen, height }: LineProps) {
  return (
    <div class="packet-line" id={`packet-${packet}`} role="row" aria-rowindex={row + 2} aria-selected={chosen} data-packet={packet} style={{ height: `${height}px` }}>
      <span class="cell-no" role="gridcell">{packet + 1}</span>
      <span class="cell-time" role="gridcell">{look?.time}</span>
      <span class="cell-source" role="gridcell">{look?.source}</span>
      <span class="cell-destination" role="gridcell">{look?.destination}</span>
      <span class="cell-protocol" role="gridcell">{look?.protocol}</span>
      <span class="cell-length" role="gridcell">{look?.length}</span>
      <span class="cell-summary" role="gridcell">
        {look !== null && look.problems > 0 && <span class={`line-problems ${look.grave ? 'grave' : 'mild'}`}><Icon name={look.grave ? 'warning' : 'note'} /><span class="sr-only">{look.problems === 1 ? '1 problem' : `${look.problems} problems`}: </span></span>}
        {look?.findings?.map((finding) => <span key={finding} class="finding">{finding.replaceAll('-', ' ')}</span>)}
        {look?.about ?? '…'}
      </span>
    </div>
  );
}

/** One line where there is room for it, two where there is not; in pixels. */
function useRowHeight(): number {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useLayoutEffect(() => {
    const query = matchMedia(NARROW);
    const follow = () => setNarrow(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return narrow ? 48 : 26;
}

/** The same as in packets.css. */
const NARROW = '(max-width: 52rem)';

function useMeasure(grid: { current: HTMLDivElement | null }, set: (view: { top: number; height: number }) => void): void {
  useLayoutEffect(() => {
    const element = grid.current!;
    // It is called once before anything is painted, too.
    const observer = new ResizeObserver(() => set({ top: element.scrollTop, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
}

/** Keeps the packet that is shown in view. */
function useFollow(grid: { current: HTMLDivElement | null }, at: number, height: number, factor: number, when: readonly unknown[]): void {
  useBeforePaint(() => {
    const element = grid.current!;
    const head = element.firstElementChild as HTMLElement;
    const room = element.clientHeight - head.offsetHeight;
    const top = element.scrollTop * factor;
    if (at < top) element.scrollTop = at / factor;
    else if (at + height > top + room) element.scrollTop = (at + height - room) / factor;
  }, when);
}

/** Where a key leads from a row; nowhere for other keys. */
function nextRow({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, row: number, count: number, page: number): number | null {
  if (altKey || metaKey || (ctrlKey && key !== 'Home' && key !== 'End') || count === 0) return null;
  const clamp = (to: number) => Math.max(0, Math.min(count - 1, to));
  switch (key) {
    case 'ArrowUp': return clamp(row - 1);
    case 'ArrowDown': return clamp(row + 1);
    case 'PageUp': return clamp(row - page);
    case 'PageDown': return clamp(row + page);
    case 'Home': return 0;
    case 'End': return count - 1;
    default: return null;
  }
}
