import { fieldsAt, type Frame, type Node } from '../model/frame';
import { hexByte } from '../model/hex';
import type { Action } from '../model/state';

interface BitsProps {
  frame: Frame;
  /** The lit bits, from the start of the frame; `end` is the one after the last. */
  start: number;
  end: number;
  /** The byte that is pointed at, if one is. */
  byte: number | null;
  dispatch(action: Action): void;
}

/** A field of so many bytes is drawn whole; of a longer one, so many of its bytes. */
const WHOLE = 8;
const PART = 4;

/** The bytes of a field, bit by bit: its own ones lit, its neighbours' dim, a gap wherever another field begins. */
export function Bits({ frame, start, end, byte, dispatch }: BitsProps) {
  const [first, last] = [start >> 3, (end + 7) >> 3];
  const [from, to] = last - first <= WHOLE ? [first, last] : part(first, last, byte ?? first);
  if (from === to) return null;
  const mark = (event: Event): Node | undefined => {
    const bit = (event.target as Element).closest<HTMLElement>('[data-bit]')?.dataset.bit;
    return bit === undefined ? undefined : fieldOf(frame, Number(bit));
  };
  const select = (event: Event) => {
    const node = mark(event);
    if (node !== undefined) dispatch({ type: 'select', mark: { node: node.id } });
  };
  return (
    <div class="bits" role="img" aria-label={spoken(frame, Math.max(start, from * 8), Math.min(end, to * 8))} onClick={select}>
      {Array.from({ length: to - from }, (_, index) => (
        <span key={from + index} class="bits-byte" data-pointed={from + index === byte || undefined}>
          <span class="bits-head"><span>{from + index}</span><span>{hexByte(frame.bytes[from + index]!)}</span></span>
          <span class="bits-row">{eight(from + index).map((bit) => <Bit key={bit} frame={frame} bit={bit} own={bit >= start && bit < end} />)}</span>
        </span>
      ))}
      {to - from < last - first && <span class="bits-more">{to - from} of its {last - first} bytes</span>}
    </div>
  );
}

function Bit({ frame, bit, own }: { frame: Frame; bit: number; own: boolean }) {
  const edge = bit % 8 > 0 && startsField(frame, bit);
  return <span data-bit={bit} class={own ? 'bit own' : 'bit'} data-edge={edge || undefined}>{valueAt(frame, bit)}</span>;
}

/** The bytes of a long field to draw, around one of them. */
function part(first: number, end: number, around: number): [from: number, to: number] {
  const from = Math.max(first, Math.min(around - (around - first) % PART, end - PART));
  return [from, from + PART];
}

const eight = (byte: number): number[] => Array.from({ length: 8 }, (_, index) => byte * 8 + index);

const valueAt = ({ bytes }: Frame, bit: number): number => (bytes[bit >> 3]! >> (7 - (bit & 7))) & 1;

const fieldOf = (frame: Frame, bit: number): Node | undefined =>
  fieldsAt(frame, bit >> 3).find((node) => node.start <= bit && bit < node.end);

const startsField = (frame: Frame, bit: number): boolean => fieldsAt(frame, bit >> 3).some((node) => node.start === bit);

function spoken(frame: Frame, start: number, end: number): string {
  let bits = '';
  for (let bit = start; bit < end; bit++) {
    if (bit > start && bit % 8 === 0) bits += ' ';
    bits += valueAt(frame, bit);
  }
  return `Bits ${bits}`;
}
