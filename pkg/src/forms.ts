/** Addresses and bytes of a packet to write, in the forms that they are given in. */
import { parseColonHex, parseIpv4, parseIpv6 } from './address.js';
import { foreignBytes } from './arguments.js';
import { integer, string, wrongKind, wrongValue } from './check.js';
import { parseHex } from './hex.js';
import type { Spec } from './check.js';

const NONE = /* @__PURE__ */ new Uint8Array(0);

/** What a text stands for, by the reader of its form. */
function read<T>(value: unknown, name: string, parse: (text: string) => T | undefined, must: string): T {
  const found = parse(string(value, name, `a string, ${must}`));
  if (found === undefined) throw wrongValue(name, must, value);
  return found;
}

/** An IPv4 address as a number. */
export function ipv4(value: unknown, name: string): number {
  return read(value, name, parseIpv4, "an IPv4 address such as '192.0.2.1'");
}

/** An IPv6 address as four words. */
export function ipv6(value: unknown, name: string): number[] {
  return read(value, name, parseIpv6, "an IPv6 address such as '2001:db8::1'");
}

/** A hardware address of any length, zeros where it is absent: so many, without which it must be there. */
export function hardware(value: unknown, name: string, length?: number): Uint8Array {
  if (value === undefined && length !== undefined) return new Uint8Array(length);
  return read(value, name, parseColonHex, "colon-separated hex such as '02:00:00:00:00:01'");
}

/** A protocol address: dotted, or hex of any length. */
export function protocolAddress(value: unknown, name: string): Uint8Array {
  const dotted = typeof value === 'string' ? parseIpv4(value) : undefined;
  return dotted === undefined ? hardware(value, name) : Uint8Array.of(dotted >>> 24, dotted >>> 16, dotted >>> 8, dotted);
}

/** Bytes in any of the forms of `Bytes`; none where they are absent. */
export function bytes(value: unknown, name: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (value === undefined) return NONE;
  if (typeof value === 'string') return parseHex(value);
  if (typeof value !== 'object' || value === null) throw wrongKind(name, 'bytes, an array of numbers or a string of hex');
  const list = Array.isArray(value) ? value : foreignBytes(value) ?? listed(value as Spec, name);
  return list instanceof Uint8Array ? list : Uint8Array.from(list, (byte, at) => integer(byte, name, `[${at}]`, 255, null));
}

/** What JSON makes of a Buffer, `{ type, data }`, and of a Uint8Array, `{ 0: …, 1: … }`. */
function listed(value: Spec, name: string): readonly unknown[] {
  if (value['type'] === 'Buffer' && Array.isArray(value['data'])) return value['data'];
  if (Object.keys(value).some((key, at) => key !== String(at))) throw wrongKind(name, 'bytes, not an object');
  return Object.values(value);
}
