/** The WebAssembly of dumps: instantiated at first use. Its memory may grow at each call, so views are made anew. */
import { dumpInput, dumpLink, dumpParse, memory } from '#wasm/dump';
import type { OwnBytes } from '../types.js';

/** Puts bytes into the module, where they stay for one call. */
export function put(bytes: Uint8Array): void {
  memory();
  const at = dumpInput(bytes.length) >>> 0;
  new Uint8Array(memory().buffer, at, bytes.length).set(bytes);
}

/** Reads a text; the words of `src/wasm/dump.rs`. */
export function parse(text: Uint8Array, format: number): Uint32Array {
  put(text);
  return words(dumpParse(format));
}

/** The four words of what bytes speak for. */
export function weigh(bytes: Uint8Array): Uint32Array {
  put(bytes);
  return words(dumpLink());
}

/** All words from an address. */
export function words(pointer: number): Uint32Array {
  return new Uint32Array(memory().buffer, pointer >>> 0);
}

/** A copy of bytes at an address. */
export function bytes(pointer: number, length: number): OwnBytes {
  return new Uint8Array(memory().buffer, pointer, length).slice();
}

/** A copy of words at an address. */
export function numbers(pointer: number, length: number): Uint32Array {
  return new Uint32Array(memory().buffer, pointer, length).slice();
}
