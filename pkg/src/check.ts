/** Checks of a packet to write. Every message names the field: its owner, such as `tcp`, and its key. */
import { parseColonHex, parseIpv4, parseIpv6 } from './address.js';
import { foreignBytes } from './arguments.js';
import { parseHex } from './hex.js';

/** Says that a field is of the wrong kind. */
export function wrongKind(name: string, must: string): TypeError {
  return new TypeError(`${name} must be ${must}`);
}

/** Says that a field has a wrong value. */
export function wrongValue(name: string, must: string, value: unknown): RangeError {
  return new RangeError(`${name} must be ${must}, not ${typeof value === 'string' ? `'${value}'` : String(value)}`);
}

/** A field's value, which must be there. */
export function given<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw wrongKind(name, 'given');
  return value;
}

/** An integer from 0 to `maximum` in units of `unit`; where it is absent the default, without one an error. */
export function integer(
  value: unknown, owner: string, key: string, maximum: number, byDefault: number | null = 0, unit = 1,
): number {
  if (typeof value === 'number' && value >= 0 && value <= maximum && value % unit === 0) return value;
  if (value === undefined && byDefault !== null) return byDefault;
  const name = owner + key;
  if (typeof given(value, name) !== 'number') throw wrongKind(name, 'a number');
  const kind = unit === 1 || (value as number) % 1 !== 0 ? 'an integer' : `a multiple of ${unit}`;
  throw wrongValue(name, `${kind} from 0 to ${maximum}`, value);
}

/** A flag, false where it is absent. */
export function flag(value: unknown, name: string): boolean {
  if (value !== undefined && typeof value !== 'boolean') throw wrongKind(name, 'a boolean');
  return value === true;
}

/** Flags as bits, the first key's the lowest. */
export function bits(spec: object, owner: string, keys: readonly string[]): number {
  return keys.reduce((sum, key, bit) => sum | (flag((spec as Spec)[key], owner + key) ? 1 << bit : 0), 0);
}

/** An object whose fields are still to be checked. */
export type Spec = Readonly<Record<string, unknown>>;

/** An object; its fields are checked one by one. */
export function object<T extends object>(value: T, name: string): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongKind(name, 'an object');
  return value;
}

/** An array of at most `most` entries, empty where it is absent. */
export function array<T>(value: readonly T[] | undefined, name: string, most = Infinity): readonly T[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw wrongKind(name, 'an array');
  if (value.length > most) throw wrongValue(name, `of at most ${most} entries`, value.length);
  return value as readonly T[];
}

/** One of a few words. */
export function word<T extends string>(value: unknown, name: string, allowed: readonly T[], byDefault?: T): T {
  if (value === undefined && byDefault !== undefined) return byDefault;
  if (typeof given(value, name) !== 'string') throw wrongKind(name, 'a string');
  if (!(allowed as readonly unknown[]).includes(value)) throw wrongValue(name, `one of ${allowed.join(', ')}`, value);
  return value as T;
}

/** What a text stands for, by the reader of its form. */
function read<T>(value: unknown, name: string, parse: (text: string) => T | undefined, example: string, must: string): T {
  if (typeof given(value, name) !== 'string') throw wrongKind(name, `a string such as '${example}'`);
  const found = parse(value as string);
  if (found === undefined) throw wrongValue(name, must, value);
  return found;
}

/** An IPv4 address as a number. */
export function ipv4(value: unknown, name: string): number {
  return read(value, name, parseIpv4, '192.0.2.1', "an IPv4 address such as '192.0.2.1'");
}

/** An IPv6 address as four words. */
export function ipv6(value: unknown, name: string): number[] {
  return read(value, name, parseIpv6, '2001:db8::1', "an IPv6 address such as '2001:db8::1'");
}

/** A hardware address of any length; `byDefault` where it is absent, without one an error. */
export function hardware(value: unknown, name: string, byDefault?: Uint8Array): Uint8Array {
  if (value === undefined && byDefault !== undefined) return byDefault;
  return read(value, name, parseColonHex, '02:00:00:00:00:01', 'colon-separated hex');
}

/** A protocol address: dotted, or hex of any length. */
export function protocolAddress(value: unknown, name: string): Uint8Array {
  const dotted = typeof value === 'string' ? parseIpv4(value) : undefined;
  return dotted === undefined ? hardware(value, name) : Uint8Array.of(dotted >>> 24, dotted >>> 16, dotted >>> 8, dotted);
}

/** Bytes in any of the forms of `Bytes`; none where they are absent. */
export function bytes(value: unknown, name: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (value === undefined) return new Uint8Array(0);
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
