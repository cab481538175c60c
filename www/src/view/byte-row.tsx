import { useMemo } from 'preact/hooks';
import type { Role } from '../model/frame';
import { ascii, hexByte } from '../model/hex';
import type { Light } from '../model/mark';

export interface Cell {
  byte: number;
  role: Role;
  /** Whether a layer begins with it. */
  first: boolean;
  label: string;
}

interface ByteRowProps {
  row: number;
  /** Of its first byte. */
  offset: number;
  /** How many digits an offset has. */
  digits: number;
  cells: readonly Cell[];
  columns: number;
  chosen: Light;
  passing: Light;
  cursor: number;
}

/** One row of the grid. Drawn anew only when something in it changes: a pointer on its way lights dozens of fields. */
export function ByteRow({ row, offset, digits, cells, columns, chosen, passing, cursor }: ByteRowProps) {
  const end = Math.min(offset + columns, cells.length);
  const within = (byte: number | null) => (byte !== null && byte >= offset && byte < end ? byte : -1);
  const chosenBits = clip(chosen, offset, end);
  const passingBits = clip(passing, offset, end);
  const [stop, chosenByte, passingByte] = [within(cursor), within(chosen.byte), within(passing.byte)];
  return useMemo(() => (
    <div class="byte-row" role="row" aria-rowindex={row + 1}>
      <span class="offset" role="rowheader">{offset.toString(16).padStart(digits, '0')}</span>
      <span class="hexes" role="presentation">
        {cells.slice(offset, end).map((cell, index) => {
          const at = offset + index;
          const chosenHere = litIn(chosenBits, at);
          const passingHere = litIn(passingBits, at);
          return (
            <span
              key={at} id={`byte-${at}`} role="gridcell" tabIndex={at === stop ? 0 : -1} data-byte={at}
              class={`byte role-${cell.role}${cell.first ? ' first' : ''}${at === chosenByte || at === passingByte ? ' pointed' : ''}`}
              data-chosen={chosenHere?.how} data-passing={passingHere?.how} aria-selected={chosenHere !== null} aria-label={cell.label}
              style={shares(chosenHere, passingHere)}
            >{hexByte(cell.byte)}</span>
          );
        })}
      </span>
      <span class="chars" aria-hidden="true">
        {cells.slice(offset, end).map(({ byte }, index) => (
          <span
            key={index} data-byte={offset + index} class={ascii(byte) === '·' ? 'dot' : undefined}
            data-chosen={litIn(chosenBits, offset + index)?.how} data-passing={litIn(passingBits, offset + index)?.how}
          >{ascii(byte)}</span>
        ))}
      </span>
    </div>
  ), [cells, columns, offset, digits, chosenBits.join(), passingBits.join(), stop, chosenByte, passingByte]);
}

/** The lit bits of a row; an empty run where there are none. */
function clip({ start, end }: Light, first: number, last: number): [start: number, end: number] {
  const clipped: [number, number] = [Math.max(start, first * 8), Math.min(end, last * 8)];
  return clipped[0] < clipped[1] ? clipped : [0, 0];
}

interface Lit {
  how: 'all' | 'some';
  /** The lit part of the byte, in eighths. */
  from: number;
  to: number;
}

function litIn([start, end]: [number, number], byte: number): Lit | null {
  const from = Math.max(start - byte * 8, 0);
  const to = Math.min(end - byte * 8, 8);
  return from < to ? { how: to - from === 8 ? 'all' : 'some', from, to } : null;
}

/** Where in a byte the lit bits begin and end, for the styles to draw. */
function shares(chosen: Lit | null, passing: Lit | null): Record<string, string> | undefined {
  const lit = passing ?? chosen;
  if (lit === null || lit.how === 'all') return undefined;
  return { '--from': `${lit.from * 12.5}%`, '--to': `${lit.to * 12.5}%` };
}
