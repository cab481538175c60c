/** The WebAssembly of captures: instantiated at first use. Its memory may grow at each call, so views are made anew. */
import { captureInput, captureRows, memory } from '#wasm/capture';

/** Rows, in the order of `Rows` in `src/wasm/capture.rs`: how many there are, and where each column begins in bytes. */
const ROWS = 4096;
const HEAD = ROWS * 8;
const BOUNDS = HEAD + 64;
const ORIGINAL_LENGTHS = BOUNDS + ROWS * 8;
const INTERFACES = ORIGINAL_LENGTHS + ROWS * 4;
const COMMENTS = INTERFACES + ROWS * 4;
const LINKS = COMMENTS + ROWS * 12;

/** Bytes that are read at a time: they stay in the nearer caches. */
export const WINDOW = 1 << 18;

const decoder = /* @__PURE__ */ new TextDecoder();

/** Puts bytes into the module, where there is room for `room` at least. */
export function put(bytes: Uint8Array, room = bytes.length): void {
  memory();
  const at = captureInput(Math.max(room, bytes.length)) >>> 0;
  new Uint8Array(memory().buffer, at, bytes.length).set(bytes);
}

/** The words that say what was met. */
export function head(): Uint32Array {
  return new Uint32Array(memory().buffer, captureRows() + HEAD, 16);
}

/** The words of so many comments. */
export function comments(count: number): Uint32Array {
  return new Uint32Array(memory().buffer, captureRows() + COMMENTS, count * 3);
}

/** Copies of the first `count` rows. */
export function columns(count: number): {
  bounds: Uint32Array; timestamps: BigInt64Array; originalLengths: Uint32Array; links: Uint16Array; interfaces: Uint32Array;
} {
  const { buffer } = memory();
  const at = captureRows();
  return {
    bounds: new Uint32Array(buffer, at + BOUNDS, count * 2).slice(),
    timestamps: new BigInt64Array(buffer, at, count).slice(),
    originalLengths: new Uint32Array(buffer, at + ORIGINAL_LENGTHS, count).slice(),
    links: new Uint16Array(buffer, at + LINKS, count).slice(),
    interfaces: new Uint32Array(buffer, at + INTERFACES, count).slice(),
  };
}

/** Bytes of the module's own. */
export function bytes(at: number, length: number): Uint8Array {
  return new Uint8Array(memory().buffer, at, length);
}

/** A text. */
export function text(from: Uint8Array): string {
  return decoder.decode(from);
}
