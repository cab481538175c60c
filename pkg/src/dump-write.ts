import { checkOptions, inputBytes, linkNumber } from './arguments.js';
import { formatNumber } from './dump-format.js';
import { write } from './engines/dump-write.js';
import type { FormatDumpOptions, Input, WrittenFormat } from './types.js';

/**
 * Writes bytes as text that `parseDump` reads back to the same bytes, where it is told the format: a few bytes in base64, or base64
 * that happens to be nothing but hex digits, look like something else.
 *
 * @param input - A packet's bytes, or text in hex as `parseHex` takes it.
 * @param format - `'tcpdump'` (as tcpdump -X), `'xxd'`, `'c-array'`, `'hex'`, `'base64'`, `'python-bytes'`, `'scapy'` and others.
 * @param options - What the first byte belongs to, for `'scapy'`.
 * @returns The text.
 * @throws `RangeError` for a format that is read only; `HexError` for text that is not hex.
 *
 * @example
 * ```js
 * import { formatDump } from 'drywire';
 *
 * console.log(formatDump('4500001c6162', 'xxd').trimEnd()); // 00000000: 4500 001c 6162                           E...ab
 * console.log(formatDump('4500001c6162', 'scapy')); // IP(b'E\x00\x00\x1cab')
 * ```
 */
export function formatDump(input: Input, format: WrittenFormat, options?: FormatDumpOptions): string {
  const data = inputBytes(input);
  checkOptions(options);
  const text = write(data, formatNumber(format, 'format'), linkNumber(options?.link));
  if (text === undefined) throw new RangeError(`format '${format}' is read, and not written`);
  return text;
}
