/** Checks of a packet to write. Every message names the field. */
import { parseColonHex, parseIpv4 } from './address.js';
import { foreignBytes } from './arguments.js';
import { parseHex } from './hex.js';

/** An integer from 0 to `maximum`, or the default where it is absent. */
export function integer(value: unknown, name: string, maximum: number, byDefault: number): number {
  if (value === undefined) return byDefault;
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number`);
  if (!Number.isInteger(value) || value < 0 || value > maximum) {
    throw new RangeError(`${name} must be an integer from 0 to ${maximum}, not ${value}`);
  }
  return value;
}

/** An integer that must be there. */
export function required(value: unknown, name: string, maximum: number): number {
  if (value === undefined) throw new TypeError(`${name} must be given`);
  return integer(value, name, maximum, 0);
}

/** An integer that its field holds in units of `unit`. */
export function multiple(value: unknown, name: string, maximum: number, unit: number, byDefault: number): number {
  const number = integer(value, name, maximum, byDefault);
  if (number % unit !== 0) throw new RangeError(`${name} must be a multiple of ${unit}, not ${number}`);
  return number;
}

/** A flag, false where it is absent. */
export function flag(value: unknown, name: string): boolean {
  if (value === undefined) return false;
  if (typeof value !== 'boolean') throw new TypeError(`${name} must be a boolean`);
  return value;
}

/** An object; its fields are checked one by one. */
export function object<T extends object>(value: T, name: string): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError(`${name} must be an object`);
  return value;
}

/** An array, empty where it is absent. */
export function array<T>(value: readonly T[] | undefined, name: string): readonly T[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new TypeError(`${name} must be an array`);
  return value as readonly T[];
}

/** One of a few words. */
export function word<T extends string>(value: unknown, name: string, allowed: readonly T[], byDefault: T): T {
  if (value === undefined) return byDefault;
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string`);
  if (!(allowed as readonly string[]).includes(value)) {
    throw new RangeError(`${name} must be one of ${allowed.join(', ')}, not '${value}'`);
  }
  return value as T;
}

/** An IPv4 address as a number. */
export function ipv4(value: unknown, name: string): number {
  if (value === undefined) throw new TypeError(`${name} must be given`);
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string such as '192.0.2.1'`);
  const address = parseIpv4(value);
  if (address === undefined) throw new RangeError(`${name} must be an IPv4 address such as '192.0.2.1', not '${value}'`);
  return address;
}

/** A hardware address of any length; `byDefault` where it is absent. */
export function hardware(value: unknown, name: string, byDefault: Uint8Array): Uint8Array {
  if (value === undefined) return byDefault;
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string such as '02:00:00:00:00:01'`);
  const bytes = parseColonHex(value);
  if (bytes === undefined) throw new RangeError(`${name} must be colon-separated hex, not '${value}'`);
  return bytes;
}

/** A protocol address: dotted, or hex of any length. */
export function protocolAddress(value: unknown, name: string): Uint8Array {
  const dotted = typeof value === 'string' ? parseIpv4(value) : undefined;
  if (dotted !== undefined) return Uint8Array.of(dotted >>> 24, dotted >>> 16, dotted >>> 8, dotted);
  if (value === undefined) throw new TypeError(`${name} must be given`);
  return hardware(value, name, EMPTY);
}

const EMPTY = new Uint8Array(0);

/** Bytes in any of the forms of `Bytes`; none where they are absent. */
export function bytes(value: unknown, name: string): Uint8Array {
  if (value === undefined) return EMPTY;
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return parseHex(value);
  if (typeof value === 'object' && value !== null) {
    const list = Array.isArray(value) ? value : foreignBytes(value) ?? listed(value as Record<string, unknown>, name);
    return list instanceof Uint8Array ? list : Uint8Array.from(list, (byte, at) => required(byte, `${name}[${at}]`, 255));
  }
  throw new TypeError(`${name} must be a Uint8Array, an ArrayBuffer, an array of numbers or a string of hex`);
}

/** What JSON makes of a Buffer, `{ type, data }`, and of a Uint8Array, `{ 0: …, 1: … }`. */
function listed(value: Record<string, unknown>, name: string): readonly unknown[] {
  if (value['type'] === 'Buffer' && Array.isArray(value['data'])) return value['data'];
  const keys = Object.keys(value);
  if (keys.some((key, at) => key !== String(at))) throw new TypeError(`${name} must hold bytes, not an object`);
  return Object.values(value);
}
