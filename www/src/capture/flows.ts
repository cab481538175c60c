/** Conversations of a file's packets, as far as they were read. */
import { FlowTable, type Conversation as Told, type FlowEnd, type Link } from 'drywire';
import { SHOWN, type Conversation, type Part, type Stream } from '../flows/model';
import type { Batch, Store } from './store';
import { sinceText } from './times';

/** For how long packets are looked at before others have their turn; in milliseconds. */
const BREATH = 25;

export class Flows {
  readonly #table: FlowTable;
  #piece = 0;
  #going: Promise<void> | null = null;

  constructor(readonly store: Store, readonly link: Link) {
    // What was said is put in order once somebody asks for it, of one conversation at a time.
    this.#table = new FlowTable({ link, streams: false });
  }

  /** How many packets were looked at. */
  seen = 0;

  /** Takes in what was read since. */
  go(): Promise<void> {
    this.#going ??= this.#step().finally(() => { this.#going = null; });
    return this.#going;
  }

  async #step(): Promise<void> {
    for (let since = performance.now(); this.#piece < this.store.pieces; this.#piece++) {
      const batch = this.store.batch(this.#piece);
      append(this.#table, batch, this.link);
      this.seen += batch.links.length;
      if (performance.now() - since < BREATH) continue;
      await new Promise((resolve) => setTimeout(resolve));
      since = performance.now();
    }
  }

  /** What a packet is beside those before it. */
  findings(packet: number): readonly string[] {
    return packet < this.seen ? this.#table.packet(packet).findings : [];
  }

  /** The first conversations, `most` at most. */
  list(most: number): { conversations: Conversation[]; more: number } {
    const count = this.#table.conversationCount;
    const listed = Math.min(count, most);
    return {
      conversations: Array.from({ length: listed }, (_, number) => rowOf(this.#table.conversation(number), this.store.start ?? 0n)),
      more: count - listed,
    };
  }

  /** What was said in a conversation: all packets are gone through again, for this one alone. */
  follow(number: number): Stream {
    const table = new FlowTable({ link: this.link, verdicts: false, streams: [number] });
    try {
      for (let piece = 0; piece < this.#piece; piece++) append(table, this.store.batch(piece), this.link);
      const { chunks, leftOut } = table.followStream(number) ?? { chunks: [], leftOut: 0 };
      return { number, ...shownOf(chunks.map(({ from, data, length, packet }) => ({ side: from === 'a' ? 0 : 1, packet: packet - 1, data, length })), leftOut) };
    } finally {
      table.release();
    }
  }

  release(): void {
    this.#table.release();
  }
}

function append(table: FlowTable, { data, bounds, links, timestamps, originalLengths }: Batch, link: Link): void {
  table.append(data, bounds, link === 'auto' ? { timestamps, originalLengths, links } : { timestamps, originalLengths });
}

/** As many parts as are shown, and how much is not. */
function shownOf(parts: Part[], leftOut: number): { parts: Part[]; leftOut: number } {
  let room = SHOWN;
  const shown: Part[] = [];
  for (const part of parts) {
    const length = part.data === null ? 0 : Math.min(room, part.length);
    if (part.data === null) shown.push(part);
    else if (length > 0) shown.push({ ...part, data: part.data.slice(0, length), length });
    room -= length;
    leftOut += part.data === null ? 0 : part.length - length;
    if (room === 0 && part.data === null) break;
  }
  return { parts: shown, leftOut };
}

const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'ICMP', 6: 'TCP', 17: 'UDP', 58: 'ICMPv6' };

function rowOf({ number, protocol, a, b, start, duration, state, retransmitShare, firstPacket }: Told, zero: bigint): Conversation {
  return {
    number,
    protocol: PROTOCOLS[protocol] ?? `protocol ${protocol}`,
    ends: [endText(a), endText(b)],
    packets: [a.packets, b.packets],
    bytes: [a.bytes, b.bytes],
    start: sinceText(start - zero),
    duration: `${(duration / 1000).toFixed(3)} s`,
    again: state === null ? null : retransmitShare,
    state: state ?? '',
    first: firstPacket - 1,
    followed: a.payloadBytes + b.payloadBytes > 0,
  };
}

const endText = ({ address, port }: FlowEnd): string => (port === 0 ? address : `${address.includes(':') ? `[${address}]` : address}:${port}`);
