/** What functions take: bytes, options, link types, and what is known of many packets. */
import { flag, kindOf, object, wrongKind, wrongValue } from './check.js';
import { parseHex } from './hex.js';
import { Size } from './layout.js';
import type { Input, Link } from './types.js';

const LINKS: Readonly<Record<string, number>> = {
  auto: Size.LinkAuto, ethernet: 1, raw: 101, ipv4: 228, ipv6: 229, null: 0, loop: 108, sll: 113, sll2: 276,
};

// Whoever decodes one packet after another gives the same link each time.
let lastLink: Link | undefined;
let lastNumber: number = Size.LinkAuto;

/** The link types that frames are read as, by the modules' own number. */
export const LINK_TYPES = ['ethernet', 'raw', 'null', 'loop', 'sll', 'sll2'] as const;

/** Which of them has a LINKTYPE number. */
export function linkType(number: number): typeof LINK_TYPES[number] | undefined {
  return LINK_TYPES.find((name) => LINKS[name] === number);
}

/** The LINKTYPE number of a link option. */
export function linkNumber(link: Link = 'auto'): number {
  if (link !== lastLink) {
    lastNumber = checkedLink(link);
    lastLink = link;
  }
  return lastNumber;
}

function checkedLink(link: Link): number {
  if (typeof link === 'number') {
    if (link >>> 0 === link && link < Size.LinkAuto) return link;
  } else {
    if (typeof link !== 'string') throw wrongKind('options.link', 'a string or a number');
    if (Object.hasOwn(LINKS, link)) return LINKS[link]!;
  }
  throw unknownLink(link);
}

/** Says that a link type is none that can be read. */
export function unknownLink(link: Link): RangeError {
  return wrongValue('options.link', `one of ${Object.keys(LINKS).join(', ')}, or the LINKTYPE number of one`, link);
}

/** An option that is true or false. */
export function flagOption(value: unknown, name: string, byDefault: boolean): boolean {
  return flag(value, `options.${name}`, byDefault);
}

/** Checks that options are an object or absent. */
export function checkOptions(options: unknown): void {
  if (options !== undefined) object(options as object, 'options');
}

/** What may be known of each packet, and in which kind of array. */
const DETAILS = [['links', 'Uint16Array'], ['timestamps', 'BigInt64Array'], ['originalLengths', 'Uint32Array']] as const;

/** Checks what is known of so many packets: arrays of the right kind with an entry for each, or absent. */
export function checkDetails(details: object, name: string, count: number): void {
  object(details, name);
  for (const [key, kind] of DETAILS) {
    const list = (details as Readonly<Record<string, { length: number } | undefined>>)[key];
    if (list === undefined) continue;
    if (kindOf(list) !== kind) throw wrongKind(`${name}.${key}`, `a ${kind}`);
    if (list.length !== count) throw new RangeError(`${name}.${key} must have an entry for each packet: ${count}, not ${list.length}`);
  }
}

/** The bytes that an input stands for. */
export function inputBytes(input: Input): Uint8Array {
  if (input instanceof Uint8Array) return input;
  if (typeof input === 'string') return parseHex(input);
  const bytes = foreignBytes(input);
  if (bytes === undefined) throw wrongKind('input', 'a Uint8Array, an ArrayBuffer or a string of hex');
  return bytes;
}

/** The bytes that an argument is. */
export function bytesOf(value: Uint8Array | ArrayBuffer, name: string): Uint8Array {
  const bytes = foreignBytes(value);
  if (bytes === undefined) throw wrongKind(name, 'a Uint8Array or an ArrayBuffer');
  return bytes;
}

/** Bytes in an ArrayBuffer, or in a Uint8Array of another realm (a frame, a vm context, a test runner's sandbox). */
export function foreignBytes(value: unknown): Uint8Array | undefined {
  const kind = kindOf(value);
  if (kind === 'Uint8Array' && ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return kind.endsWith('ArrayBuffer') ? new Uint8Array(value as ArrayBuffer) : undefined;
}
