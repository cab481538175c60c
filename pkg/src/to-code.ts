import { checkOptions, inputBytes } from './arguments.js';
import { decode } from './decode.js';
import { encode } from './encode.js';
import { hexText } from './address.js';
import type { Input, Link, Packet, PacketSpec } from './types.js';

/** How to read the bytes that `toCode` is given. */
export interface ToCodeOptions {
  /** What the first byte belongs to. @defaultValue `'auto'` */
  link?: Link | undefined;
}

/** What `decode` says of a packet and `encode` does not ask for. */
const TOLD = ['layers', 'problems', 'checksumStatus'];
/** A line of code is broken at about so many characters. */
const WIDTH = 100;
/** Bytes of a line of hex. */
const ROW = 32;

type Json = { [key: string]: unknown };

/**
 * Writes the JavaScript that builds a packet: a call of `encode` that gives the same bytes, to the last one. What `encode`
 * computes or takes by default is left out, so what stands there is what the packet says: a wrong checksum stays.
 *
 * @param packet - A packet that `decode` gave, its bytes, or text in hex as `parseHex` takes it.
 * @param options - What the first byte belongs to, where bytes are given.
 * @returns An expression; `encode` is to be imported from `drywire`.
 * @throws As `encode` does for a packet that cannot be written, and as `decode` does for bytes.
 *
 * @example
 * ```js
 * import { toCode } from 'drywire/devtools';
 *
 * const code = toCode('4500001400000000400066e90a0000010a000001');
 * console.log(code.replace(/\s+/g, ' ')); // encode({ ipv4: { protocol: 0, source: '10.0.0.1', destination: '10.0.0.1' }, })
 * ```
 */
export function toCode(packet: Packet | Input, options?: ToCodeOptions): string {
  checkOptions(options);
  const isPacket = typeof packet === 'object' && packet !== null && 'layers' in packet;
  const given = isPacket ? packet : decode(inputBytes(packet), { link: options?.link });
  const bytes = encode(given);
  const spec = copied(given) as Json;
  const isSame = (): boolean => {
    try {
      const other = encode(spec as PacketSpec);
      return other.length === bytes.length && other.every((byte, at) => byte === bytes[at]);
    } catch {
      return false;
    }
  };
  prune(spec, isSame);
  const lines = Object.entries(spec).map(([key, value]) => `  ${key}: ${written(value, '  ', key.length + 4)},\n`);
  return `encode({\n${lines.join('')}})`;
}

/** A copy without what is only told, and without what is not there. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const kept = Object.entries(value).filter(([key, part]) => !TOLD.includes(key) && part !== null);
  return Object.fromEntries(kept.map(([key, part]) => [key, copied(part)]));
}

/** Takes each field away without which the bytes are the same. */
function prune(spec: Json, isSame: () => boolean): void {
  for (const [key, value] of Object.entries(spec)) {
    delete spec[key];
    if (isSame()) continue;
    // It goes behind those that were looked at before, so that fields keep their order.
    spec[key] = value;
    for (const part of Array.isArray(value) ? value : [value]) {
      if (typeof part === 'object' && part !== null && !(part instanceof Uint8Array)) prune(part as Json, isSame);
    }
  }
}

/** A value as code; `used` is what stands in its line before it. */
function written(value: unknown, indent: string, used: number): string {
  if (value instanceof Uint8Array) return hex(value, indent);
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const parts = Object.entries(value).map(([key, part]) => {
    const name = Array.isArray(value) ? '' : `${key}: `;
    return `${name}${written(part, inner, inner.length + name.length)}`;
  });
  const inside = parts.join(', ');
  const pad = open === '{' && inside !== '' ? ' ' : '';
  const short = `${open}${pad}${inside}${pad}${close}`;
  if (!short.includes('\n') && used + short.length < WIDTH) return short;
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join('')}${indent}${close}`;
}

/** Bytes as text in hex, over lines where they are many. */
function hex(bytes: Uint8Array, indent: string): string {
  if (bytes.length <= ROW) return `'${hexText(bytes, '')}'`;
  const rows = Array.from({ length: Math.ceil(bytes.length / ROW) }, (_, row) => hexText(bytes.subarray(row * ROW, (row + 1) * ROW), ''));
  return `\`\n${rows.map((row) => `${indent}  ${row}\n`).join('')}${indent}\``;
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
