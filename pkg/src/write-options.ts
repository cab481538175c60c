/** Options, to rows of the record. */
import { array, bytes, given, integer, ipv4, object, word, wrongValue } from './check.js';
import { Row, Size } from './layout.js';
import { IPV4_OPTIONS, IPV6_OPTIONS, TCP_OPTIONS } from './options.js';
import { blob, push, rowsEnd } from './writer.js';
import type { Spec } from './check.js';
import type { OptionShape } from './options.js';
import type { Ipv4OptionSpec, TcpOptionSpec } from './types.js';

const WORD = 0xffffffff;
/** Option shapes by name, in the order in which messages name them. */
type Tables = readonly Readonly<Record<string, OptionShape>>[];
/** What all lists have; a negative kind stands for any from so many more than it: 2, or 0 in IPv6, whose padding has a length. */
const untold = (kind: number): Readonly<Record<string, OptionShape>> => ({
  unknown: { kind, row: Row.Unknown, bytes: 'data' },
  malformed: { kind, row: Row.Malformed, bytes: 'data' },
});
/** What those of TCP and IPv4 have. */
const COMMON: Readonly<Record<string, OptionShape>> = {
  eol: { kind: 0, row: Row.End },
  nop: { kind: 1, row: Row.NoOperation },
  .../* @__PURE__ */ untold(-1),
};

/** Writes TCP options at the word that `at` names; their number goes before it. */
export function writeTcpOptions(w: Uint32Array, options: readonly TcpOptionSpec[] | undefined, at: number): void {
  writeOptions(w, options, 'tcp.options', TCP_OPTIONS, at);
}

/** Writes IPv4 options at the word that `at` names; their number goes before it. */
export function writeIpv4Options(w: Uint32Array, options: readonly Ipv4OptionSpec[] | undefined, at: number): void {
  writeOptions(w, options, 'ipv4.options', IPV4_OPTIONS, at);
}

function writeOptions(
  w: Uint32Array, options: readonly object[] | undefined, name: string,
  shapes: Readonly<Record<string, OptionShape>>, at: number,
): void {
  const list = array(options, name, Size.Options);
  w[at - 1] = list.length;
  w[at] = rowsEnd;
  writeRows(w, list, name, [shapes, COMMON]);
}

/** Writes the options of an extension header, after their number. */
export function writeIpv6Options(w: Uint32Array, options: readonly object[] | undefined, name: string): void {
  const list = array(options, name, Size.ExtensionOptions);
  push(w, list.length);
  writeRows(w, list, name, [IPV6_OPTIONS, untold(-3)]);
}

function writeRows(w: Uint32Array, list: readonly object[], name: string, tables: Tables): void {
  list.forEach((entry, index) => {
    const option = object(entry, `${name}[${index}]`) as Spec;
    const owner = `${name}[${index}].`;
    const shape = shapeOf(option['name'], owner, tables);
    const values = valuesOf(option, shape, owner);
    // The flag of a timestamp option says whether it has addresses.
    const row = shape.row === Row.Timestamp && values[2] !== 0 ? Row.AddressTimestamp : shape.row;
    push(w, row | (kindOf(option, shape, owner) << 8) | (values.length << 16));
    for (const value of values) push(w, value);
  });
}

function shapeOf(name: unknown, owner: string, tables: Tables): OptionShape {
  for (const table of tables) if (Object.hasOwn(table, name as string)) return table[name as string]!;
  // It is none of them: this says so.
  throw word(name, `${owner}name`, tables.flatMap((table) => Object.keys(table)));
}

function kindOf(option: Spec, { kind }: OptionShape, owner: string): number {
  const found = integer(option['kind'], owner, 'kind', 255, kind < 0 ? null : kind);
  const fits = kind < 0 ? found >= kind + 3 : found === kind;
  if (!fits) throw wrongValue(`${owner}kind`, kind < 0 ? `an integer from ${kind + 3} to 255` : String(kind), found);
  return found;
}

function valuesOf(option: Spec, shape: OptionShape, owner: string): number[] {
  if (shape.bytes !== undefined) return bytesOf(option, shape, owner);
  switch (shape.row) {
    case Row.End: return option['padding'] === undefined ? [] : place(option['padding'], `${owner}padding`);
    case Row.Sack: return sack(option['blocks'] as readonly Spec[], `${owner}blocks`);
    case Row.UserTimeout: return [
      ['seconds', 'minutes'].indexOf(word(option['granularity'], `${owner}granularity`, ['seconds', 'minutes'], 'seconds')),
      integer(option['value'], owner, 'value', 0x7fff, null),
    ];
    case Row.Route: return [
      integer(option['pointer'], owner, 'pointer', 255, 4),
      ...array(option['addresses'] as string[], `${owner}addresses`, 9)
        .map((address, index) => ipv4(address, `${owner}addresses[${index}]`)),
    ];
    case Row.Timestamp: return timestamp(option, owner);
    default: return (shape.numbers ?? [])
      .map(([key, maximum, byDefault = null]) => integer(option[key], owner, key, maximum, byDefault));
  }
}

function bytesOf(option: Spec, { bytes: key, row }: OptionShape, owner: string): number[] {
  const values = place(given(option[key!], owner + key), owner + key);
  if (row === Row.Md5 && values[1] !== 16) throw wrongValue(owner + key, '16 bytes', values[1]);
  return values;
}

/** Where an option's bytes are put, and how many they are. */
function place(value: unknown, name: string): [number, number] {
  const data = bytes(value, name);
  return [blob(data, name, 255), data.length];
}

function sack(value: readonly Spec[], name: string): number[] {
  const blocks = array(value, name, 4);
  if (blocks.length === 0) throw wrongValue(name, '1 to 4 entries', 0);
  return blocks.flatMap((block, index) => {
    const owner = `${name}[${index}]`;
    return ['left', 'right'].map((key) => integer(object(block, owner)[key], `${owner}.`, key, WORD, null));
  });
}

function timestamp(option: Spec, owner: string): number[] {
  const entries = array(option['entries'] as readonly Spec[], `${owner}entries`, 9);
  const flag = integer(option['flag'], owner, 'flag', 15, entries.some((entry) => entry?.['address'] !== undefined) ? 1 : 0);
  // RFC 791 3.1: flags 1 and 3 have addresses, 0 has none; others have no meaning.
  if (![0, 1, 3].includes(flag)) throw wrongValue(`${owner}flag`, '0, 1 or 3', flag);
  const pointer = integer(option['pointer'], owner, 'pointer', 255, 5);
  const values = [pointer, integer(option['overflow'], owner, 'overflow', 15), flag];
  entries.forEach((entry, index) => {
    const name = `${owner}entries[${index}].`;
    if (flag !== 0) values.push(ipv4(object(entry, name)['address'], `${name}address`));
    values.push(integer(object(entry, name)['timestamp'], name, 'timestamp', WORD, null));
  });
  return values;
}
