import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useBeforePaint } from '../before-paint';
import { fieldsAt, roleOf, type Frame } from '../model/frame';
import { hexByte } from '../model/hex';
import type { Light } from '../model/mark';
import type { Action } from '../model/state';
import { ByteRow, type Cell } from './byte-row';

interface BytesProps {
  frame: Frame;
  chosen: Light;
  passing: Light;
  /** The byte at which Tab stops. */
  cursor: number;
  dispatch(action: Action): void;
  grid: { current: HTMLDivElement | null };
  /** Moves the focus to the fields. */
  leave(): void;
}

/** So many bytes are drawn at first: a page of 64 KiB takes its time. */
const PAGE = 2048;

/** So many bytes are drawn at one time, more than are in view: the others follow, so that none keeps the page from hearing. */
const STEP = 512;

/** The bytes as a grid, in hex and as characters. */
export function Bytes({ frame, chosen, passing, cursor, dispatch, grid, leave }: BytesProps) {
  const pane = useRef<HTMLDivElement>(null);
  const columns = useColumns(pane);
  const [pages, setPages] = useState(1);
  useLayoutEffect(() => setPages(1), [frame]);
  const wanted = Math.min(frame.bytes.length, PAGE * Math.max(pages, Math.floor(cursor / PAGE) + 1));
  const length = useStepwise(wanted, cursor);
  const cells = useMemo(() => cellsOf(frame, length), [frame, length]);
  useFollow(grid, cursor, chosen);
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter') leave();
    else if (event.key === 'Escape') dispatch({ type: 'select', mark: null });
    else {
      const cell = (event.target as Element).closest<HTMLElement>('[data-byte]');
      const byte = cell === null ? null : nextByte(event, Number(cell.dataset.byte), columns, wanted);
      if (byte === null) return;
      dispatch({ type: 'select', mark: { byte } });
    }
    event.preventDefault();
  };
  const rows = Math.ceil(length / columns);
  return (
    <section class="bytes-pane" aria-labelledby="bytes-title" ref={pane}>
      <div class="pane-head"><h2 id="bytes-title">Bytes</h2></div>
      <div
        ref={grid} class="bytes" role="grid" aria-label="Bytes" aria-rowcount={Math.ceil(frame.bytes.length / columns)} aria-multiselectable="true"
        onKeyDown={keys}
        onClick={(event) => withByte(event, (byte) => dispatch({ type: 'select', mark: { byte } }))}
        onPointerOver={(event) => event.pointerType !== 'touch' && withByte(event, (byte) => dispatch({ type: 'hover', mark: { byte } }))}
        onPointerLeave={() => dispatch({ type: 'hover', mark: null })}
      >
        {Array.from({ length: rows }, (_, row) => (
          <ByteRow
            key={row} row={row} offset={row * columns} digits={frame.bytes.length > 0xffff ? 6 : 4}
            cells={cells} columns={columns} chosen={chosen} passing={passing} cursor={cursor}
          />
        ))}
      </div>
      {wanted < frame.bytes.length && (
        <button type="button" class="button more" onClick={() => setPages(Math.floor(wanted / PAGE) + 1)}>
          Show more of the {frame.bytes.length} bytes
        </button>
      )}
    </section>
  );
}

function cellsOf(frame: Frame, length: number): Cell[] {
  const cells: Cell[] = [];
  frame.dissection.layers.forEach((layer, index) => {
    const role = roleOf(frame, index);
    const end = Math.min(layer.offset + layer.length, length);
    for (let at = layer.offset; at < end; at++) {
      const byte = frame.bytes[at]!;
      const fields = fieldsAt(frame, at).map(({ label }) => label).join(', ');
      cells[at] = { byte, role, first: at === layer.offset, label: `${hexByte(byte)}, byte ${at}, ${layer.label}: ${fields}` };
    }
  });
  return cells;
}

/** How many bytes to draw now, on the way to as many as are wanted; the one at the cursor is always among them. */
function useStepwise(wanted: number, cursor: number): number {
  const [drawn, setDrawn] = useState(STEP);
  const length = Math.min(wanted, Math.max(drawn, STEP * (Math.floor(cursor / STEP) + 1)));
  useEffect(() => {
    if (length === wanted) return setDrawn(Math.max(STEP, wanted));
    const later = setTimeout(() => setDrawn(length + STEP));
    return () => clearTimeout(later);
  }, [length, wanted]);
  return length;
}

/** 16 bytes in a row where there is room for them, else 8. */
function useColumns(pane: { current: HTMLElement | null }): number {
  const [columns, setColumns] = useState(16);
  useLayoutEffect(() => {
    const element = pane.current!;
    const measure = () => setColumns(element.clientWidth >= 560 ? 16 : 8);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return columns;
}

/** Keeps what is selected in the pane's view, and the focus on it while the focus is in here. */
function useFollow(grid: { current: HTMLDivElement | null }, cursor: number, chosen: Light): void {
  useLayoutEffect(() => {
    if (grid.current?.contains(document.activeElement)) document.getElementById(`byte-${cursor}`)?.focus({ preventScroll: true });
  }, [cursor, chosen]);
  useBeforePaint(() => {
    const element = grid.current;
    const cell = document.getElementById(`byte-${cursor}`);
    if (element === null || cell === null) return;
    const [top, bottom] = [cell.offsetTop - 8, cell.offsetTop + cell.offsetHeight + 8];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
  }, [cursor, chosen]);
}

function withByte(event: Event, use: (byte: number) => void): void {
  const cell = (event.target as Element).closest<HTMLElement>('[data-byte]');
  if (cell !== null) use(Number(cell.dataset.byte));
}

/** Where a key leads from a byte, by the grid pattern of WAI-ARIA; nowhere for other keys. */
function nextByte(event: KeyboardEvent, from: number, columns: number, length: number): number | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (altKey || metaKey || shiftKey || (ctrlKey && key !== 'Home' && key !== 'End')) return null;
  const rowStart = from - (from % columns);
  const inRange = (to: number) => (to < 0 || to >= length ? from : to);
  switch (key) {
    case 'ArrowLeft': return inRange(from - 1);
    case 'ArrowRight': return inRange(from + 1);
    case 'ArrowUp': return inRange(from - columns);
    case 'ArrowDown': return inRange(from + columns);
    case 'PageUp': return from % columns + Math.max(0, Math.floor(from / columns) - 8) * columns;
    case 'PageDown': return Math.min(length - 1, from + 8 * columns);
    case 'Home': return ctrlKey ? 0 : rowStart;
    case 'End': return ctrlKey ? length - 1 : Math.min(rowStart + columns, length) - 1;
    default: return null;
  }
}
