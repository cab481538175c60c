import { dissect as dissectInput, dissectionPointer } from '#wasm';
import { checkOptions, inputBytes, linkNumber, unknownLink } from './arguments.js';
import { buffer, input, refresh, words } from './engine.js';
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

function dissectBytes(bytes: Uint8Array, link: number): Dissection {
  if (bytes.length > Size.InputLength) throw new RangeError(`input must have at most ${Size.InputLength} bytes`);
  if (words.length === 0) refresh();
  input.set(bytes);
  if (!dissectInput(bytes.length, link)) throw unknownLink(link);
  // The dissection may have made the memory grow.
  if (words.length === 0) refresh();
  const problems = readProblems(words);
  const reader = new Reader(bytes, problems);
  const linkType = LINK_TYPES[reader.word()]!;
  return { link: linkType, layers: reader.list(() => reader.layer()), problems, bytes };
}

const decoder = /* @__PURE__ */ new TextDecoder();

/** Reads the words of a dissection, one after the other. */
class Reader {
  readonly #bytes: Uint8Array;
  readonly #problems: readonly Problem[];
  readonly #words = new Uint32Array(buffer(), dissectionPointer());
  #at = 0;

  constructor(bytes: Uint8Array, problems: readonly Problem[]) {
    this.#bytes = bytes;
    this.#problems = problems;
  }

  word(): number {
    return this.#words[this.#at++]!;
  }

  list<T>(item: () => T): T[] {
    return Array.from({ length: this.word() }, item);
  }

  text(): string {
    const pointer = this.word();
    return decoder.decode(new Uint8Array(buffer(), pointer, this.word()));
  }

  layer(): DissectedLayer {
    const name = this.text() as DissectedLayer['name'];
    const label = this.text();
    const text = this.text();
    const offset = this.word();
    const length = this.word();
    return { name, label, offset, length, text, fields: this.list(() => this.field()) };
  }

  field(): DissectedField {
    const name = this.text();
    const label = this.text();
    const text = this.text();
    const offset = this.word();
    const length = this.word();
    const bitMask = this.word();
    const value = this.value(offset, length);
    const problems = this.list(() => this.#problems[this.word()]!);
    const field: DissectedField = { name, label, value, text, offset, length };
    if (bitMask !== 0) field.bitMask = bitMask;
    if (problems.length > 0) field.problems = problems;
    return field;
  }

  value(offset: number, length: number): DissectedField['value'] {
    const kind = this.word();
    if (kind === 2) return this.text();
    const number = this.word();
    this.#at++;
    if (kind === 0) return number;
    return kind === 1 ? number !== 0 : new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + offset, length);
  }
}
