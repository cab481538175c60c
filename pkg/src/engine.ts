/** The WebAssembly module: instantiated at first use, its memory seen through views that are renewed when it has grown. */
import * as wasm from '#wasm';
import { Size } from './layout.js';

/** The record that packets cross in. */
export let words = new Uint32Array(0);
/** Where bytes to read go. */
export let input = new Uint8Array(0);
/** Where written bytes are. */
export let output = new Uint8Array(0);

let memory: WebAssembly.Memory | undefined;

/**
 * Makes the views usable. A view of memory that has since grown has length 0, as those above have before first use: so
 * `if (words.length === 0) refresh()` is all that a caller needs to check.
 */
export function refresh(): void {
  memory ??= wasm.initSync({ module: wasm.bytes() }).memory;
  words = new Uint32Array(memory.buffer, wasm.recordPointer(), Size.RecordWords);
  input = new Uint8Array(memory.buffer, wasm.inputPointer(), Size.InputLength);
  output = new Uint8Array(memory.buffer, wasm.outputPointer(), Size.OutputLength);
}

/** Instantiates the module that the caller brings; does nothing when one is running. */
export function start(module: WebAssembly.Module | BufferSource): void {
  memory ??= wasm.initSync({ module }).memory;
}

/** The module's memory as it is now. Only after `refresh`. */
export function buffer(): ArrayBuffer {
  return memory!.buffer as ArrayBuffer;
}
