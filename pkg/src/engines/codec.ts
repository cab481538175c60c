/** The codec's WebAssembly: instantiated at first use, its memory seen through views that are renewed when it has grown. */
import { memory, recordPointer } from '#wasm/codec';
import { Size } from '../layout.js';

/** The record that packets cross in. */
export let words = new Uint32Array(0);
/** Where bytes to read go. */
export let input = new Uint8Array(0);

/**
 * Makes the views usable. A view of memory that has since grown has length 0, as those above have before first use: so
 * `if (words.length === 0) refresh()` is all that a caller needs to check.
 */
export function refresh(): void {
  const { buffer } = memory();
  const pointer = recordPointer();
  words = new Uint32Array(buffer, pointer, Size.RecordWords);
  // One word more than the record has is between them.
  input = new Uint8Array(buffer, pointer + (Size.RecordWords + 1) * 4, Size.InputLength);
}
