import { HexError } from './errors.js';

/** What a character is, by its code: 0 to 15 a digit's value, else one of these. */
const SEPARATOR = 16;
const OTHER = 17;
const CLASSES = /* @__PURE__ */ classes();

function classes(): Uint8Array {
  const table = new Uint8Array(128).fill(OTHER);
  for (const separator of ' \t\n\v\f\r:-,;._|') table[separator.charCodeAt(0)] = SEPARATOR;
  for (let value = 0; value < 16; value++) {
    table[value.toString(16).charCodeAt(0)] = value;
    table[value.toString(16).toUpperCase().charCodeAt(0)] = value;
  }
  return table;
}

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
export function parseHex(text: string): Uint8Array {
  if (typeof text !== 'string') throw new TypeError('text must be a string');
  const bytes = new Uint8Array(text.length >>> 1);
  let length = 0;
  let at = 0;
  while (at < text.length) {
    const kind = classAt(text, at);
    if (kind === SEPARATOR) {
      at++;
      continue;
    }
    at += prefixLength(text, at);
    const start = at;
    while (at + 1 < text.length) {
      const high = classAt(text, at);
      const low = classAt(text, at + 1);
      if ((high | low) > 15) break;
      bytes[length++] = (high << 4) | low;
      at += 2;
    }
    if (!endsWell(text, start, at)) throw wrongAt(text, start, at);
  }
  return length === bytes.length ? bytes : bytes.slice(0, length);
}

function classAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit < 128) return CLASSES[unit]!;
  return /\s/.test(text[at]!) ? SEPARATOR : OTHER;
}

/** How many characters of `0x`, `\x` or `%` stand at the start of a run of digits. */
function prefixLength(text: string, at: number): number {
  const first = text[at]!;
  if (first === '%') return 1;
  const second = text[at + 1];
  return (first === '0' || first === '\\') && (second === 'x' || second === 'X') ? 2 : 0;
}

/** Whether a run of digits has any, and a separator, the next run's prefix or the end of the text after it. */
function endsWell(text: string, start: number, at: number): boolean {
  if (at === start) return false;
  return at === text.length || classAt(text, at) === SEPARATOR || prefixLength(text, at) > 0;
}

function wrongAt(text: string, start: number, at: number): HexError {
  const kind = at < text.length ? classAt(text, at) : SEPARATOR;
  if (kind === OTHER) return new HexError('hex-character', text, at);
  // A prefix that no digit follows.
  if (kind === SEPARATOR) return new HexError('hex-character', text, start - 1);
  const strange = at + 1 < text.length && classAt(text, at + 1) === OTHER && prefixLength(text, at + 1) === 0;
  return strange ? new HexError('hex-character', text, at + 1) : new HexError('hex-odd', text, at);
}
