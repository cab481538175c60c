/** A packet as one line of a list: what a capture tool shows of each. */
import { summarize, type DissectedLayer, type Dissection, type DumpTimestamp, type Link } from 'drywire/inspect';
import { isMild } from '../words/advice';
import { headlineOf, roleNamed } from './frame';
import { dissectAs, linkName } from './link';

export interface Row {
  /** When, for people; empty where nothing says. */
  readonly time: string;
  readonly source: string;
  readonly destination: string;
  /** The innermost protocol. */
  readonly protocol: string;
  readonly length: number;
  readonly about: string;
  readonly problems: number;
  /** Whether one of them is of the packet rather than of the capture. */
  readonly grave: boolean;
  /** What the segment is beside those before it: `retransmission`, `zero-window` … */
  readonly findings?: readonly string[];
}

/** What a list shows of a packet; `original` is its length before a capture cut it. */
export function rowOf(data: Uint8Array, link: Link, time: string, original = data.length): Row {
  const dissection = dissectAs(data, link);
  const layer = headlineOf(dissection);
  const [source, destination] = pairOf(dissection.layers, ENDS) ?? ['', ''];
  return {
    time, source, destination, length: original,
    protocol: layer?.label ?? '–',
    about: aboutOf(layer, dissection, link, original),
    problems: dissection.problems.length,
    grave: dissection.problems.some((problem) => !isMild(problem)),
  };
}

/** An application's own words; else what tcpdump says. */
function aboutOf(layer: DissectedLayer | undefined, dissection: Dissection, link: Link, original: number): string {
  if (layer === undefined) return 'No header can be read';
  // A protocol that is known by its port alone says nothing that the segment does not say better.
  if (roleNamed(layer.name) === 'application' && !layer.text.includes('(by port')) return layer.text;
  // What an ICMP message quotes has ports too, and is not what is said here.
  const ports = /^icmp/.test(layer.name) ? null : pairOf(dissection.layers, PORTS);
  return `${ports === null ? '' : `${ports[0]} → ${ports[1]} `}${withoutEnds(lineOf(dissection.bytes, link, original))}`;
}

/** Longer frames are none, and are not said whole. */
const LONGEST = 1 << 20;

/** A packet in one line, as tcpdump prints it. */
export const lineOf = (data: Uint8Array, link: Link, original = data.length): string =>
  summarize(data.subarray(0, LONGEST), { link: linkName(link) ?? 'auto', originalLength: original });

/** A line without what has columns of its own: addresses and ports at its start. */
const withoutEnds = (line: string): string => line.replace(/^(?:IP6? (?:\([^)]*\) )?\S+ > \S+: |ARP, )/, '');

/** The names of fields that say from whom and to whom, the ones to be shown first. */
const ENDS = [['ip.src', 'ip.dst'], ['ipv6.src', 'ipv6.dst'], ['arp.src.proto', 'arp.dst.proto'], ['eth.src', 'eth.dst']] as const;

/** The same for ports. */
const PORTS = [['tcp.srcport', 'tcp.dstport'], ['udp.srcport', 'udp.dstport']] as const;

function pairOf(layers: readonly DissectedLayer[], names: readonly (readonly [from: string, to: string])[]): [source: string, destination: string] | null {
  for (const [from, to] of names) {
    for (const { fields } of layers) {
      const source = fields.find(({ name }) => name === from);
      const destination = fields.find(({ name }) => name === to);
      if (source !== undefined && destination !== undefined) return [source.text, destination.text];
    }
  }
  return null;
}

/** A moment that a text names, as it was printed: with its day where there is one. */
export function momentText(timestamp: DumpTimestamp | undefined): string {
  if (timestamp === undefined) return '';
  const { clock, seconds, nanoseconds } = timestamp;
  const fraction = fractionText(nanoseconds);
  if (clock === 'time-of-day') return `${[seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':')}${fraction}`;
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `${seconds}${fraction} s`;
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}${fraction}${clock === 'epoch' ? ' UTC' : ''}`;
}

/** Microseconds, unless there is more. */
const fractionText = (nanoseconds: number): string => `.${String(nanoseconds).padStart(9, '0').replace(/000$/, '')}`;
