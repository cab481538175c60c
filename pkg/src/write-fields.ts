/** Fields, rows and bytes of a packet to write, to the record and the input. */
import { array, constant, flag, given, integer, object, word, wrongValue } from './check.js';
import { input } from './engines/codec.js';
import { Kind } from './fields.js';
import { bytes, ipv4, ipv6 } from './forms.js';
import { Row, Size } from './layout.js';
import { ADDRESS_TIMESTAMP, IPV6_OPTIONS, isOfAnyKind } from './options.js';
import type { Spec } from './check.js';
import type { Field, List } from './fields.js';
import type { OptionShape } from './options.js';

/** The word that is written next: between headers, the one at which the next row begins. */
export let next = 0;
/** Where the next bytes go. */
let blobsEnd = 0;

/** Begins a packet. */
export function begin(): void {
  next = Size.RowsAt;
  blobsEnd = 0;
}

/** Writes a word, most often of a row. */
export function push(w: Uint32Array, value: number): void {
  w[next++] = value;
}

/** Writes a header's fields from word `at` on; gives the bits of those that are to be computed. */
export function writeFields(w: Uint32Array, at: number, spec: object, owner: string, fields: readonly Field[]): number {
  const rowsEnd = next;
  next = at;
  const absent = pushFields(w, spec, owner, fields);
  next = rowsEnd;
  return absent;
}

/** Writes fields where the next word goes; gives the bits of those that are to be computed. */
export function pushFields(w: Uint32Array, spec: object, owner: string, fields: readonly Field[]): number {
  let absent = 0;
  for (const [key, kind, byDefault, fill = 0, unit] of fields) {
    const value = (spec as Spec)[key];
    if (typeof kind === 'object' || kind < 0) {
      pushOne(w, value, owner + key, kind, byDefault);
    } else {
      push(w, integer(value, owner, key, kind, byDefault, unit));
      if (value === undefined) absent |= fill;
    }
  }
  return absent;
}

function pushOne(w: Uint32Array, value: unknown, name: string, kind: Field[1], byDefault: Field[2]): void {
  if (typeof kind === 'object') {
    if ('of' in kind) pushList(w, value, name, kind);
    else push(w, kind.indexOf(word(value, name, kind, kind[byDefault ?? 0])));
    return;
  }
  switch (kind) {
    case Kind.Flag: return push(w, Number(flag(value, name)));
    case Kind.Ipv4: return push(w, ipv4(value, name));
    case Kind.Ipv6: return ipv6(value, name).forEach((part) => push(w, part));
    case Kind.Options: {
      const options = array(value as readonly object[], name, Size.ExtensionOptions);
      push(w, options.length);
      return pushOptions(w, options, name, IPV6_OPTIONS);
    }
    // Padding that is not told has no words.
    default: if (kind !== Kind.Padding || value !== undefined) pushBytes(w, value, name, kind, byDefault);
  }
}

function pushList(w: Uint32Array, value: unknown, name: string, { of, least, most }: List): void {
  array(value as readonly object[], name, most, least).forEach((entry, index) => {
    const owner = `${name}[${index}]`;
    if (typeof of === 'number') pushOne(w, entry, owner, of, null);
    else pushFields(w, object(entry, owner), `${owner}.`, of);
  });
}

function pushBytes(w: Uint32Array, value: unknown, name: string, kind: Kind, length: Field[2]): void {
  const data = bytes(given(value, name), name);
  if (length != null && data.length !== length) throw wrongValue(name, `${length} bytes`, data.length);
  push(w, blob(data, name, kind === Kind.LongBytes ? 2048 : 255));
  push(w, data.length);
}

/** Puts bytes, so many at most, where the module finds them; gives the place. */
export function blob(data: Uint8Array, name: string, most: number): number {
  if (data.length > most) throw new RangeError(`${name} must have at most ${most} bytes, not ${data.length}`);
  const at = blobsEnd;
  blobsEnd += data.length;
  if (blobsEnd > Size.PayloadAt) throw new RangeError(`${name} leaves the headers no room`);
  input.set(data, at);
  return at;
}

/** Writes options: their number and where they begin to the words at `at`, then a row for each. */
export function writeOptions(
  w: Uint32Array, at: number, options: readonly object[] | undefined, name: string, shapes: readonly OptionShape[],
): void {
  const list = array(options, name, Size.Options);
  w[at] = list.length;
  w[at + 1] = next;
  pushOptions(w, list, name, shapes);
}

function pushOptions(w: Uint32Array, options: readonly object[], name: string, shapes: readonly OptionShape[]): void {
  options.forEach((entry, index) => {
    const owner = `${name}[${index}].`;
    const option = object(entry, `${name}[${index}]`) as Spec;
    const [, kind, row, ...fields] = shapeOf(option, owner, shapes);
    const head = next;
    push(w, row | (kindOf(option, owner, kind, row) << 8));
    pushFields(w, option, owner, fields);
    w[head]! |= (next - head - 1) << 16;
  });
}

function shapeOf(option: Spec, owner: string, shapes: readonly OptionShape[]): OptionShape {
  const name = option['name'];
  const found = shapes.find(([known]) => known === name);
  // It is none of them: this says so.
  if (found === undefined) throw word(name, `${owner}name`, shapes.map(([known]) => known));
  return found[2] === Row.Timestamp && hasAddresses(option, owner) ? ADDRESS_TIMESTAMP : found;
}

/** Whether the entries of a timestamp option have addresses, as its flag says (RFC 791 3.1). */
function hasAddresses(option: Spec, owner: string): boolean {
  const entries = array(option['entries'] as readonly Spec[], `${owner}entries`);
  const flag = integer(option['flag'], owner, 'flag', 15, Number(entries.some((entry) => entry?.['address'] !== undefined)));
  // 1 and 3 have addresses, 0 has none; others have no meaning.
  if (![0, 1, 3].includes(flag)) throw wrongValue(`${owner}flag`, '0, 1 or 3', flag);
  return flag !== 0;
}

/** An option's kind: what its name says, or what is given where that says nothing. */
function kindOf(option: Spec, owner: string, kind: number, row: Row): number {
  if (!isOfAnyKind(row)) return constant(option['kind'], owner, 'kind', kind);
  const found = integer(option['kind'], owner, 'kind', 255, null);
  if (found < kind) throw wrongValue(`${owner}kind`, `an integer from ${kind} to 255`, found);
  return found;
}
