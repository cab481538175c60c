/** The WebAssembly of captures: instantiated at first use. Its memory may grow at each call, so views are made anew. */
import { captureClose, captureEnd, captureInput, captureOpen, captureScan, memory } from '#wasm/capture';
import type { CaptureBatch } from '../types.js';

/** `Rows` in `src/wasm/capture.rs`: how many there are at most, and the word at which each column begins. */
const enum Rows {
  Most = 4096,
  Timestamps = 14,
  Bounds = Timestamps + Most * 2,
  OriginalLengths = Bounds + Most * 2,
  Interfaces = OriginalLengths + Most,
  Comments = Interfaces + Most,
  Links = Comments + Most * 3,
}

/** Bytes that are read at a time: they stay in the nearer caches. */
const WINDOW = 1 << 18;

/** Readers that others have given back. */
const free: number[] = [];

/** Gives a reader; its handle. */
export function open(): number {
  memory();
  return free.pop() ?? captureOpen();
}

/** Takes a reader back. */
export function close(handle: number): void {
  captureClose(handle);
  free.push(handle);
}

/** Puts the first bytes of a file's rest into the module, and gives them: as many as it takes, and as are read at a time. */
export function put(data: Uint8Array, needed: number): Uint8Array {
  const window = data.subarray(0, Math.max(WINDOW, needed));
  const at = captureInput(Math.max(WINDOW, needed)) >>> 0;
  new Uint8Array(memory().buffer, at, window.length).set(window);
  return window;
}

/** Reads on from a place in what was put there; the words of `Rows`, which say what was met. */
export function scan(handle: number, at: number, end: number): Uint32Array {
  return words(captureScan(handle, at, end));
}

/** Ends a file of which so many bytes are left; the words. */
export function end(handle: number, rest: number): Uint32Array {
  return words(captureEnd(handle, rest));
}

function words(pointer: number): Uint32Array {
  return new Uint32Array(memory().buffer, pointer >>> 0);
}

/** Copies of the columns. */
export function columns(words: Uint32Array): Omit<CaptureBatch, 'first' | 'offset' | 'data'> {
  const count = words[0]!;
  const copy = (at: Rows, length: number): Uint32Array<ArrayBuffer> => words.slice(at, at + length) as Uint32Array<ArrayBuffer>;
  return {
    bounds: copy(Rows.Bounds, count * 2),
    timestamps: new BigInt64Array(copy(Rows.Timestamps, count * 2).buffer),
    originalLengths: copy(Rows.OriginalLengths, count),
    links: new Uint16Array(copy(Rows.Links, (count + 1) >> 1).buffer, 0, count),
    interfaces: copy(Rows.Interfaces, count),
  };
}

/** Three words for each comment. */
export function comments(words: Uint32Array): Uint32Array {
  return words.slice(Rows.Comments, Rows.Comments + words[1]! * 3);
}
