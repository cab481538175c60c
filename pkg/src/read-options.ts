/** Option rows, from the record. A row is a head word (variant, kind << 8, words that follow << 16) and those words. */
import { ipv4Text } from './address.js';
import { Row } from './layout.js';
import { IPV4_OPTIONS, TCP_OPTIONS } from './options.js';
import type { OptionShape } from './options.js';
import type { Ipv4Option, Ipv4RouteOption, Ipv4TimestampOption, TcpOption } from './types.js';

/** The head word of a NOP's row. */
const NOP = Row.NoOperation | (1 << 8);
/** The head word of a timestamps row. */
const TIMESTAMPS = Row.Timestamps | (8 << 8) | (2 << 16);

/** The `count` TCP options whose rows begin at `at`. */
export function readTcpOptions(w: Uint32Array, at: number, count: number, bytes: Uint8Array): TcpOption[] {
  // The layout of almost every segment of a connection, RFC 7323 appendix A.
  if (count === 3 && w[at] === NOP && w[at + 1] === NOP && w[at + 2] === TIMESTAMPS) {
    return [
      { kind: 1, name: 'nop' },
      { kind: 1, name: 'nop' },
      { kind: 8, name: 'timestamps', value: w[at + 3]!, echoReply: w[at + 4]! },
    ];
  }
  // Of known length: an array that grows makes room for seventeen.
  const options = new Array<TcpOption>(count);
  for (let row = 0; row < count; row++) {
    options[row] = tcpOption(w, at, bytes);
    at += 1 + (w[at]! >>> 16);
  }
  return options;
}

function tcpOption(w: Uint32Array, at: number, bytes: Uint8Array): TcpOption {
  switch (w[at]! & 255) {
    // Literals for what SYNs and acknowledgments have: by the table they would take as long as all the rest of a packet.
    case Row.NoOperation: return { kind: 1, name: 'nop' };
    case Row.MaximumSegmentSize: return { kind: 2, name: 'mss', value: w[at + 1]! };
    case Row.WindowScale: return { kind: 3, name: 'windowScale', shift: w[at + 1]! };
    case Row.SackPermitted: return { kind: 4, name: 'sackPermitted' };
    case Row.Timestamps: return { kind: 8, name: 'timestamps', value: w[at + 1]!, echoReply: w[at + 2]! };
    case Row.Sack: return { kind: 5, name: 'sack', blocks: sackBlocks(w, at) };
    case Row.UserTimeout:
      return { kind: 28, name: 'userTimeout', granularity: w[at + 1] === 0 ? 'seconds' : 'minutes', value: w[at + 2]! };
    default: return plainOption(w, at, bytes, TCP_OPTIONS) as TcpOption;
  }
}

/** An option that is nothing but numbers or bytes, by its table. */
export function plainOption(
  w: Uint32Array, at: number, bytes: Uint8Array, shapes: Readonly<Record<string, OptionShape>>,
): object {
  const row = w[at]! & 255;
  const kind = (w[at]! >>> 8) & 255;
  if (row === Row.End) {
    return w[at]! >>> 16 === 0 ? { kind: 0, name: 'eol' } : { kind: 0, name: 'eol', padding: copy(w, at, bytes) };
  }
  for (const name in shapes) {
    const shape = shapes[name]!;
    if (shape.row !== row) continue;
    const option: Record<string, unknown> = { kind, name };
    if (shape.bytes !== undefined) option[shape.bytes] = copy(w, at, bytes);
    shape.numbers?.forEach(([key], index) => { option[key] = w[at + 1 + index]!; });
    return option;
  }
  return { kind, name: row === Row.Malformed ? 'malformed' : 'unknown', data: copy(w, at, bytes) };
}

function sackBlocks(w: Uint32Array, at: number): { left: number; right: number }[] {
  const blocks = new Array<{ left: number; right: number }>(w[at]! >>> 17);
  for (let index = 0; index < blocks.length; index++) {
    blocks[index] = { left: w[at + 1 + 2 * index]!, right: w[at + 2 + 2 * index]! };
  }
  return blocks;
}

/** The `count` IPv4 options whose rows begin at `at`. */
export function readIpv4Options(w: Uint32Array, at: number, count: number, bytes: Uint8Array): Ipv4Option[] {
  const options: Ipv4Option[] = [];
  for (let row = 0; row < count; row++) {
    options.push(ipv4Option(w, at, bytes));
    at += 1 + (w[at]! >>> 16);
  }
  return options;
}

function ipv4Option(w: Uint32Array, at: number, bytes: Uint8Array): Ipv4Option {
  const last = at + (w[at]! >>> 16);
  switch (w[at]! & 255) {
    case Row.NoOperation: return { kind: 1, name: 'nop' };
    case Row.Route: return route(w, at, last);
    case Row.Timestamp: return timestamp(w, at, last, 1);
    case Row.AddressTimestamp: return timestamp(w, at, last, 2);
    default: return plainOption(w, at, bytes, IPV4_OPTIONS) as Ipv4Option;
  }
}

/** `step` is how many words an entry has: its timestamp alone, or after its address. */
function timestamp(w: Uint32Array, at: number, last: number, step: 1 | 2): Ipv4TimestampOption {
  const entries: Ipv4TimestampOption['entries'] = [];
  for (let entry = at + 4; entry <= last; entry += step) {
    entries.push(step === 1 ? { timestamp: w[entry]! } : { address: ipv4Text(w[entry]!), timestamp: w[entry + 1]! });
  }
  return { kind: 68, name: 'timestamp', pointer: w[at + 1]!, overflow: w[at + 2]!, flag: w[at + 3]!, entries };
}

function route(w: Uint32Array, at: number, last: number): Ipv4RouteOption {
  const kind = ((w[at]! >>> 8) & 255) as 7 | 131 | 137;
  const addresses: string[] = [];
  for (let slot = at + 2; slot <= last; slot++) addresses.push(ipv4Text(w[slot]!));
  const name = kind === 7 ? 'recordRoute' : kind === 131 ? 'looseSourceRoute' : 'strictSourceRoute';
  return { kind, name, pointer: w[at + 1]!, addresses };
}

/** A copy of an option's few bytes: plain data that does not hold on to the frame. */
export function copy(w: Uint32Array, at: number, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.subarray(w[at + 1]!, w[at + 1]! + w[at + 2]!));
}
