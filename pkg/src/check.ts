/** Checks of what callers give: a `TypeError` for the wrong kind, a `RangeError` for the wrong value. Every message names it. */

/** Says that something is of the wrong kind. */
export function wrongKind(name: string, must: string): TypeError {
  return new TypeError(`${name} must be ${must}`);
}

/** Says that something has a wrong value. */
export function wrongValue(name: string, must: string, value: unknown): RangeError {
  return new RangeError(`${name} must be ${must}, not ${typeof value === 'string' ? `'${value}'` : String(value)}`);
}

/** A value that must be there. */
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

/** A number that can only be this one, and may be absent. */
export function constant(value: unknown, owner: string, key: string, must: number): number {
  if (integer(value, owner, key, 255, must) !== must) throw wrongValue(owner + key, String(must), value);
  return must;
}

/** Something that is true or false. */
export function flag(value: unknown, name: string, byDefault = false): boolean {
  if (value === undefined) return byDefault;
  if (typeof value !== 'boolean') throw wrongKind(name, 'a boolean');
  return value;
}

/** Flags as bits, the first key's the lowest. */
export function bits(spec: object, owner: string, keys: readonly string[]): number {
  return keys.reduce((sum, key, bit) => sum | (Number(flag((spec as Spec)[key], owner + key)) << bit), 0);
}

/** An object whose fields are still to be checked. */
export type Spec = Readonly<Record<string, unknown>>;

/** An object; its fields are checked one by one. */
export function object<T extends object>(value: T, name: string): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongKind(name, 'an object');
  return value;
}

/** An array of so many entries, empty where it is absent. */
export function array<T>(value: readonly T[] | undefined, name: string, most = Infinity, least = 0): readonly T[] {
  const list = value ?? [];
  if (!Array.isArray(list)) throw wrongKind(name, 'an array');
  if (list.length < least || list.length > most) throw wrongValue(name, `of ${least} to ${most} entries`, list.length);
  return list as readonly T[];
}

/** A text. */
export function string(value: unknown, name: string, must = 'a string'): string {
  if (typeof given(value, name) !== 'string') throw wrongKind(name, must);
  return value as string;
}

/** One of a few words. */
export function word<T extends string>(value: unknown, name: string, allowed: readonly T[], byDefault?: T): T {
  if (value === undefined && byDefault !== undefined) return byDefault;
  if (!(allowed as readonly string[]).includes(string(value, name))) throw wrongValue(name, `one of ${allowed.join(', ')}`, value);
  return value as T;
}

/** Which of the language's own kinds of objects it is, also where it is from another realm: `'Uint8Array'`. */
export function kindOf(value: unknown): string {
  return String((value as Partial<Uint8Array> | null | undefined)?.[Symbol.toStringTag]);
}
