/** A table of conversations, filled from whatever holds the packets. */
import { linkNumber } from '../arguments.js';
import { FlowTable, guessLink } from '../index.js';
import type { Conversation, FlowEnd, FlowTableOptions } from '../types.js';
import { Failure } from './failure.js';
import type { Input, Item } from './input.js';

/** So many bytes are handed over at once. */
const CHUNK = 1 << 18;

/** Reads all packets into a table. Memory grows with the conversations, not with the packets. */
export async function conversations(input: Input, options: FlowTableOptions): Promise<FlowTable> {
  const table = new FlowTable({ ...options, verdicts: false });
  let items: Item[] = [];
  let length = 0;
  const hand = (): void => {
    append(table, items, length);
    items = [];
    length = 0;
  };
  let count = 0;
  for await (const item of input.items()) {
    count++;
    items.push(item);
    length += item.data.length;
    if (length >= CHUNK) hand();
  }
  hand();
  if (count === 0) throw new Failure(`there are no packets in ${input.name}`, 1);
  return table;
}

function append(table: FlowTable, items: readonly Item[], length: number): void {
  const data = new Uint8Array(length);
  const bounds = new Uint32Array(items.length * 2);
  let at = 0;
  for (const [index, item] of items.entries()) {
    data.set(item.data, at);
    bounds.set([at, item.data.length], index * 2);
    at += item.data.length;
  }
  table.append(data, bounds, {
    timestamps: BigInt64Array.from(items, nanoseconds),
    originalLengths: Uint32Array.from(items, ({ originalLength }) => originalLength),
    links: Uint16Array.from(items, ({ data, link }) => linkNumber(link === 'auto' ? guessLink(data).link : link)),
  });
}

/** A time without a date counts from midnight: what matters is what lies between. */
function nanoseconds({ time }: Item): bigint {
  return time === null ? 0n : BigInt(time.seconds) * 1_000_000_000n + BigInt(time.nanoseconds);
}

const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'ICMP', 6: 'TCP', 17: 'UDP', 58: 'ICMPv6' };

/** A protocol's name, or its number. */
export function protocolName({ protocol }: Conversation): string {
  return PROTOCOLS[protocol] ?? String(protocol);
}

/** `10.0.0.1:80`, `[2001:db8::1]:80`; the address alone where there is no port. */
export function endName({ address, port }: FlowEnd): string {
  const host = address.includes(':') && port !== 0 ? `[${address}]` : address;
  return port === 0 ? host : `${host}:${port}`;
}
