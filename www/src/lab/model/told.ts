/** What a run says about a moment, a packet, or all of it. */
import type { Run, RunPacket, RunSide } from 'drywire/sim';
import { lastAtMost } from './axis';

/** The number of the last packet that had been sent; -1 where none had. Packets are in the order of sending. */
export function packetAt(packets: readonly RunPacket[], at: number): number {
  let [low, high] = [0, packets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (packets[middle]!.sentAt <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export interface Figures {
  readonly cwnd: number;
  readonly ssthresh: number | null;
  readonly inFlight: number;
  readonly sendWindow: number;
  readonly srtt: number | null;
  readonly rto: number;
}

/** A sender's figures at a moment. */
export function figuresAt({ samples }: RunSide, at: number): Figures | null {
  const row = lastAtMost(samples.at, at);
  if (row < 0) return null;
  return {
    cwnd: samples.cwnd[row]!,
    ssthresh: samples.ssthresh[row]!,
    inFlight: samples.inFlight[row]!,
    sendWindow: samples.sendWindow[row]!,
    srtt: samples.srtt[row]!,
    rto: samples.rto[row]!,
  };
}

/** A packet's name in a few characters: what it carries, or what it says. */
export function brief({ label, payload }: RunPacket, briefer = false): string {
  const [flags = ''] = label.split(' seq=');
  if (!label.includes(' seq=')) return payload > 0 ? `${payload} bytes` : label.split(' ')[0] ?? '';
  const number = (name: string) => new RegExp(` ${name}=(\\d+)`).exec(label)?.[1] ?? '';
  const acknowledges = flags.split(' ').includes('ACK') ? `ack ${number('ack')}` : '';
  const words = flags.split(' ').filter((flag) => flag !== 'ACK' && flag !== 'PSH');
  if (payload > 0) return [...words, `seq ${number('seq')}`, ...(briefer ? [] : [`+${payload}`])].join(' ');
  return [...words, acknowledges].filter(Boolean).join(' · ');
}

/** A packet in a sentence, for who points at it and for screen readers. */
export function sentence(packet: RunPacket): string {
  const { fromLeft, number, sentAt, arrivedAt, lost, label, length, again, copy } = packet;
  const fate = lost !== null ? `lost: ${lost}` : arrivedAt === null ? 'still under way at the end' : `arrived at ${time(arrivedAt)}`;
  const marks = `${again ? ', sent again' : ''}${copy ? ', a second copy' : ''}`;
  return `${fromLeft ? 'Left to right' : 'Right to left'}, packet ${number}${marks}, sent at ${time(sentAt)}, ${fate}. ${length} bytes: ${label}`;
}

/** Why a packet was sent, and by which rule; empty where nobody decided it. */
export const because = ({ why, section, copy }: RunPacket): string => (why === null || copy ? '' : ` Sent because ${why} (${section}).`);

/** What became of what the left sent to the right. */
export interface Outcome {
  readonly written: number;
  readonly delivered: number;
  readonly inOrder: boolean;
  readonly packets: number;
  readonly lost: number;
  readonly duplicates: number;
  readonly late: number;
  readonly again: number;
  /** When the last new byte came, in milliseconds. */
  readonly done: number | null;
}

export function outcomeOf(run: Run, isTcp: boolean): Outcome {
  const sent = run.packets.filter(({ fromLeft, payload }) => fromLeft && payload > 0);
  const arrived = sent.filter(({ arrivedAt }) => arrivedAt !== null);
  const fresh = new Map(arrived.map((packet) => [packet.number, packet.payload]));
  const datagrams = [...fresh.values()].reduce((sum, payload) => sum + payload, 0);
  return {
    written: run.left.written,
    delivered: isTcp ? run.right.received : Math.min(datagrams, run.left.written),
    inOrder: isTcp || run.right.late === 0,
    packets: sent.filter(({ copy }) => !copy).length,
    lost: sent.filter(({ lost }) => lost !== null).length,
    duplicates: run.right.duplicates,
    late: run.right.late,
    again: run.left.retransmits,
    done: arrived.length === 0 ? null : arrived.reduce((last, { arrivedAt }) => Math.max(last, arrivedAt ?? 0), 0),
  };
}

/** A time as people read it. */
export function time(milliseconds: number): string {
  if (milliseconds >= 10_000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds.toFixed(milliseconds < 1000 ? 2 : 1)} ms`;
}

const GROUPED = new Intl.NumberFormat('en');

/** A count with its thousands apart. */
export const count = (value: number): string => GROUPED.format(Math.round(value));
