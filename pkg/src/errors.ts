import type { LayerName, Problem } from './types.js';

/**
 * What `decode` throws with `strict: true`: the first problem of a packet.
 *
 * @example
 * ```js
 * import { decode, PacketError } from 'drywire';
 *
 * try {
 *   decode('4500 0014', { link: 'raw', strict: true });
 * } catch (error) {
 *   console.log(error instanceof PacketError, error.code, error.layer, error.offset); // true header-truncated ipv4 0
 * }
 * ```
 */
export class PacketError extends Error {
  /** A stable name in kebab-case: the problem's code. */
  declare readonly code: string;
  /** The layer at which the problem stands. */
  declare readonly layer: LayerName;
  /** Where it starts, in bytes from the start of the frame. */
  declare readonly offset: number;

  /** Makes an error of a problem. */
  constructor({ code, layer, offset, message }: Problem) {
    super(`${layer} at byte ${offset}: ${message}`);
    Object.assign(this, { name: 'PacketError', code, layer, offset });
  }
}

/**
 * What `parseHex` throws, and `decode` when it is given text: the text is not hex.
 *
 * @example
 * ```js
 * import { parseHex, HexError } from 'drywire';
 *
 * try {
 *   parseHex('45 0g');
 * } catch (error) {
 *   console.log(error instanceof HexError, error.line, error.column); // true 1 5
 * }
 * ```
 */
export class HexError extends SyntaxError {
  /** `'hex-character'`: a character that is neither a digit nor a separator; `'hex-odd'`: a digit without its pair. */
  declare readonly code: 'hex-character' | 'hex-odd';
  /** The line at which it stands, counted from 1. */
  declare readonly line: number;
  /** The column at which it stands, counted from 1, in UTF-16 units. */
  declare readonly column: number;
  /** The same place as an index into the whole text, counted from 0. */
  declare readonly index: number;

  /** Makes an error that names the place of `text[index]`. */
  constructor(code: 'hex-character' | 'hex-odd', text: string, index: number) {
    const lines = text.slice(0, index).split(/\r\n?|\n/);
    const line = lines.length;
    const column = lines[line - 1]!.length + 1;
    const place = `at line ${line}, column ${column}`;
    super(code === 'hex-odd'
      ? `an odd number of hex digits ends ${place}: one lacks its pair`
      : `${described(text.codePointAt(index)!)} ${place} is neither a hex digit nor a separator`);
    Object.assign(this, { name: 'HexError', code, line, column, index });
  }
}

/** A character as it looks, or its number where that shows nothing. */
function described(point: number): string {
  const isShown = point > 32 && point < 127;
  return isShown ? `'${String.fromCharCode(point)}'` : `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}
