/** The WebAssembly of filters: instantiated at first use. Its memory may grow at each call that makes room, so views are made anew. */
import { filterCompile, filterFault, filterFrames, filterInput, filterMatches, filterSelect, memory } from '#wasm/filter';

const decoder = /* @__PURE__ */ new TextDecoder();

/** Puts bytes into the module, where they stay for one call. */
function put(bytes: Uint8Array): void {
  memory();
  const at = filterInput(bytes.length) >>> 0;
  new Uint8Array(memory().buffer, at, bytes.length).set(bytes);
}

/** What is wrong with a filter's text: where in its bytes, and in words. */
export interface Fault { offset: number; length: number; code: string; sentence: string }

/** Reads a text as the filter of a number; what is wrong with it where it is none. */
export function compile(slot: number, text: Uint8Array): Fault | undefined {
  put(text);
  if (filterCompile(slot)) return undefined;
  const [offset, length, code, codeLength, sentence, sentenceLength] = new Uint32Array(memory().buffer, filterFault() >>> 0, 6);
  const string = (at: number, bytes: number) => decoder.decode(new Uint8Array(memory().buffer, at, bytes));
  return { offset: offset!, length: length!, code: string(code!, codeLength!), sentence: string(sentence!, sentenceLength!) };
}

/** Whether a filter wants a frame; `undefined` for a link type that is not known. */
export function matches(slot: number, frame: Uint8Array, link: number, whole: number): boolean | undefined {
  put(frame);
  const answer = filterMatches(slot, link, whole);
  return answer < 0 ? undefined : answer === 1;
}

/** The same of several frames, three words each: offset in `data`, length, length on the wire; the answers are the last words. */
export function select(slot: number, data: Uint8Array, frames: Uint32Array, link: number): Uint32Array | undefined {
  put(data);
  const at = filterFrames(frames.length / 3) >>> 0;
  new Uint32Array(memory().buffer, at, frames.length).set(frames);
  return filterSelect(slot, link) ? new Uint32Array(memory().buffer, at, frames.length) : undefined;
}
