/** What of the WebAssembly of dumps writes. */
import { dumpWrite, memory } from '#wasm/dump';
import { put, words } from './dump.js';

const decoder = /* @__PURE__ */ new TextDecoder();

/** Writes bytes; `undefined` for a format that is not written. */
export function write(bytes: Uint8Array, format: number, link: number): string | undefined {
  put(bytes);
  const [pointer, length] = words(dumpWrite(format, link));
  return pointer === 0 ? undefined : decoder.decode(new Uint8Array(memory().buffer, pointer!, length!));
}
