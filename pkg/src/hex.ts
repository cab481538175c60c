import { byteAt } from './address.js';
import { wrongKind } from './check.js';
import { HexError } from './errors.js';
import type { OwnBytes } from './types.js';

const SEPARATOR = '\\s:\\-,;._|';
const PREFIX = '(?:0x|\\\\x|%)';
/**
 * Pairs with what may stand around them, a digit that lacks its pair, separators alone, or what ends in a character that is none of
 * these: so many at a time as regular expressions take of any text.
 */
const TOKEN = /* @__PURE__ */ new RegExp(
  `${PREFIX}?(?:((?:[0-9a-f]{2}){1,4096})[${SEPARATOR}]*|([0-9a-f])(?=[${SEPARATOR}]|${PREFIX}|$))|[${SEPARATOR}]+`
    + `|${PREFIX}?[0-9a-f]?([^${SEPARATOR}])`, 'gi',
);

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
  for (const { 0: token, 1: pairs = '', 2: lone, 3: wrong, index } of text.matchAll(TOKEN)) {
    if (lone ?? wrong) throw new HexError(lone ? 'hex-odd' : 'hex-character', text, index + token.length - 1);
    for (let at = 0; at < pairs.length; at += 2) bytes[length++] = byteAt(pairs, at);
  }
  return bytes.slice(0, length);
}
