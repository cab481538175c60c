import { dissect as dissectInput, note } from '#wasm/dissect';
import { LINK_TYPES, inputBytes } from './arguments.js';
import { HEX_PAIR, ipv4Text, macText } from './address.js';
import { First, input, read, rows, textAt, words } from './engines/dissect.js';
import { readProblems } from './problems.js';
import type { DissectOptions, DissectedField, DissectedLayer, Dissection, Input, Problem } from './types.js';

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
  // The function is there once `read` has the module.
  const link = LINK_TYPES[read(bytes, options, (length, link) => dissectInput(length, link))]!;
  const problems = readProblems(words);
  const layers = readLayers(rows, bytes);
  if (problems.length > 0) place(problems, layers.flatMap((layer) => layer.fields));
  return { link, layers, problems, bytes };
}

/** Words of a row: `src/wasm/dissection.rs` says what they are. */
const enum Word { Head, Names, Units, Offset, Length, BitMask, Number, State, Row }

/** What a row holds. */
const enum Kind { Layer, Number, Flag, Text, Bytes, Address }

function readLayers(rows: Int32Array, bytes: Uint8Array): DissectedLayer[] {
  const end = First.Rows + rows[First.RowCount]! * Word.Row;
  const layers: DissectedLayer[] = [];
  // All texts at once: to decode one costs more than to read a row.
  const texts = textAt(rows[First.TextLength]!);
  let from = 0;
  for (let at: number = First.Rows; at < end;) {
    const { name, label } = saidBefore(rows, at);
    const text = texts.slice(from, from += rows[at + Word.Units]!);
    // As long as it gets: arrays that grow leave garbage.
    const fields = new Array<DissectedField>(rows[at + Word.Number]!);
    layers.push({ name: name as DissectedLayer['name'], label, offset: rows[at + Word.Offset]!, length: rows[at + Word.Length]!, text, fields });
    at += Word.Row;
    for (let field = 0; field < fields.length; field++, at += Word.Row) {
      const kind = rows[at]! & 7;
      const units = rows[at + Word.Units]!;
      const offset = rows[at + Word.Offset]!;
      const length = rows[at + Word.Length]!;
      const bitMask = rows[at + Word.BitMask]!;
      const number = rows[at + Word.Number]!;
      const { small, name, label, said } = saidBefore(rows, at);
      const text = units > 0 ? texts.slice(from, from += units)
        : kind === Kind.Address ? addressText(offset, length)
        : kind === Kind.Number && small < 0 ? numberText(number, (rows[at]! >> 4) & 15) + said : said;
      const value = kind === Kind.Number ? number >>> 0
        : kind === Kind.Flag ? number !== 0
        : kind === Kind.Bytes ? new Uint8Array(bytes.buffer, bytes.byteOffset + offset, length) : text;
      fields[field] = bitMask === 0 ? { name, label, value, text, offset, length }
        : { name, label, value, text, offset, length, bitMask: bitMask >>> 0 };
    }
  }
  return layers;
}

/** The IPv4 address or hardware address that stands in the module's input. */
function addressText(at: number, length: number): string {
  const end = at + length;
  const low = (input[end - 4]! << 24) | (input[end - 3]! << 16) | (input[end - 2]! << 8) | input[end - 1]!;
  return length === 4 ? ipv4Text(low) : macText((input[at]! << 8) | input[at + 1]!, low);
}

/** A number's 32 bits in so many hexadecimal digits, or decimal where that is none. */
function numberText(bits: number, digits: number): string {
  // The ways around V8's own, of numbers over 2,147,483,647 and of hexadecimal ones, take a third of its time.
  if (digits === 4) return `0x${HEX_PAIR[bits >>> 8]!}${HEX_PAIR[bits & 255]!}`;
  if (digits === 0 && bits >= 0) return `${bits}`;
  const number = bits >>> 0;
  if (digits > 0) return `0x${number.toString(16).padStart(digits, '0')}`;
  const thousands = Math.floor(number / 1000);
  return `${thousands}${`${1000 + number - thousands * 1000}`.slice(1)}`;
}

/** What is the same in all rows that have the same first word, names, state and small number. */
interface Said {
  readonly head: number;
  readonly names: number;
  readonly state: number;
  /** The number, where it is less than 256 or one of few; else -1. */
  readonly small: number;
  readonly name: string;
  readonly label: string;
  /** What the row says of a small number or a flag, or what stands after a larger number. */
  readonly said: string;
}

/** What rows said, in the first free place from the one that follows from their words: the same rows come again and again. */
const memos = /* @__PURE__ */ new Array<Said | undefined>(1 << 12);
let memoCount = 0;

/** What the row at `at` has in common with others. */
function saidBefore(rows: Int32Array, at: number): Said {
  const head = rows[at]!;
  const names = rows[at + Word.Names]!;
  const number = rows[at + Word.Number]!;
  const state = rows[at + Word.State]!;
  const small = number >>> 8 === 0 || ((head & 8) !== 0 && number > 0) ? number : -1;
  let place = Math.imul((names << 8) + small, 0x9e3779b1) >>> 20;
  for (let memo; (memo = memos[place]) !== undefined; place = (place + 1) & 4095) {
    if (memo.head === head && memo.names === names && memo.state === state && memo.small === small) return memo;
  }
  // It stays half empty, so that a free place is near.
  if (memoCount++ === 2048) {
    memos.fill(undefined);
    memoCount = 1;
  }
  return memos[place] = say(head, names, state, small, number);
}

function say(head: number, names: number, state: number, small: number, number: number): Said {
  const [, name, label] = /(\S+) (.*)/.exec(textAt((head >> 8) & 0xffff, names)) as unknown as [string, string, string];
  const kind = head & 7;
  let said = '';
  if (kind === Kind.Flag) said = small === 0 ? 'not set' : 'set';
  if (kind === Kind.Number) {
    const after = textAt(note(head >>> 24, number, state));
    said = (small < 0 ? '' : numberText(small, (head >> 4) & 15)) + ((head & 8) === 0 || after === '' ? after : ` (${after})`);
  }
  return { head, names, state, small, name, label, said };
}

/** Puts each problem at the first field that has its byte, or at the last of all where the problem is that bytes are missing. */
function place(problems: Problem[], fields: DissectedField[]): void {
  for (const problem of problems) {
    const field = fields.find(({ offset, length }) => problem.offset < offset + length) ?? fields.at(-1);
    if (field) (field.problems ??= []).push(problem);
  }
}
