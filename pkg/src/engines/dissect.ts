/** The dissector's WebAssembly: instantiated at first use, its memory seen through views that are renewed when it has grown. */
import { inputPointer, memory, recordPointer } from '#wasm/dissect';
import { Size } from '../layout.js';

/** The record that problems cross in. */
export let words = new Uint32Array(0);
/** Where bytes to read go. */
export let input = new Uint8Array(0);

/** Makes the views usable: to be called where `words.length === 0`, as it is before first use and after memory has grown. */
export function refresh(): void {
  const { buffer } = memory();
  words = new Uint32Array(buffer, recordPointer(), Size.RecordWords);
  input = new Uint8Array(buffer, inputPointer(), Size.InputLength);
}
