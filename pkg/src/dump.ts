import { LINK_TYPES, checkOptions, inputBytes, linkNumber, linkType } from './arguments.js';
import { wrongKind } from './check.js';
import { FAULTS, FORMATS } from './dump-layout.js';
import { formatNumber } from './dump-format.js';
import { bytes, numbers, parse, weigh } from './engines/dump.js';
import { Size } from './layout.js';
import { filled } from './problems.js';
import type {
  Dump, DumpWarning, DumpedPacket, Input, Link, LinkGuess, OwnBytes, ParseDumpOptions,
} from './types.js';

const CLOCKS = ['epoch', 'local', 'time-of-day'] as const;

/** No format, or none of the link types. */
const NONE = Size.LinkAuto;
/** A text takes some ten times its size while it is read. */
const LONGEST = 1 << 26;

/** Words of a packet and of a note: `src/wasm/dump.rs`. */
const WORDS = 6;

/**
 * What `parseDump` throws: nothing in the text is a dump, or what is there cannot be read without guessing.
 *
 * @example
 * ```js
 * import { parseDump, DumpError } from 'drywire';
 *
 * try {
 *   parseDump('<Buffer 45 00 ... 28 more bytes>');
 * } catch (error) {
 *   console.log(error instanceof DumpError, error.code, error.start, error.end); // true cut-short 14 20
 * }
 * ```
 */
export class DumpError extends SyntaxError {
  /** A stable name in kebab-case: `'cut-short'`, `'odd-digits'`, `'not-a-dump'` … */
  declare readonly code: string;
  /** Where it begins in the text, in UTF-16 units; 0 where it is about all of the text. */
  declare readonly start: number;
  /** Where it ends; 0 where it is about all of the text. */
  declare readonly end: number;

  /** Makes an error of what is wrong with a text. */
  constructor({ code, message, start, end }: DumpWarning) {
    super(end === 0 ? message : `${message} (from character ${start} of the text)`);
    Object.assign(this, { name: 'DumpError', code, start, end });
  }
}

/**
 * Reads packets from text, as it stands in a terminal, a mail or a program: what tcpdump, tshark, xxd, hexdump and od print,
 * literals of C, Go, Python and JavaScript, base64, hex in any shape. Columns of text are never taken for data; words of
 * little-endian machines are swapped back, with a warning; what was cut short is refused.
 *
 * @param text - The text, with prompts, mail quotes and other lines around the dump; at most 67,108,864 characters.
 * @param options - The format and the link type, where they are known.
 * @returns The packets, each with its bytes, where they stood in the text, its time and its link type. Plain data.
 * @throws `DumpError` (a `SyntaxError`) where no packet can be read; `TypeError` or `RangeError` for a wrong argument.
 *
 * @example
 * ```js
 * import { decode, parseDump } from 'drywire';
 *
 * const { format, packets } = parseDump(`
 * 10:50:09.891237 IP 10.0.0.1 > 10.0.0.2: ICMP echo request
 *     0x0000:  4500 001c 0000 4000 4001 26df 0a00 0001  E.....@.@.&.....
 *     0x0010:  0a00 0002 0800 f7ff 0000 0000            ............
 * `);
 * console.log(format, packets.length, packets[0].link, packets[0].guess.confidence); // tcpdump 1 raw 90
 * console.log(decode(packets[0].data, { link: packets[0].link }).ipv4.source); // 10.0.0.1
 * ```
 */
export function parseDump(text: string, options?: ParseDumpOptions): Dump {
  if (typeof text !== 'string') throw wrongKind('text', 'a string');
  if (text.length > LONGEST) throw new RangeError(`text must have at most ${LONGEST} characters`);
  checkOptions(options);
  const format = options?.format === undefined ? NONE : formatNumber(options.format, 'options.format');
  const link = options?.link;
  linkNumber(link);
  const narrow = textBytes(text);
  const [number, packetCount, noteCount, data, places, packetsAt, notesAt] = parse(narrow.bytes, format) as unknown as number[];
  const warnings = records(notesAt!, noteCount!).map(words => readWarning(words, narrow));
  if (packetCount === 0) throw new DumpError(warnings.find(({ refused }) => refused)!);
  let start = 0;
  const copies = records(packetsAt!, packetCount!).map(words => {
    const length = words[0]! - start;
    const copy = { words, data: bytes(data! + start, length), places: numbers(places! + 8 * start, 2 * length) };
    start += length;
    return copy;
  });
  // Bytes are weighed where the text was: by now nothing of it is needed there.
  const packets = copies.map(copy => readPacket(copy.words, copy.data, widen(copy.places, narrow), link));
  return { format: FORMATS[number!]!, packets, warnings: warnings.sort((one, other) => one.start - other.start) };
}

/**
 * Says which link type a frame's bytes speak for, by what its headers announce, versions, lengths and checksums; how clearly;
 * and which is next. It is what `decode` takes for `link: 'auto'`.
 *
 * @param input - A frame's bytes, or text in hex as `parseHex` takes it.
 *
 * @example
 * ```js
 * import { guessLink } from 'drywire';
 *
 * const { link, confidence, runnerUp } = guessLink('45000014000000004006 66e3 0a000001 0a000001');
 * console.log(link, confidence, runnerUp); // raw 90 null
 * ```
 */
export function guessLink(input: Input): LinkGuess {
  return readGuess(weigh(inputBytes(input)));
}

/**
 * One byte for each UTF-16 unit, as `src/dump/narrow.rs` has it: nothing outside of ASCII means anything, but that there are
 * other blanks, the lines of boxes, and `…`. What colours a terminal is left out.
 */
function textBytes(text: string): Narrow {
  const bytes = new Uint8Array(text.length);
  const starts: number[] = [];
  const colour = /\x1b\[[\d;]*m/y;
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    colour.lastIndex = at;
    if (unit === 27 && colour.test(text)) {
      at = colour.lastIndex - 1;
      continue;
    }
    // Positions are the same up to the first colour.
    if (length < at) starts[length] = at;
    bytes[length++] = unit < 128 ? unit : byteOf(text[at]!);
  }
  return { bytes: bytes.subarray(0, length), starts };
}

function byteOf(character: string): number {
  if (/[│┊]/.test(character)) return 124;
  if (character === '…') return 0x85;
  return /[\s\u2500-\u257f]/.test(character) ? 32 : 255;
}

/** A text in bytes, and where those that moved stood in it. */
interface Narrow {
  bytes: Uint8Array;
  starts: number[];
}

/** Places in the bytes become places in the text: first and behind the last, by turns. */
function widen(places: Uint32Array, { starts }: Narrow): Uint32Array {
  if (starts.length === 0) return places;
  return places.map((place, index) => (index % 2 === 0 || place === 0 ? starts[place] ?? place : (starts[place - 1] ?? place - 1) + 1));
}

/** The words of packets or notes. */
function records(pointer: number, count: number): Uint32Array[] {
  return Array.from({ length: count }, (_, index) => numbers(pointer + 4 * WORDS * index, WORDS));
}

function readPacket(words: Uint32Array, data: OwnBytes, places: Uint32Array, asked: Link | undefined): DumpedPacket {
  const [, named, clock, nanoseconds, low, high] = words as unknown as number[];
  const guess = readGuess(weigh(data));
  const said = linkType(named!) ?? guess.link;
  const packet: DumpedPacket = { data, link: asked === undefined || asked === 'auto' ? said : asked, guess, places };
  if (clock !== 0) packet.timestamp = { clock: CLOCKS[clock! - 1]!, seconds: high! * 2 ** 32 + low!, nanoseconds: nanoseconds! };
  return packet;
}

function readGuess([link, confidence, other, weight]: Uint32Array): LinkGuess {
  const runnerUp = other === NONE ? null : { link: LINK_TYPES[other!]!, confidence: weight! };
  return { link: LINK_TYPES[link!]!, confidence: confidence!, runnerUp };
}

function readWarning(words: Uint32Array, narrow: Narrow): DumpWarning {
  const [number, a, b, , , refused] = words as unknown as number[];
  const [start, end] = widen(words.subarray(3, 5), narrow);
  const [, code, sentence] = /(\S+) (.*)/.exec(FAULTS[number!]!) as unknown as [string, string, string];
  const message = filled(sentence.replace('{c}', String.fromCharCode(a!)).replace('{f}', FORMATS[a!]!), a!, b!);
  return { code, message, start: start!, end: end!, refused: refused === 1 };
}
