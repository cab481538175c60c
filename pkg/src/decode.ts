import { checkOptions, inputBytes, linkNumber } from './arguments.js';
import { flag } from './check.js';
import { PacketError } from './errors.js';
import { readFrame } from './read.js';
import type { DecodeOptions, Input, Packet } from './types.js';

/**
 * Reads one packet. Bytes that make no sense are data, not exceptions: they are listed in `problems`, and what stands
 * before them is decoded.
 *
 * @param input - A frame's bytes, or text in hex as `parseHex` takes it.
 * @param options - What the first byte belongs to, and whether a problem is an error.
 * @returns The packet as plain data. `payload` and `trailer` are views of `input`, not copies; nothing else refers to it.
 * @throws `PacketError` with `strict: true`, for the first problem.
 * @throws `HexError` for text that is not hex.
 * @throws `TypeError` or `RangeError` for a wrong argument.
 *
 * @example
 * ```js
 * import { decode } from 'drywire';
 *
 * const packet = decode('45000028 00004000 40060000 0a000001 0a000002 3039 0050 00000001 00000000 5002ffff 0000 0000');
 * console.log(packet.tcp.destinationPort, packet.tcp.flags.syn); // 80 true
 * console.log(packet.problems.map((problem) => problem.code)); // [ 'checksum-wrong', 'checksum-wrong' ]
 * ```
 */
export function decode(input: Input, options?: DecodeOptions): Packet {
  const bytes = inputBytes(input);
  checkOptions(options);
  const packet = readFrame(bytes, linkNumber(options?.link), true);
  const strict = flag(options?.strict, 'options.strict');
  if (strict && packet.problems.length > 0) throw new PacketError(packet.problems[0]!);
  return packet;
}
