/** Where packets come from: hex and dumps in arguments, files and standard input; captures in files and standard input. */
import { createReadStream, statSync } from 'node:fs';
import { CaptureError, DumpError, HexError, type Filter, parseDump, parseHex, readCapture, sniff } from '../index.js';
import type { DumpFormat, DumpedPacket, Link } from '../types.js';
import { Failure, tell } from './failure.js';
import { progress } from './progress.js';

/** A packet, wherever it came from. */
export interface Item {
  number: number;
  data: Uint8Array;
  link: Link;
  /** Its length on the wire. */
  originalLength: number;
  /** When it was captured; `null` where nothing says so. */
  time: { seconds: number; nanoseconds: number } | null;
  /** The same in nanoseconds since 1970, where the date is known. A time without a zone is taken for UTC. */
  timestamp: bigint | null;
  comment?: string;
}

/** What was given, once it is clear what it is. */
export interface Input {
  /** What to call it in messages. */
  name: string;
  isCapture: boolean;
  /** The packets, one after another. What is wrong is told on standard error as it is met. */
  items: () => AsyncIterable<Item> | Iterable<Item>;
}

/** How to read what is given. */
export interface InputOptions {
  /** What each packet's first byte belongs to; `'auto'` for what the capture or the dump says. */
  link: Link;
  /** The dump's format. */
  from: DumpFormat | undefined;
  /** Which packets are wanted; absent for all. They keep their numbers. */
  filter: Filter | undefined;
}

/** Opens what the arguments name: standard input, a file, or text in one argument or several. */
export async function open(args: readonly string[], options: InputOptions, command: string): Promise<Input> {
  const input = await whole(args, options, command);
  const { filter } = options;
  if (filter === undefined) return input;
  const items = input.items;
  return { ...input, name: `${input.name}, filtered`, items: () => input.isCapture ? wanted(items(), filter) : (items() as Item[]).filter((item) => wants(filter, item)) };
}

async function* wanted(items: AsyncIterable<Item> | Iterable<Item>, filter: Filter): AsyncGenerator<Item> {
  for await (const item of items) if (wants(filter, item)) yield item;
}

function wants(filter: Filter, { data, link, originalLength }: Item): boolean {
  try {
    return filter.matches(data, { link, originalLength });
  } catch (error) {
    // Of a link type that is not read, nothing is known.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

async function whole(args: readonly string[], options: InputOptions, command: string): Promise<Input> {
  const [first] = args;
  if (first === undefined) throw new Failure(`${command} what? Give hex, a dump, a file, or - for standard input`, 2);
  if (args.length > 1) return dump(args.join(' '), 'the arguments', options);
  if (first === '-') return content('standard input', process.stdin, options);
  // Hex is often longer than a path may be: then there is no such file.
  const stat = statSync(first, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) throw new Failure(`${first} is a folder: name a file in it`, 1);
  if (stat !== undefined) return content(first, createReadStream(first, { highWaterMark: 1 << 18 }), options, stat.size);
  return dump(first, undefined, options);
}

/** A file's content, by what it begins with: a capture, a text, or a packet's own bytes. */
async function content(name: string, stream: AsyncIterable<Uint8Array>, options: InputOptions, size?: number): Promise<Input> {
  const iterator = stream[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const more = async (): Promise<boolean> => {
    const { done, value } = await iterator.next();
    if (done === true) return false;
    chunks.push(value);
    length += value.length;
    return true;
  };
  while (length < 4 && await more());
  const { from, link } = options;
  if (sniff(Buffer.concat(chunks).subarray(0, 4)).kind === 'capture') {
    if (from !== undefined) throw new Failure(`${name} begins as a capture does, and --from is for dumps: leave it out`, 1);
    return { name, isCapture: true, items: () => captured(name, again(chunks, iterator), options, size) };
  }
  while (await more());
  const bytes = new Uint8Array(Buffer.concat(chunks));
  const found = sniff(bytes, { link });
  if (found.kind === 'text') return dump(found.text, name, options);
  if (found.kind === 'packet') return { name, isCapture: false, items: () => [item(bytes, 1, found.link)] };
  throw await refusal(name, bytes);
}

/** The reader of captures knows other kinds of files by name. */
async function refusal(name: string, bytes: Uint8Array): Promise<Failure> {
  const error = await readCapture(bytes)[Symbol.asyncIterator]().next().catch((reason: unknown) => reason);
  if (error instanceof CaptureError && error.code !== 'not-a-capture') return new Failure(`${name}: ${error.message}`, 1);
  const isShort = sniff(bytes, { link: 'ethernet' }).kind === 'packet';
  const why = isShort ? 'nor by its bytes a packet: --link ethernet reads it as one' : 'and longer than any packet';
  return new Failure(`${name} is neither a capture (pcap or pcapng), nor a dump, ${why}`, 1);
}

/** Chunks that were read already, and then the others. */
async function* again(chunks: readonly Uint8Array[], iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
  for (let next; (next = await iterator.next()).done !== true;) yield next.value;
}

async function* captured(name: string, chunks: AsyncIterable<Uint8Array>, options: InputOptions, size: number | undefined): AsyncGenerator<Item> {
  const { show, clear } = progress(process.stderr, process.stdout);
  const onProgress = (state: { bytes: number; packets: number }): void => show(size === undefined ? state : { ...state, total: size });
  const capture = readCapture(chunks, { onProgress });
  try {
    for await (const packet of capture) {
      const { number, data, originalLength, timestamp, comment } = packet;
      const time = timestamp === null ? null : split(timestamp);
      const link = options.link === 'auto' ? packet.link : options.link;
      yield { number, data, link, originalLength, time, timestamp, ...(comment === undefined ? {} : { comment }) };
    }
  } finally {
    clear();
    for (const { offset, message } of capture.problems) tell(`${name} at byte ${offset}: ${message}`);
    const more = capture.problemCount - capture.problems.length;
    if (more > 0) tell(`${name}: ${more} more such problems before the last one`);
  }
}

function split(timestamp: bigint): { seconds: number; nanoseconds: number } {
  const nanoseconds = ((timestamp % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return { seconds: Number((timestamp - nanoseconds) / 1_000_000_000n), nanoseconds: Number(nanoseconds) };
}

/** A text in whatever shape. `name` is absent for an argument, which may have been meant to be a file. */
function dump(text: string, name: string | undefined, options: InputOptions): Input {
  const packets = dumped(text, name, options);
  return { name: name ?? 'the argument', isCapture: false, items: () => packets };
}

function dumped(text: string, name: string | undefined, { link, from }: InputOptions): Item[] {
  const source = name ?? 'the argument';
  const hex = from === undefined ? attempt(() => parseHex(text), HexError) : undefined;
  if (hex instanceof Uint8Array && hex.length === 0) return [];
  const read = attempt(() => parseDump(text, { format: from, link }), DumpError);
  if (read instanceof DumpError) {
    // A number of digits that is odd, and other faults of hex alone, are said by who reads hex alone.
    if (hex instanceof Uint8Array) return [item(hex, 1, link)];
    if (read.code === 'not-a-dump' && hex instanceof HexError) throw new Failure(notHex(hex, name), 1);
    throw new Failure(`${source}${placeIn(text, read.end === 0 ? undefined : read.start)}: ${plain(read)}`, 1);
  }
  // Hex that is asked for may be short.
  const isPlain = read.format === 'hex' && read.packets.length === 1 && hex instanceof Uint8Array;
  for (const { code, message, start } of isPlain ? [] : read.warnings) tell(`${source}${placeIn(text, start)}: ${message} (${code})`);
  return read.packets.map((packet, index) => dumpedItem(packet, index + 1));
}

function notHex(error: HexError, name: string | undefined): string {
  return name === undefined ? `not hex, and there is no file of this name: ${error.message}` : `${name}: ${error.message}`;
}

/** The message without the place, which is said as line and column. */
function plain({ message }: DumpError): string {
  return message.replace(/ \(from character \d+ of the text\)$/, '');
}

function attempt<T, E>(call: () => T, kind: abstract new (...args: never[]) => E): T | E {
  try {
    return call();
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
}

function placeIn(text: string, at: number | undefined): string {
  if (at === undefined) return '';
  const before = text.slice(0, at).split('\n');
  const column = `column ${before.at(-1)!.length + 1}`;
  return text.trimEnd().includes('\n') ? ` at line ${before.length}, ${column}` : ` at ${column}`;
}

function dumpedItem({ data, link, timestamp }: DumpedPacket, number: number): Item {
  const { seconds, nanoseconds } = timestamp ?? { seconds: 0, nanoseconds: 0 };
  const isDated = timestamp !== undefined && timestamp.clock !== 'time-of-day';
  return {
    number, data, link, originalLength: data.length,
    time: timestamp === undefined ? null : { seconds, nanoseconds },
    timestamp: isDated ? BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds) : null,
  };
}

function item(data: Uint8Array, number: number, link: Link): Item {
  return { number, data, link, originalLength: data.length, time: null, timestamp: null };
}
