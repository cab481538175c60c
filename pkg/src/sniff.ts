/** What a file's bytes are: a capture, a text, one packet's own bytes, or something else. */
import { bytesOf, checkOptions, linkNumber } from './arguments.js';
import { guessLink } from './dump.js';
import type { Link } from './types.js';

/** What {@link sniff} takes bytes for. */
export type Sniffed =
  /** A capture, or something in gzip that may be one: for `readCapture`. */
  | { kind: 'capture' }
  /** A text, for `parseDump`; it may hold no packet. */
  | { kind: 'text'; text: string }
  /** The bytes of one packet, for `decode`. */
  | { kind: 'packet'; link: Link }
  | { kind: 'unknown' };

/** Longer than any packet: 1 MiB. */
const LONGEST = 1 << 20;

/** Any bytes can be those of a packet: so much, of 100, must speak for it. */
const LIKELY = 50;

/**
 * Says what a file's bytes are, by what is in them. pcap and pcapng begin with marks of their own, and gzip does. What is UTF-8, or
 * UTF-16 that begins with its mark, without control characters is a text. What is left is one packet where its headers, lengths and
 * checksums speak for that with 50 of 100 (see `guessLink`), or where `link` says so; never where it is longer than 1 MiB.
 *
 * @param file - The whole of it. The first four bytes are enough to know a capture.
 * @param options - `link`: what a packet's first byte would belong to, where that is known. `'auto'`, the default: what its bytes say.
 *
 * @example
 * ```js
 * import { sniff } from 'drywire';
 *
 * console.log(sniff(new TextEncoder().encode('4500 0014'))); // { kind: 'text', text: '4500 0014' }
 * console.log(sniff(new Uint8Array([0xd4, 0xc3, 0xb2, 0xa1])).kind); // capture
 * const picture = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
 * console.log(sniff(picture).kind, sniff(picture, { link: 'ethernet' }).kind); // unknown packet
 * ```
 */
export function sniff(file: Uint8Array | ArrayBuffer, options?: { link?: Link | undefined }): Sniffed {
  const bytes = bytesOf(file, 'file');
  checkOptions(options);
  const { link = 'auto' } = options ?? {};
  linkNumber(link);
  if (isCapture(bytes)) return { kind: 'capture' };
  const text = textOf(bytes);
  if (text !== null) return { kind: 'text', text };
  if (bytes.length > LONGEST) return { kind: 'unknown' };
  if (link !== 'auto') return { kind: 'packet', link };
  const guess = guessLink(bytes);
  return guess.confidence < LIKELY ? { kind: 'unknown' } : { kind: 'packet', link: guess.link };
}

/** pcap in either byte order, with micro- or nanoseconds; pcapng; gzip. */
const MARKS: ReadonlySet<number> = new Set([0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1, 0xa1b2cd34, 0x34cdb2a1, 0x0a0d0d0a]);

function isCapture(bytes: Uint8Array): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return (a === 0x1f && b === 0x8b) || MARKS.has((a * 256 + b) * 65_536 + c * 256 + d);
}

/** The text that bytes are; nothing where they are none. */
function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    // Nearly every binary file has such characters. Of texts, those that colour a terminal have one: escape.
    return /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** What Windows' own shell writes when output goes to a file begins with a mark. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
