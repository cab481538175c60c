/** Addresses as text: dotted quads and colon-separated hex, both ways. */

const DECIMAL_DOT: readonly string[] = Array.from({ length: 256 }, (_, byte) => `${byte}.`);
/** Each byte as two hex digits. */
export const HEX_PAIR: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const HEX_COLON: readonly string[] = HEX_PAIR.map((text) => `${text}:`);

// The same few addresses come again and again in a capture: a small direct-mapped cache spares most of the
// concatenations, and gives equal packets one string in common. Addresses are taken as signed numbers, since V8 would make
// an object of every unsigned one over 2,147,483,647.
const CACHE_BITS = 9;
const ipv4Keys = new Int32Array(1 << CACHE_BITS);
const ipv4Texts: string[] = new Array<string>(1 << CACHE_BITS).fill('0.0.0.0');
const macHighs = new Int32Array(1 << CACHE_BITS);
const macLows = new Int32Array(1 << CACHE_BITS);
const macTexts: string[] = new Array<string>(1 << CACHE_BITS).fill('00:00:00:00:00:00');

/** An IPv4 address, given as a number (10.0.0.1 is 0x0a000001), in dotted form. */
export function ipv4Text(address: number): string {
  address |= 0;
  const slot = Math.imul(address, 0x9e3779b1) >>> (32 - CACHE_BITS);
  if (ipv4Keys[slot] === address) return ipv4Texts[slot]!;
  const text = DECIMAL_DOT[address >>> 24]! + DECIMAL_DOT[(address >>> 16) & 255]!
    + DECIMAL_DOT[(address >>> 8) & 255]! + (address & 255);
  ipv4Keys[slot] = address;
  ipv4Texts[slot] = text;
  return text;
}

/** An IPv6 address, given as four words from `at` on, as RFC 5952 writes it. */
export function ipv6Text(w: Uint32Array, at: number): string {
  const groups = Array.from(w.subarray(at, at + 4), (word) => `${(word >>> 16).toString(16)}:${(word & 0xffff).toString(16)}`);
  const text = groups.join(':');
  if (text.startsWith('0:0:0:0:0:ffff:')) return `::ffff:${ipv4Text(w[at + 3]!)}`;
  // RFC 5952 4.2: the longest run of zeros, the first of several; no longer one may follow.
  return text.replace(/(^|:)(0(:0)+)(:|$)(?!.*:\2:0)/, '::');
}

/** A 48-bit hardware address, given as its first 2 and its last 4 bytes, as colon-separated hex. */
export function macText(high: number, low: number): string {
  low |= 0;
  const slot = Math.imul(low ^ (high << 7), 0x9e3779b1) >>> (32 - CACHE_BITS);
  if (macLows[slot] === low && macHighs[slot] === high) return macTexts[slot]!;
  const text = HEX_COLON[high >>> 8]! + HEX_COLON[high & 255]! + HEX_COLON[low >>> 24]!
    + HEX_COLON[(low >>> 16) & 255]! + HEX_COLON[(low >>> 8) & 255]! + HEX_PAIR[low & 255]!;
  macHighs[slot] = high;
  macLows[slot] = low;
  macTexts[slot] = text;
  return text;
}

/** Bytes as hex with a separator, such as a colon, between them; `''` for none. */
export function hexText(bytes: Uint8Array, separator: string): string {
  return Array.from(bytes, (byte) => HEX_PAIR[byte]).join(separator);
}

/** The number that a dotted IPv4 address stands for, or `undefined` when the text is none. */
export function parseIpv4(text: string): number | undefined {
  let address = 0;
  let parts = 1;
  let part = -1;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit === DOT - ZERO && part >= 0) {
      address = address * 256 + part;
      parts++;
      part = -1;
    } else if (digit >= 0 && digit <= 9 && part !== 0) {
      // A leading zero would be octal to some readers and decimal to others: after a 0 only a dot may come.
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return undefined;
    } else {
      return undefined;
    }
  }
  return parts === 4 && part >= 0 ? address * 256 + part : undefined;
}

/** The four words that an IPv6 address stands for (RFC 4291 2.2), or `undefined` when the text is none. */
export function parseIpv6(text: string): number[] | undefined {
  const last = text.lastIndexOf(':') + 1;
  if (text.includes('.')) {
    const embedded = parseIpv4(text.slice(last));
    if (embedded === undefined) return undefined;
    text = `${text.slice(0, last)}${(embedded >>> 16).toString(16)}:${(embedded & 0xffff).toString(16)}`;
  }
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const zeros = 8 - halves.flat().length;
  // Two colons stand for one group or more, and stand once.
  if (halves.length > 2 || (halves.length === 2 ? zeros < 1 : zeros !== 0)) return undefined;
  const groups = [...halves[0]!, ...new Array<string>(zeros).fill('0'), ...(halves[1] ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return [0, 2, 4, 6].map((at) => parseInt(groups[at]!, 16) * 65536 + parseInt(groups[at + 1]!, 16));
}

const ZERO = 48;
const DOT = 46;

/** The bytes that colon- or hyphen-separated hex stands for, or `undefined` when the text is none. `''` is no bytes. */
export function parseColonHex(text: string): Uint8Array | undefined {
  if (!/^([0-9a-f]{2}([:-][0-9a-f]{2})*)?$/i.test(text)) return undefined;
  const bytes = new Uint8Array((text.length + 1) / 3);
  for (let at = 0; at < bytes.length; at++) bytes[at] = byteAt(text, at * 3);
  return bytes;
}

/** The byte that two digits stand for. */
export function byteAt(text: string, at: number): number {
  return (digitAt(text, at) << 4) | digitAt(text, at + 1);
}

/** The value of a digit: letters of either case are 9 more than their last four bits. */
function digitAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return (unit & 15) + (unit >> 6) * 9;
}
