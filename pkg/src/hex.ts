import { byteAt } from './address.js';
import { wrongKind } from './check.js';
import { HexError } from './errors.js';
import type { OwnBytes } from './types.js';

const SEPARATOR = '[\\s:\\-,;._|]';
const PREFIX = '0x|\\\\x|%';
/** Pairs with what may stand around them, or separators alone: so many at a time as regular expressions take of any text. */
const TOKEN = /* @__PURE__ */ new RegExp(`(?:${PREFIX})?((?:[0-9a-f]{2}){1,4096})${SEPARATOR}*|${SEPARATOR}+`, 'iy');

/**
 * Reads bytes from text in hex. Digits come in pairs; pairs may run together or stand apart with any of whitespace and
 * `: - , ; . _ |`; a run of digits may begin with `0x`, `\x` or `%`. Upper and lower case are the same.
 *
 * @param text - The text. Empty text, or separators alone, gives no bytes.
 * @returns The bytes, in an array of their own.
 * @throws `HexError` (a `SyntaxError`) for any other character and for a run of an odd number of digits; it names line
 * and column.
 * @throws `TypeError` when `text` is not a string.
 *
 * @example
 * ```js
 * import { parseHex } from 'drywire';
 *
 * console.log(parseHex('4500 001c')); // Uint8Array(4) [ 69, 0, 0, 28 ]
 * console.log(parseHex('45:00:00:1C')); // Uint8Array(4) [ 69, 0, 0, 28 ]
 * console.log(parseHex('0x45, 0x00, 0x00, 0x1c')); // Uint8Array(4) [ 69, 0, 0, 28 ]
 * ```
 */
export function parseHex(text: string): OwnBytes {
  if (typeof text !== 'string') throw wrongKind('text', 'a string');
  const bytes = new Uint8Array(text.length >>> 1);
  let length = 0;
  let end = 0;
  for (let token; (token = TOKEN.exec(text)) !== null; end = TOKEN.lastIndex) {
    const digits = token[1] ?? '';
    for (let at = 0; at < digits.length; at += 2) bytes[length++] = byteAt(digits, at);
  }
  if (end < text.length) throw wrongAt(text, end);
  return bytes.slice(0, length);
}

/** What is wrong where neither separators nor pairs stand: a lone digit, or none, before the end of its run or a strange character. */
function wrongAt(text: string, at: number): HexError {
  const run = new RegExp(`^(${PREFIX})?([0-9a-f]?)(?:(${SEPARATOR}|${PREFIX}|$)|)`, 'i');
  const [, prefix = '', digit = '', end] = run.exec(text.slice(at))!;
  const place = at + prefix.length;
  if (end === undefined) return new HexError('hex-character', text, place + digit.length);
  return digit === '' ? new HexError('hex-character', text, place - 1) : new HexError('hex-odd', text, place);
}
