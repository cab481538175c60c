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

/** The line and the column of a place in a text, both from 1. */
export function lineOf(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index).split(/\r\n|[\r\n]/);
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** More of a place is not shown. */
const SHOWN_AT_MOST = 24;

/** The part of a text around a place, and the place itself, in one line. */
export function excerpt(text: string, index: number, length: number, around = 18): { before: string; at: string; after: string } {
  const lineStart = Math.max(text.lastIndexOf('\n', index - 1), text.lastIndexOf('\r', index - 1)) + 1;
  const next = text.slice(index).search(/[\r\n]/);
  const lineEnd = next === -1 ? text.length : index + next;
  const from = Math.max(lineStart, index - around);
  const end = Math.min(lineEnd, index + Math.max(1, Math.min(length, SHOWN_AT_MOST)));
  const at = text.slice(index, end).replaceAll('\t', ' ') || ' ';
  const to = Math.min(lineEnd, end + around);
  return {
    before: (from > lineStart ? '…' : '') + text.slice(from, index).replaceAll('\t', ' '),
    at,
    after: text.slice(end, to) + (to < lineEnd ? '…' : ''),
  };
}
