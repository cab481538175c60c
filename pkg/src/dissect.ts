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

/** Words of a row: `src/wasm/dissection.rs` says what they are. */
const ROW = 8;

/** The rows of the last dissection: seen anew where memory has grown. */
let rows = new Uint32Array(0);

function readLayers(bytes: Uint8Array): DissectedLayer[] {
  const { buffer } = memory();
  if (rows.length === 0) rows = new Uint32Array(buffer, dissectionPointer());
  // All texts at once: to decode one costs more than to read a row.
  const texts = decoder.decode(new Uint8Array(buffer, rows[1]!, rows[2]!));
  const layers: DissectedLayer[] = [];
  let fields: DissectedField[] = [];
  let count = 0;
  let from = 0;
  for (let at = 3, end = 3 + rows[0]! * ROW; at < end; at += ROW) {
    const head = rows[at]!;
    const { name, label } = namesOf(buffer, rows[at + 1]!, (head >> 8) & 0xffff);
    const units = rows[at + 2]!;
    const offset = rows[at + 3]!;
    const length = rows[at + 4]!;
    const bitMask = rows[at + 5]!;
    const number = rows[at + 6]!;
    const kind = head & 0xf;
    const text = units > 0 ? texts.slice(from, from += units)
      : kind === 1 ? numberText(buffer, number, (head >> 4) & 0xf, rows[at + 7]!, head >>> 24)
      : kind === 2 ? (number === 0 ? 'not set' : 'set') : '';
    if (kind === 0) {
      // As many as the layer has: arrays that grow leave garbage.
      fields = new Array<DissectedField>(number);
      count = 0;
      layers.push({ name: name as DissectedLayer['name'], label, offset, length, text, fields });
      continue;
    }
    const value = kind === 1 ? number : kind === 2 ? number !== 0 : kind === 3 ? text
      : new Uint8Array(bytes.buffer, bytes.byteOffset + offset, length);
    fields[count++] = bitMask === 0 ? { name, label, value, text, offset, length } : { name, label, value, text, offset, length, bitMask };
  }
  return layers;
}

/** What a row that brings no text says of its number: in so many hexadecimal digits, or decimal, and what stands after it. */
function numberText(buffer: ArrayBufferLike, number: number, digits: number, note: number, length: number): string {
  const text = digits === 0 ? `${number}` : `0x${number.toString(16).padStart(digits, '0')}`;
  return length === 0 ? text : text + noteText(buffer, note, length);
}

/** Names and labels by where they stand in the module, one after the other with a space between: they never change. */
const names = /* @__PURE__ */ new Map<number, { name: string, label: string }>();

function namesOf(buffer: ArrayBufferLike, pointer: number, length: number): { name: string, label: string } {
  let found = names.get(pointer);
  if (found === undefined) {
    const text = constant(buffer, pointer, length);
    const space = text.indexOf(' ');
    names.set(pointer, found = { name: text.slice(0, space), label: text.slice(space + 1) });
  }
  return found;
}

/** Notes by where they begin and how long they are. */
const notes = /* @__PURE__ */ new Map<number, string>();

/** A note as it stands after a number: as it is where it begins with a space, else within brackets. */
function noteText(buffer: ArrayBufferLike, pointer: number, length: number): string {
  const key = pointer * 256 + length;
  let note = notes.get(key);
  if (note === undefined) {
    const text = constant(buffer, pointer, length);
    note = text.startsWith(' ') ? text : ` (${text})`;
    notes.set(key, note);
  }
  return note;
}

function constant(buffer: ArrayBufferLike, pointer: number, length: number): string {
  return decoder.decode(new Uint8Array(buffer, pointer, length));
}

/** Puts each problem at the first field that has its byte, or at the last of all where the problem is that bytes are missing. */
function place(problems: Problem[], fields: DissectedField[]): void {
  for (const problem of problems) {
    const field = fields.find(({ offset, length }) => problem.offset < offset + length) ?? fields.at(-1);
    if (field) (field.problems ??= []).push(problem);
  }
}
