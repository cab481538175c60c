/** The WebAssembly of conversations: instantiated at first use. Its memory may grow at each call, so views are made anew. */
import { flowInput, flowRows, memory } from '#wasm/flow';
import type { OwnBytes } from '../types.js';

/** Packets at a time, and numbers of a conversation: `Rows` in `src/wasm/flow.rs`, whose columns follow one another. */
export const ROWS = 2048;
export const CONVERSATION = 38;
const CONVERSATIONS = 64;
const BOUNDS = ROWS * 8;
const LENGTHS = BOUNDS + ROWS * 8;
const LINKS = LENGTHS + ROWS * 4;
const DUPLICATES_OF = LINKS + ROWS * 4;
const DUPLICATE_COUNTS = DUPLICATES_OF + ROWS * 4;
const ACKNOWLEDGED = DUPLICATE_COUNTS + ROWS * 4;
const FINDINGS = ACKNOWLEDGED + ROWS * 4;
const FROM = FINDINGS + ROWS * 2;
const NUMBERS = FROM + ROWS;

/** Bytes that are taken at a time: they stay in the nearer caches. */
export const WINDOW = 1 << 18;

/** Where packets go, and where what is to be said of them is: views, for as long as the module's memory does not grow. */
export interface Rows {
  times: BigInt64Array;
  rtts: Float64Array;
  bounds: Uint32Array;
  lengths: Uint32Array;
  links: Uint32Array;
  duplicatesOf: Uint32Array;
  duplicateCounts: Uint32Array;
  acknowledged: Uint32Array;
  findings: Uint16Array;
  from: Uint8Array;
  numbers: Float64Array;
}

let current: Rows | undefined;

/** The rows. */
export function rows(): Rows {
  const { buffer } = memory();
  if (current?.times.buffer === buffer) return current;
  const at = flowRows();
  current = {
    times: new BigInt64Array(buffer, at, ROWS),
    rtts: new Float64Array(buffer, at, ROWS),
    bounds: new Uint32Array(buffer, at + BOUNDS, ROWS * 2),
    lengths: new Uint32Array(buffer, at + LENGTHS, ROWS),
    links: new Uint32Array(buffer, at + LINKS, ROWS),
    duplicatesOf: new Uint32Array(buffer, at + DUPLICATES_OF, ROWS),
    duplicateCounts: new Uint32Array(buffer, at + DUPLICATE_COUNTS, ROWS),
    acknowledged: new Uint32Array(buffer, at + ACKNOWLEDGED, ROWS),
    findings: new Uint16Array(buffer, at + FINDINGS, ROWS),
    from: new Uint8Array(buffer, at + FROM, ROWS),
    numbers: new Float64Array(buffer, at + NUMBERS, CONVERSATION * CONVERSATIONS),
  };
  return current;
}

/** Puts bytes into the module. */
export function put(bytes: Uint8Array): void {
  memory();
  const at = flowInput(Math.max(WINDOW, bytes.length)) >>> 0;
  new Uint8Array(memory().buffer, at, bytes.length).set(bytes);
}

/** Words from an address on. */
export function words(at: number, count: number): Uint32Array {
  return new Uint32Array(memory().buffer, at >>> 0, count);
}

/** A copy of bytes at an address. */
export function copy(at: number, length: number): OwnBytes {
  return new Uint8Array(memory().buffer, at, length).slice();
}
