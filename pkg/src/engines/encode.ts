/** What the codec's WebAssembly writes. */
import { memory, outputPointer } from '#wasm/codec';
import { Size } from '../layout.js';

/** Where written bytes are: a view of memory that has since grown has length 0, as this one has before first use. */
let output = new Uint8Array(0);

/** The first `length` bytes of what was written. They stay until the next call. */
export function written(length: number): Uint8Array {
  if (output.length === 0) output = new Uint8Array(memory().buffer, outputPointer(), Size.OutputLength);
  return output.subarray(0, length);
}
