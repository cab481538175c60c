/** Where the next row and the next bytes of a packet to write go. */
import { input } from './engines/codec.js';
import { Size } from './layout.js';

/** The word at which the next row begins. */
export let rowsEnd = 0;
let blobsEnd = 0;

/** Begins a packet. */
export function begin(): void {
  rowsEnd = Size.RowsAt;
  blobsEnd = 0;
}

/** Appends a word to the rows. */
export function push(w: Uint32Array, value: number): void {
  w[rowsEnd++] = value;
}

/** Puts an address or an option's bytes, `maximum` at most, where the module finds them; gives the place. */
export function blob(bytes: Uint8Array, name: string, maximum: number): number {
  if (bytes.length > maximum) throw new RangeError(`${name} must have at most ${maximum} bytes, not ${bytes.length}`);
  const at = blobsEnd;
  blobsEnd += bytes.length;
  if (blobsEnd > Size.PayloadAt) throw new RangeError(`${name} leaves the headers no room`);
  input.set(bytes, at);
  return at;
}
