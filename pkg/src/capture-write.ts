import { captureCreate, captureDrop, captureInterface, capturePacket, captureTake } from '#wasm/capture-write';
import { checkOptions, foreignBytes, linkNumber } from './arguments.js';
import { array, integer, object, word, wrongKind, wrongValue } from './check.js';
import { put, said } from './engines/capture-write.js';
import { Size } from './layout.js';
import type { CaptureInterface, CapturePacketSpec, Link, OwnBytes, WriteCaptureOptions } from './types.js';

/** A time that is not known. */
const NO_TIME = -(2n ** 63n);
const WORD = 2 ** 32 - 1;
/** So much is written before it is given out. */
const CHUNK = 1 << 16;

const encoder = /* @__PURE__ */ new TextEncoder();
const NOTHING = /* @__PURE__ */ new Uint8Array(0);

/**
 * Writes a capture: pcapng, or pcap. Packets that `readCapture` gave are written as they were, comments and all that the format
 * has room for.
 *
 * @param packets - The packets, in order. Bytes alone are a packet without a time.
 * @param options - The format, and what packets do not say themselves.
 * @returns The file.
 * @throws `TypeError` or `RangeError` for a wrong argument: a time before 1970, or, in pcap, a second link type.
 *
 * @example
 * ```js
 * import { encode, readCapture, writeCapture } from 'drywire';
 *
 * const data = encode({ ipv4: { source: '10.0.0.1', destination: '10.0.0.2' }, udp: { sourcePort: 40000, destinationPort: 53 } });
 * const file = writeCapture([{ data, timestamp: 1_700_000_000_123_456_789n, comment: 'a question' }], { link: 'raw' });
 * for await (const { link, timestamp, comment } of readCapture(file)) {
 *   console.log(link, timestamp, comment); // 101 1700000000123456789n a question
 * }
 * ```
 */
export function writeCapture(packets: Iterable<CapturePacketSpec | Uint8Array>, options: WriteCaptureOptions = {}): OwnBytes {
  if (!isIterable(packets, [Symbol.iterator])) throw wrongKind('packets', 'an iterable of packets; of an asynchronous one, streamCapture writes a file');
  const writer = new Writer(options);
  const parts: Uint8Array[] = [];
  try {
    for (const packet of packets) {
      writer.add(packet);
      if (writer.pending >= CHUNK) parts.push(writer.take());
    }
    parts.push(writer.finish());
  } finally {
    writer.close();
  }
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/**
 * Writes a capture in chunks of some 64 KiB, for those larger than memory: to be piped with `ReadableStream.from(…)`, or Node's
 * `Readable.from(…)` or `pipeline`.
 *
 * @param packets - The packets, in order; a capture that is being read will do.
 * @param options - As for `writeCapture`.
 * @throws While it is iterated: as `writeCapture` does, and what `packets` throws.
 *
 * @example
 * ```js
 * import { readCapture, streamCapture, writeCapture } from 'drywire';
 *
 * const capture = readCapture(writeCapture([Uint8Array.of(0x45)], { link: 'raw' }));
 * let length = 0;
 * for await (const chunk of streamCapture(capture, { format: 'pcap' })) length += chunk.length;
 * console.log(length); // 41
 * ```
 */
export async function* streamCapture(
  packets: AsyncIterable<CapturePacketSpec | Uint8Array> | Iterable<CapturePacketSpec | Uint8Array>,
  options: WriteCaptureOptions = {},
): AsyncGenerator<OwnBytes, void, undefined> {
  if (!isIterable(packets, [Symbol.asyncIterator, Symbol.iterator])) throw wrongKind('packets', 'an iterable of packets');
  const writer = new Writer(options);
  try {
    for await (const packet of packets) {
      writer.add(packet);
      if (writer.pending >= CHUNK) yield writer.take();
    }
    yield writer.finish();
  } finally {
    writer.close();
  }
}

/** Whether something can be iterated over; a text can, but has no packets. */
function isIterable(value: unknown, ways: readonly symbol[]): boolean {
  return typeof value === 'object' && value !== null && ways.some((way) => way in value);
}

class Writer {
  /** About how many bytes wait to be taken. */
  pending = 0;
  readonly #handle: number;
  readonly #isPcapng: boolean;
  readonly #resolution: number;
  readonly #link: Link | undefined;
  readonly #described: readonly Partial<CaptureInterface>[] | undefined;
  /** The link types of the interfaces that were written. */
  readonly #links: number[] = [];

  constructor(options: WriteCaptureOptions) {
    checkOptions(options);
    this.#isPcapng = word(options.format, 'options.format', ['pcap', 'pcapng'], 'pcapng') === 'pcapng';
    const precision = word(options.precision, 'options.precision', ['microseconds', 'nanoseconds'], 'nanoseconds');
    this.#resolution = precision === 'microseconds' ? 6 : 9;
    this.#link = options.link;
    if (options.link !== undefined) linkOf(options.link, 'options.link');
    if (options.interfaces !== undefined) this.#described = array(options.interfaces, 'options.interfaces');
    // Instantiates the module.
    put(NOTHING);
    this.#handle = captureCreate(this.#isPcapng);
  }

  add(given: CapturePacketSpec | Uint8Array): void {
    const alone = foreignBytes(given);
    const packet = alone === undefined ? object(given as CapturePacketSpec, 'packet') : { data: alone };
    const data = foreignBytes(packet.data);
    if (data === undefined) throw wrongKind('packet.data', 'a Uint8Array');
    const original = integer(packet.originalLength, 'packet.', 'originalLength', WORD, data.length);
    const { comment, timestamp } = packet;
    if (timestamp != null && typeof timestamp !== 'bigint') throw wrongKind('packet.timestamp', 'a bigint: nanoseconds since 1970');
    if (timestamp != null && (timestamp < 0n || timestamp >= 2n ** 63n)) throw wrongValue('packet.timestamp', 'from 0 to 2^63 - 1', timestamp);
    if (comment !== undefined && typeof comment !== 'string') throw wrongKind('packet.comment', 'a string');
    const number = this.#interface(packet);
    const note = comment ? encoder.encode(comment) : NOTHING;
    put(data, note);
    told(capturePacket(this.#handle, number, data.length, original, 0, note.length, timestamp ?? NO_TIME), 'packet');
    this.pending += data.length + note.length + 48;
  }

  /** What was written since the last time. */
  take(): OwnBytes {
    captureTake(this.#handle);
    this.pending = 0;
    return said().slice();
  }

  /** The rest, with interfaces that have no packets. A pcap file begins with its link type, whatever follows. */
  finish(): OwnBytes {
    if (this.#isPcapng) this.#describeAll(this.#described?.length ?? 0);
    else if (this.#links.length === 0) this.#interface({});
    return this.take();
  }

  close(): void {
    captureDrop(this.#handle);
  }

  /** The number of a packet's interface, which is written where it was not. */
  #interface(packet: Pick<CapturePacketSpec, 'interface' | 'link'>): number {
    const index = integer(packet.interface, 'packet.', 'interface', WORD);
    const described = this.#described?.[index];
    if (this.#described !== undefined && described === undefined) {
      throw wrongValue('packet.interface', 'an index in options.interfaces', index);
    }
    if (described !== undefined && this.#isPcapng) {
      this.#describeAll(index + 1);
      return index;
    }
    const link = linkOf(described?.link ?? packet.link ?? this.#link, 'packet.link');
    const number = this.#links.indexOf(link);
    return number < 0 ? this.#describe({ ...described, link }) : number;
  }

  /** Writes the first interfaces that are described, as far as they were not. */
  #describeAll(count: number): void {
    while (this.#links.length < count) this.#describe(this.#described![this.#links.length]!);
  }

  #describe({ link = this.#link as number, snapLength, name = '', description = '' }: Partial<CaptureInterface>): number {
    const number = linkOf(link, 'interface.link');
    const texts = [name, description].map((part) => encoder.encode(part)) as [Uint8Array, Uint8Array];
    put(...texts);
    const snap = integer(snapLength, 'interface.', 'snapLength', WORD);
    told(captureInterface(this.#handle, number, snap, this.#resolution, texts[0].length, texts[1].length), 'interface');
    return this.#links.push(number) - 1;
  }
}

/** A LINKTYPE number of 16 bits. */
function linkOf(link: Link | undefined, name: string): number {
  if (link === undefined) throw wrongKind(name, "given, or options.link: 'ethernet', 'raw' …");
  const number = linkNumber(link);
  if (number === Size.LinkAuto || number > 0xffff) throw wrongValue(name, 'one link type', link);
  return number;
}

function told(isWritten: boolean, name: string): void {
  if (isWritten) return;
  throw new RangeError(`${name}: ${new TextDecoder().decode(said())}`);
}
