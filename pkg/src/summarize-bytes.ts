import { inputBytes } from './arguments.js';
import { line, nextOwner } from './summary-line.js';
import type { Input, SummarizeOptions } from './types.js';

/**
 * Says a frame in one line, as tcpdump prints it with `-nn -t`: as `summarize` of `drywire` does, but of bytes alone. What `decode`
 * gave would have to be written first, and nothing here writes.
 *
 * @param input - A frame's bytes, or text in hex as `parseHex` takes it; at most 1,048,576 bytes.
 * @param options - What the first byte belongs to, how long the frame was on the wire, and when it was seen.
 * @returns The line, without a line break.
 * @throws `HexError` for text that is not hex, `TypeError` or `RangeError` for a wrong argument.
 *
 * @example
 * ```js
 * import { summarize } from 'drywire/inspect';
 *
 * const datagram = '4500001c000100004011 66ce 0a000001 0a000002 30390063 0008 0000';
 * console.log(summarize(datagram)); // IP 10.0.0.1.12345 > 10.0.0.2.99: UDP, length 0
 * ```
 */
export function summarize(input: Input, options?: SummarizeOptions): string {
  return line(inputBytes(input), options, 0);
}

/**
 * Says the frames of a capture in their order, as tcpdump does: sequence numbers count from each connection's first. All
 * summarizers together remember 4,096 connections, as those of `drywire` do.
 *
 * @example
 * ```js
 * import { Summarizer } from 'drywire/inspect';
 *
 * const lines = new Summarizer();
 * const segment = '45000028 00010000 40060000 0a000001 0a000002 00630062 00000900 00000800 50100009 00000000';
 * lines.line(segment);
 * console.log(lines.line(segment)); // IP 10.0.0.1.99 > 10.0.0.2.98: Flags [.], ack 1, win 9, length 0
 * ```
 */
export class Summarizer {
  readonly #owner = nextOwner();

  /**
   * Says the next frame.
   *
   * @param input - A frame's bytes, or text in hex.
   * @param options - What the first byte belongs to, how long the frame was on the wire, and when it was seen.
   * @returns The line, without a line break.
   * @throws `HexError` for text that is not hex, `TypeError` or `RangeError` for a wrong argument.
   */
  line(input: Input, options?: SummarizeOptions): string {
    return line(inputBytes(input), options, this.#owner);
  }
}
