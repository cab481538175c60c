import { checkOptions, inputBytes, linkNumber, unknownLink } from './arguments.js';
import { compile, matches, select } from './engines/filter.js';
import { Size } from './layout.js';
import type { FilterOptions, Input, SelectOptions } from './types.js';

/**
 * What `compileFilter` throws: the text is no filter.
 *
 * @example
 * ```js
 * import { compileFilter, FilterError } from 'drywire';
 *
 * try {
 *   compileFilter('tcp.port == http');
 * } catch (error) {
 *   console.log(error instanceof FilterError, error.code, error.offset, error.length); // true expected-number 12 4
 * }
 * ```
 */
export class FilterError extends SyntaxError {
  /** A stable name in kebab-case for what is wrong: `'expected-value'`, `'unknown-name'` … */
  readonly code: string;
  /** Where it begins, as an index into the text. */
  readonly offset: number;
  /** How much of the text it takes; 0 where something is missing. */
  readonly length: number;

  /** Makes an error of what is wrong at a place of a text. */
  constructor(code: string, sentence: string, offset: number, length: number) {
    super(`at character ${offset + 1}: ${sentence}`);
    this.name = 'FilterError';
    this.code = code;
    this.offset = offset;
    this.length = length;
  }
}

/**
 * Reads a display filter in Wireshark's language: names of fields and protocols as `dissect` has them; `==` (`eq`), `!=` (`ne`),
 * `>`, `<`, `>=`, `<=`, `contains`, `in {80, 443, 8000..8100}`, `&` for bits; `and` (`&&`), `or` (`||`), `not` (`!`), parentheses;
 * networks (`ip.addr == 10.0.0.0/8`) and slices (`eth.src[0:3] == 00:10:db`).
 *
 * As in Wireshark, a name alone asks whether it is there, also for a flag: `tcp.flags.syn` is in every segment,
 * `tcp.flags.syn == 1` in a SYN. `!=` holds where no field of that name is equal. Not there: regular expressions (`matches`),
 * functions, arithmetic, a name on the right, and what needs other frames, such as `tcp.stream`.
 *
 * @param text - The expression: at most 4,096 bytes and 64 tests.
 * @returns The filter, to be asked of any number of frames.
 * @throws `FilterError` where it is none, with what was expected where; `TypeError` where it is no string.
 *
 * @example
 * ```js
 * import { compileFilter } from 'drywire';
 *
 * const filter = compileFilter('udp.port == 53 && ip.src == 10.0.0.0/8');
 * console.log(filter.matches('4500001c000100004011 66ce 0a000001 0a000002 30390035 0008 bb81')); // true
 * ```
 */
export function compileFilter(text: string): Filter {
  return new Filter(text);
}

/** A display filter, as `compileFilter` makes it. It holds no memory that would have to be released. */
export class Filter {
  /** The expression. */
  readonly text: string;
  readonly #bytes: Uint8Array;
  readonly #slot = slots++ % SLOTS;

  /** Reads an expression: `compileFilter` does the same. */
  constructor(text: string) {
    if (typeof text !== 'string') throw new TypeError('text must be a string');
    this.text = text;
    this.#bytes = encoder.encode(text);
    this.#load();
  }

  /**
   * Whether a frame is wanted.
   *
   * @param input - A frame's bytes, or text in hex as `parseHex` takes it.
   * @param options - What the first byte belongs to, and how long the frame was on the wire.
   * @throws `HexError` for text that is not hex, `TypeError` or `RangeError` for a wrong argument.
   */
  matches(input: Input, options?: FilterOptions): boolean {
    const bytes = inputBytes(input);
    checkOptions(options);
    const link = linkNumber(options?.link);
    const whole = length(options?.originalLength ?? bytes.length, 'originalLength');
    if (bytes.length > Size.InputLength) throw new RangeError(`input must have at most ${Size.InputLength} bytes`);
    const answer = matches(this.#load(), bytes, link, whole);
    if (answer === undefined) throw unknownLink(link);
    return answer;
  }

  /**
   * Which frames of a capture are wanted: many at once, as `PacketTable.append` takes them.
   *
   * @param data - The bytes that the frames are in.
   * @param bounds - Where they are: offset, length, offset, length …
   * @param options - What their first bytes belong to, and how long they were on the wire.
   * @returns The numbers of those that are wanted, from 0 and in order.
   * @throws `TypeError` or `RangeError` for a wrong argument.
   *
   * @example
   * ```js
   * import { compileFilter, parseHex } from 'drywire';
   *
   * const datagram = parseHex('4500001c000100004011 66ce 0a000001 0a000002 30390035 0008 bb81');
   * console.log(compileFilter('udp').select(datagram, Uint32Array.of(0, 28))); // Uint32Array(1) [ 0 ]
   * ```
   */
  select(data: Uint8Array, bounds: Uint32Array, options?: SelectOptions): Uint32Array {
    if (!(data instanceof Uint8Array)) throw new TypeError('data must be a Uint8Array');
    if (!(bounds instanceof Uint32Array)) throw new TypeError('bounds must be a Uint32Array');
    checkOptions(options);
    const link = linkNumber(options?.link);
    const lengths = options?.originalLengths;
    if (bounds.length % 2 !== 0) throw new RangeError('bounds must have an offset and a length for each frame');
    if (lengths !== undefined && lengths?.length !== bounds.length / 2) {
      throw new RangeError('options.originalLengths must have a length for each frame');
    }
    const wanted: number[] = [];
    for (let first = 0, next = 0; first * 2 < bounds.length; first = next) {
      next = this.#chunk(data, bounds, first);
      const base = bounds[first * 2]!;
      const frames = new Uint32Array((next - first) * 3);
      let end = base;
      for (let index = first; index < next; index++) {
        const [at, size] = [bounds[index * 2]!, bounds[index * 2 + 1]!];
        frames.set([at - base, size, lengths?.[index] ?? size], (index - first) * 3);
        end = Math.max(end, at + size);
      }
      const answers = select(this.#load(), data.subarray(base, end), frames, link);
      if (answers === undefined) throw unknownLink(link);
      for (let index = first; index < next; index++) if (answers[(index - first) * 3 + 2] === 1) wanted.push(index);
    }
    return Uint32Array.from(wanted);
  }

  /** Where the frames end that cross together with the one at `first`: those that stand after it, within 1 MiB. */
  #chunk(data: Uint8Array, bounds: Uint32Array, first: number): number {
    const base = bounds[first * 2]!;
    let next = first;
    for (; next * 2 < bounds.length && next - first < CHUNK; next++) {
      const [at, size] = [bounds[next * 2]!, bounds[next * 2 + 1]!];
      if (at + size > data.length) throw new RangeError(`bounds: frame ${next} ends beyond the data`);
      if (size > Size.InputLength) throw new RangeError(`bounds: frame ${next} must have at most ${Size.InputLength} bytes`);
      if (next > first && (at < base || at + size - base > Size.InputLength)) break;
    }
    return next;
  }

  /** The number under which the module has this filter, which another may have taken since. */
  #load(): number {
    if (owners[this.#slot] !== this) {
      const fault = compile(this.#slot, this.#bytes);
      if (fault) {
        const index = decoder.decode(this.#bytes.subarray(0, fault.offset)).length;
        const end = decoder.decode(this.#bytes.subarray(0, fault.offset + fault.length)).length;
        throw new FilterError(fault.code, fault.sentence, index, end - index);
      }
      owners[this.#slot] = this;
    }
    return this.#slot;
  }
}

/** So many filters the module keeps; so many frames cross at once. */
const SLOTS = 16;
const CHUNK = 4096;
const owners: (Filter | undefined)[] = [];
let slots = 0;

const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder();

function length(value: unknown, name: string): number {
  if (typeof value !== 'number') throw new TypeError(`options.${name} must be a number`);
  if (Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff) return value;
  throw new RangeError(`options.${name} must be a length in bytes, not ${value}`);
}
