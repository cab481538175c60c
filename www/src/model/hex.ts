/** Bytes as text in hex, and the place in a text where something is wrong with it. */

export const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0');

/** All bytes as hex digits and nothing else. */
export function digits(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += hexByte(byte);
  return text;
}

/** Two bytes together, then a space: lines break of themselves wherever they must. */
export const spaced = (bytes: Uint8Array): string => digits(bytes).replace(/.{4}(?=.)/g, '$& ');

/** The character of a byte; a dot where it has none that can be seen. */
export const ascii = (byte: number): string => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·');

/** The part of a text around an index, and where in that part the index is. */
export function excerpt(text: string, index: number, around = 18): { before: string; at: string; after: string } {
  const lineStart = Math.max(text.lastIndexOf('\n', index - 1), text.lastIndexOf('\r', index - 1)) + 1;
  const next = text.slice(index).search(/[\r\n]/);
  const lineEnd = next === -1 ? text.length : index + next;
  const from = Math.max(lineStart, index - around);
  const at = String.fromCodePoint(text.codePointAt(index) ?? 0x20);
  const to = Math.min(lineEnd, index + at.length + around);
  return {
    before: (from > lineStart ? '…' : '') + text.slice(from, index),
    at,
    after: text.slice(Math.min(index + at.length, to), to) + (to < lineEnd ? '…' : ''),
  };
}
