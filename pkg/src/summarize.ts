import { inputBytes } from './arguments.js';
import { encode } from './encode.js';
import { line, nextOwner } from './summary-line.js';
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
  return line(bytesOf(packet), options, 0);
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
    return line(bytesOf(packet), options, this.#owner);
  }
}

/** A packet's bytes: what it was decoded from, where nothing in it was changed. */
function bytesOf(packet: Packet | Input): Uint8Array {
  const isPacket = typeof packet === 'object' && packet !== null && 'layers' in packet;
  return isPacket ? encode(packet) : inputBytes(packet);
}
