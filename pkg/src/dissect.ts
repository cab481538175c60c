import { dissect as dissectInput, dissectionPointer, memory } from '#wasm/dissect';
import { checkOptions, inputBytes, linkNumber, unknownLink } from './arguments.js';
import { input, refresh, words } from './engines/dissect.js';
import { Size } from './layout.js';
import { readProblems } from './problems.js';
import type { DissectOptions, DissectedField, DissectedLayer, Dissection, Input, Problem } from './types.js';

/** Link types by the module's own number. */
const LINK_TYPES = ['ethernet', 'raw', 'null', 'loop', 'sll', 'sll2'] as const;

/**
 * Takes a frame apart for people: layers and fields, each with its name, its value in words, and the bytes and bits that it
 * stands in. Every byte belongs to one layer, and every bit of a layer to one field.
 *
 * @param input - A frame's bytes, or text in hex as `parseHex` takes it; at most 1,048,576 bytes.
 * @param options - What the first byte belongs to.
 * @returns The dissection as plain data; the values of byte fields are views of `input`.
 * @throws `HexError` for text that is not hex, `TypeError` or `RangeError` for a wrong argument.
 *
 * @example
 * ```js
 * import { dissect } from 'drywire';
 *
 * const { layers } = dissect('4500001c000100004011 66ce 0a000001 0a000002 30390035 0008 0000');
 * console.log(layers.map((layer) => layer.label).join(', ')); // IPv4, UDP
 * const ttl = layers[0].fields.find((field) => field.name === 'ip.ttl');
 * console.log(ttl.label, ttl.text, ttl.offset, ttl.length); // Time to live 64 hops 8 1
 * ```
 */
export function dissect(input: Input, options?: DissectOptions): Dissection {
  const bytes = inputBytes(input);
  checkOptions(options);
  return dissectBytes(bytes, linkNumber(options?.link));
}

const decoder = /* @__PURE__ */ new TextDecoder();

function dissectBytes(bytes: Uint8Array, link: number): Dissection {
  if (bytes.length > Size.InputLength) throw new RangeError(`input must have at most ${Size.InputLength} bytes`);
  if (words.length === 0) refresh();
  input.set(bytes);
  const linkType = dissectInput(bytes.length, link);
  if (linkType < 0) throw unknownLink(link);
  const problems = readProblems(words);
  const layers = readLayers(bytes);
  if (problems.length > 0) place(problems, layers.flatMap((layer) => layer.fields));
  return { link: LINK_TYPES[linkType]!, layers, problems, bytes };
}

/** Reads the rows: `src/wasm/dissection.rs` says what their words are. */
function readLayers(bytes: Uint8Array): DissectedLayer[] {
  const { buffer } = memory();
  const rows = new Uint32Array(buffer, dissectionPointer());
  // All texts at once: to decode one costs more than to read a row.
  const texts = decoder.decode(new Uint8Array(buffer, rows[1]!, rows[2]!));
  const layers: DissectedLayer[] = [];
  let fields: DissectedField[] = [];
  let from = 0;
  for (let at = 3, end = 3 + rows[0]! * 8; at < end; at += 8) {
    const head = rows[at]!;
    const name = constant(buffer, rows[at + 1]!, (head >> 8) & 0xff);
    const label = constant(buffer, rows[at + 2]!, head >> 16);
    const text = texts.slice(from, from += rows[at + 3]!);
    const offset = rows[at + 4]!;
    const length = rows[at + 5]!;
    const kind = head & 0xff;
    if (kind === 0) {
      fields = [];
      layers.push({ name: name as DissectedLayer['name'], label, offset, length, text, fields });
      continue;
    }
    const number = rows[at + 7]!;
    const value = kind === 1 ? number : kind === 2 ? number !== 0 : kind === 3 ? text
      : new Uint8Array(bytes.buffer, bytes.byteOffset + offset, length);
    const bitMask = rows[at + 6]!;
    fields.push(bitMask === 0 ? { name, label, value, text, offset, length } : { name, label, value, text, offset, length, bitMask });
  }
  return layers;
}

/** Texts of the module that never change, by where they begin and how long they are. */
const constants = /* @__PURE__ */ new Map<number, string>();

function constant(buffer: ArrayBufferLike, pointer: number, length: number): string {
  const key = pointer * 256 + (length & 0xff);
  let text = constants.get(key);
  if (text === undefined) {
    text = decoder.decode(new Uint8Array(buffer, pointer, length));
    constants.set(key, text);
  }
  return text;
}

/** Puts each problem at the first field that has its byte, or at the last of all where the problem is that bytes are missing. */
function place(problems: Problem[], fields: DissectedField[]): void {
  for (const problem of problems) {
    const field = fields.find(({ offset, length }) => problem.offset < offset + length) ?? fields.at(-1);
    if (field) (field.problems ??= []).push(problem);
  }
}
