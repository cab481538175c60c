/** Options, to rows of the record. */
import { array, bytes, integer, ipv4, object, required, word } from './check.js';
import { Row, Size } from './layout.js';
import { blob, push, rowsEnd } from './writer.js';
import type { Ipv4OptionSpec, TcpOptionSpec } from './types.js';

const TCP_NAMES = [
  'eol', 'nop', 'mss', 'windowScale', 'sackPermitted', 'sack', 'timestamps', 'userTimeout', 'fastOpen', 'md5', 'ao',
  'unknown', 'malformed',
] as const;
const IPV4_NAMES = [
  'eol', 'nop', 'recordRoute', 'looseSourceRoute', 'strictSourceRoute', 'timestamp', 'routerAlert', 'unknown', 'malformed',
] as const;
/** The kinds that the names stand for; the others' are their own. */
const KINDS: Readonly<Record<string, number>> = {
  eol: 0, nop: 1, mss: 2, windowScale: 3, sackPermitted: 4, sack: 5, timestamps: 8, md5: 19, userTimeout: 28, ao: 29,
  fastOpen: 34, recordRoute: 7, looseSourceRoute: 131, strictSourceRoute: 137, timestamp: 68, routerAlert: 148,
};

/** Writes TCP options at the word that `at` names; their number goes before it. */
export function writeTcpOptions(w: Uint32Array, options: readonly TcpOptionSpec[] | undefined, at: number): void {
  writeOptions(w, options, 'tcp.options', TCP_NAMES, at, tcpOption);
}

/** Writes IPv4 options at the word that `at` names; their number goes before it. */
export function writeIpv4Options(w: Uint32Array, options: readonly Ipv4OptionSpec[] | undefined, at: number): void {
  writeOptions(w, options, 'ipv4.options', IPV4_NAMES, at, ipv4Option);
}

type Named = { name: string; kind?: number | undefined };

function writeOptions<T extends Named>(
  w: Uint32Array, options: readonly T[] | undefined, name: string, names: readonly string[], at: number,
  write: (w: Uint32Array, option: T, name: string) => void,
): void {
  const list = array(options, name);
  if (list.length > Size.Options) throw new RangeError(`${name} must take at most ${Size.Options} bytes`);
  w[at - 1] = list.length;
  w[at] = rowsEnd;
  for (let index = 0; index < list.length; index++) {
    const option = object(list[index]!, `${name}[${index}]`);
    if (option.name === undefined) throw new TypeError(`${name}[${index}].name must be given`);
    word(option.name, `${name}[${index}].name`, names, 'nop');
    const kind = KINDS[option.name];
    if (kind !== undefined && integer(option.kind, `${name}[${index}].kind`, 255, kind) !== kind) {
      throw new RangeError(`${name}[${index}].kind must be ${kind} where its name is '${option.name}', not ${option.kind}`);
    }
    write(w, option, `${name}[${index}]`);
  }
}

function row(w: Uint32Array, variant: Row, kind: number, values: readonly number[]): void {
  push(w, variant | (kind << 8) | (values.length << 16));
  for (const value of values) push(w, value);
}

function tcpOption(w: Uint32Array, option: TcpOptionSpec, name: string): void {
  switch (option.name) {
    case 'mss': return row(w, Row.MaximumSegmentSize, 2, [required(option.value, `${name}.value`, 0xffff)]);
    case 'windowScale': return row(w, Row.WindowScale, 3, [required(option.shift, `${name}.shift`, 0xff)]);
    case 'sackPermitted': return row(w, Row.SackPermitted, 4, []);
    case 'sack': return sack(w, option.blocks, `${name}.blocks`);
    case 'timestamps': return row(w, Row.Timestamps, 8, [
      required(option.value, `${name}.value`, 0xffffffff), required(option.echoReply, `${name}.echoReply`, 0xffffffff),
    ]);
    case 'userTimeout': return row(w, Row.UserTimeout, 28, [
      word(option.granularity, `${name}.granularity`, ['seconds', 'minutes'], 'seconds') === 'minutes' ? 1 : 0,
      required(option.value, `${name}.value`, 0x7fff),
    ]);
    case 'fastOpen': return row(w, Row.FastOpen, 34, place(option.cookie, `${name}.cookie`));
    case 'md5': return md5(w, option.digest, `${name}.digest`);
    case 'ao': return row(w, Row.Authentication, 29, place(option.data, `${name}.data`));
    default: return common(w, option, name);
  }
}

function sack(w: Uint32Array, given: readonly { left: number; right: number }[], name: string): void {
  const blocks = array(given, name);
  if (blocks.length < 1 || blocks.length > 4) throw new RangeError(`${name} must have 1 to 4 entries, not ${blocks.length}`);
  row(w, Row.Sack, 5, blocks.flatMap((block, index) => {
    object(block, `${name}[${index}]`);
    return [
      required(block.left, `${name}[${index}].left`, 0xffffffff),
      required(block.right, `${name}[${index}].right`, 0xffffffff),
    ];
  }));
}

function md5(w: Uint32Array, digest: unknown, name: string): void {
  const [at, length] = place(digest, name);
  if (length !== 16) throw new RangeError(`${name} must have 16 bytes, not ${length}`);
  row(w, Row.Md5, 19, [at, length]);
}

function ipv4Option(w: Uint32Array, option: Ipv4OptionSpec, name: string): void {
  switch (option.name) {
    case 'recordRoute':
    case 'looseSourceRoute':
    case 'strictSourceRoute': {
      const addresses = few(option.addresses, `${name}.addresses`, 9);
      const pointer = integer(option.pointer, `${name}.pointer`, 255, 4);
      return row(w, Row.Route, KINDS[option.name]!, [
        pointer, ...addresses.map((address, index) => ipv4(address, `${name}.addresses[${index}]`)),
      ]);
    }
    case 'timestamp': return timestamp(w, option, name);
    case 'routerAlert': return row(w, Row.RouterAlert, 148, [integer(option.value, `${name}.value`, 0xffff, 0)]);
    default: return common(w, option, name);
  }
}

function timestamp(w: Uint32Array, option: Extract<Ipv4OptionSpec, { name: 'timestamp' }>, name: string): void {
  const entries = few<object>(option.entries, `${name}.entries`, 9) as readonly { timestamp: number; address?: string }[];
  const flag = integer(option.flag, `${name}.flag`, 15, entries.some((entry) => 'address' in object(entry, name)) ? 1 : 0);
  // RFC 791 3.1: flags 1 and 3 have addresses, 0 has none; others have no meaning.
  if (flag > 1 && flag !== 3) throw new RangeError(`${name}.flag must be 0, 1 or 3, not ${flag}`);
  const values = [
    integer(option.pointer, `${name}.pointer`, 255, 5), integer(option.overflow, `${name}.overflow`, 15, 0), flag,
  ];
  entries.forEach((entry, index) => {
    if (flag !== 0) values.push(ipv4(entry.address, `${name}.entries[${index}].address`));
    values.push(required(entry.timestamp, `${name}.entries[${index}].timestamp`, 0xffffffff));
  });
  row(w, flag === 0 ? Row.Timestamp : Row.AddressTimestamp, 68, values);
}

function few<T>(given: readonly T[], name: string, most: number): readonly T[] {
  const list = array(given, name);
  if (list.length > most) throw new RangeError(`${name} must have at most ${most} entries, not ${list.length}`);
  return list;
}

function common(w: Uint32Array, option: Extract<TcpOptionSpec, { name: 'eol' | 'nop' | 'unknown' | 'malformed' }>, name: string): void {
  switch (option.name) {
    case 'eol': return row(w, Row.End, 0, option.padding === undefined ? [] : place(option.padding, `${name}.padding`));
    case 'nop': return row(w, Row.NoOperation, 1, []);
    default: {
      const kind = required(option.kind, `${name}.kind`, 255);
      if (kind < 2) throw new RangeError(`${name}.kind must be an integer from 2 to 255, not ${kind}`);
      if (option.data === undefined) throw new TypeError(`${name}.data must be given`);
      const variant = option.name === 'unknown' ? Row.Unknown : Row.Malformed;
      return row(w, variant, kind, place(option.data, `${name}.data`));
    }
  }
}

/** Where an option's bytes are put, and how many they are. */
function place(given: unknown, name: string): [number, number] {
  const data = bytes(given, name);
  return [blob(data, name, Size.Options), data.length];
}
