import { memory, summarize as summarizeInput, summaryPointer } from '#wasm/dissect';
import { checkOptions, inputBytes, linkNumber, unknownLink } from './arguments.js';
import { encode } from './encode.js';
import { input, refresh, words } from './engines/dissect.js';
import { Size } from './layout.js';
import type { Input, Packet, SummarizeOptions } from './types.js';

/**
 * Says a frame in one line, as tcpdump prints it with `-nn -t`: sequence numbers as they stand in it. A line follows what the
 * headers claim as far as the bytes go, and says ` [|tcp]` where they end.
 *
 * @param packet - A frame's bytes, text in hex as `parseHex` takes it, or a packet that `decode` gave; at most 1,048,576 bytes.
 * @param options - What the first byte belongs to, how long the frame was on the wire, and when it was seen.
 * @returns The line, without a line break.
 * @throws `HexError` for text that is not hex, `TypeError` or `RangeError` for a wrong argument.
 *
 * @example
 * ```js
 * import { summarize } from 'drywire';
 *
 * const datagram = '4500001c000100004011 66ce 0a000001 0a000002 30390063 0008 0000';
 * console.log(summarize(datagram)); // IP 10.0.0.1.12345 > 10.0.0.2.99: UDP, length 0
 * ```
 */
export function summarize(packet: Packet | Input, options?: SummarizeOptions): string {
  return line(packet, options, 0);
}

/**
 * Says the frames of a capture in their order, as tcpdump does: sequence numbers count from each connection's first. All
 * summarizers together remember 4,096 connections; past those the one that was not seen for longest among a few is forgotten,
 * and its next segment counts as its first.
 *
 * @example
 * ```js
 * import { Summarizer } from 'drywire';
 *
 * const lines = new Summarizer();
 * const segment = '45000028 00010000 40060000 0a000001 0a000002 00630062 00000900 00000800 50100009 00000000';
 * console.log(lines.line(segment)); // IP 10.0.0.1.99 > 10.0.0.2.98: Flags [.], ack 2048, win 9, length 0
 * console.log(lines.line(segment)); // IP 10.0.0.1.99 > 10.0.0.2.98: Flags [.], ack 1, win 9, length 0
 * ```
 */
export class Summarizer {
  readonly #owner = nextOwner();

  /**
   * Says the next frame.
   *
   * @param packet - A frame's bytes, text in hex, or a packet that `decode` gave.
   * @param options - What the first byte belongs to, how long the frame was on the wire, and when it was seen.
   * @returns The line, without a line break.
   * @throws `HexError` for text that is not hex, `TypeError` or `RangeError` for a wrong argument.
   */
  line(packet: Packet | Input, options?: SummarizeOptions): string {
    return line(packet, options, this.#owner);
  }
}

let owners = 0;

/** Numbers from 1 on: 0 stands for nobody. */
function nextOwner(): number {
  owners = (owners % 0xffff_ffff) + 1;
  return owners;
}

const decoder = /* @__PURE__ */ new TextDecoder();

function line(packet: Packet | Input, options: SummarizeOptions | undefined, owner: number): string {
  const bytes = bytesOf(packet);
  checkOptions(options);
  if (bytes.length > Size.InputLength) throw new RangeError(`input must have at most ${Size.InputLength} bytes`);
  const whole = options?.originalLength ?? bytes.length;
  if (typeof whole !== 'number') throw new TypeError('options.originalLength must be a number');
  if (!Number.isInteger(whole) || whole < 0 || whole > 0xffff_ffff) {
    throw new RangeError(`options.originalLength must be a length in bytes, not ${whole}`);
  }
  const link = linkNumber(options?.link);
  const time = timeOf(options?.timestamp);
  if (words.length === 0) refresh();
  input.set(bytes);
  const length = summarizeInput(bytes.length, link, whole, owner);
  if (length < 0) throw unknownLink(link);
  return time + decoder.decode(new Uint8Array(memory().buffer, summaryPointer(), length));
}

/** A packet's bytes: what it was decoded from, where nothing in it was changed. */
function bytesOf(packet: Packet | Input): Uint8Array {
  const isPacket = typeof packet === 'object' && packet !== null && 'layers' in packet;
  return isPacket ? encode(packet) : inputBytes(packet);
}

/** The time of day in UTC, as tcpdump has it before a line, and a space. */
function timeOf(timestamp: SummarizeOptions['timestamp']): string {
  if (timestamp === undefined) return '';
  const { seconds, nanoseconds } = typeof timestamp === 'number'
    ? { seconds: Math.floor(timestamp / 1000), nanoseconds: Math.round((timestamp - Math.floor(timestamp / 1000) * 1000) * 1e6) }
    : Object(timestamp) as Exclude<typeof timestamp, number>;
  if (!Number.isFinite(seconds) || !Number.isFinite(nanoseconds)) {
    throw new TypeError('options.timestamp must be milliseconds, or have seconds and nanoseconds');
  }
  const two = (number: number) => String(Math.floor(number) % 60).padStart(2, '0');
  const day = ((seconds % 86_400) + 86_400) % 86_400;
  const micros = String(Math.floor(nanoseconds / 1000)).padStart(6, '0');
  return `${String(Math.floor(day / 3600)).padStart(2, '0')}:${two(day / 60)}:${two(day)}.${micros} `;
}
