/** The dissector's WebAssembly: instantiated at first use, its memory seen through views that are renewed when it has grown. */
import { memory, recordPointer } from '#wasm/dissect';
import { checkOptions, linkNumber, unknownLink } from '../arguments.js';
import { Size } from '../layout.js';
import type { DissectOptions } from '../types.js';

/** The record that problems cross in. */
export let words = new Uint32Array(0);
/** Where bytes to read go. */
export let input = new Uint8Array(0);

/** The rows of the last dissection, after words of their own. Signed: V8 makes objects of larger numbers. */
export let rows = new Int32Array(0);

/** What stands before the rows: how many there are, where texts are, and how long they are. */
export const enum First { RowCount, Texts, TextLength, Rows }

/** Hands a frame to one of the module's functions, and gives its answer. */
export function read(bytes: Uint8Array, options: DissectOptions | undefined, call: (length: number, link: number) => number): number {
  checkOptions(options);
  const link = linkNumber(options?.link);
  if (bytes.length > Size.InputLength) throw new RangeError(`input must have at most ${Size.InputLength} bytes`);
  // A view of memory that has since grown has length 0, as these have before first use.
  if (words.length === 0) {
    const { buffer } = memory();
    const pointer = recordPointer();
    words = new Uint32Array(buffer, pointer, Size.RecordWords);
    // One word more than the record has is between them.
    const inputAt = pointer + (Size.RecordWords + 1) * 4;
    input = new Uint8Array(buffer, inputAt, Size.InputLength);
    rows = new Int32Array(buffer, inputAt + Size.InputLength);
  }
  input.set(bytes);
  const answer = call(bytes.length, link);
  if (answer < 0) throw unknownLink(link);
  return answer;
}

const decoder = /* @__PURE__ */ new TextDecoder();

/** A text in the module's memory, where texts are unless told otherwise. */
export function textAt(length: number, pointer: number = rows[First.Texts]!): string {
  return decoder.decode(new Uint8Array(memory().buffer, pointer, length));
}
