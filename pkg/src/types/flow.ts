import type { Link, OwnBytes } from './packet.js';

/** One of the two that speak: `'a'` spoke first (of TCP, it sent the SYN). */
export type FlowSide = 'a' | 'b';

/**
 * What a TCP segment is, seen beside those before it; Wireshark's `tcp.analysis` has the same. A segment may be several of these.
 */
export type FlowFinding =
  | 'retransmission' | 'fast-retransmission' | 'spurious-retransmission' | 'out-of-order' | 'duplicate-ack'
  | 'zero-window' | 'zero-window-probe' | 'zero-window-probe-ack' | 'window-full' | 'window-update'
  | 'keep-alive' | 'keep-alive-ack' | 'lost-segment' | 'ack-lost-segment' | 'reused-ports';

/**
 * How far a TCP connection has come: `'opening'` (a SYN), `'accepted'` (answered by one), `'established'`, `'mid-stream'` (its
 * beginning was not captured), `'closing'` (a FIN), `'closed'` (both, and acknowledged), `'reset'`.
 */
export type FlowState = 'opening' | 'accepted' | 'established' | 'mid-stream' | 'closing' | 'closed' | 'reset';

/** What a `FlowTable` keeps, and how much. */
export interface FlowTableOptions {
  /** What the first byte of every packet belongs to, where `append` is not told for each. @defaultValue `'auto'` */
  link?: Link | undefined;
  /**
   * Whether a verdict on each packet is kept, for `packet(i)` and `columns`: some 40 bytes a packet. Without, memory grows
   * with the conversations alone. @defaultValue `true`
   */
  verdicts?: boolean | undefined;
  /**
   * Whose contents are kept for `followStream`: all conversations', none, or those with these numbers (which a first pass over
   * the capture tells). @defaultValue `true`
   */
  streams?: boolean | readonly number[] | undefined;
  /** The most memory that one conversation's content may take, in bytes; what is more is left out. @defaultValue 16 MiB */
  streamLimit?: number | undefined;
  /** The most memory that all contents together may take, in bytes. @defaultValue 256 MiB */
  streamsLimit?: number | undefined;
  /**
   * How many conversations are watched at a time. Beyond that, the one that has rested longest is no longer; what comes of it
   * later is a conversation of its own. @defaultValue 65,536
   */
  openLimit?: number | undefined;
  /** How many conversations are in the table at most: beyond that, the first are forgotten. @defaultValue 1,000,000 */
  tableLimit?: number | undefined;
  /** How long a connection is watched after its end, in milliseconds: until then late copies are its own. @defaultValue 240,000 */
  linger?: number | undefined;
}

/** What `append` may be told of each packet; a batch of `readCapture(…).batches()` has all of it. */
export interface FlowPacketInfo {
  /**
   * When they were captured, in nanoseconds since 1970. Without, all count as captured in one moment, and there is no round trip.
   */
  timestamps?: BigInt64Array | undefined;
  /** Their lengths on the wire in bytes. Without, what is here is all there was. */
  originalLengths?: Uint32Array | undefined;
  /** Their link types as LINKTYPE numbers; of one that is not read, nothing is known. Without, `options.link`. */
  links?: Uint16Array | undefined;
}

/** What there is to say of a packet. */
export interface FlowPacket {
  /** Its number, from 1, as captures and Wireshark count. */
  number: number;
  /**
   * The number of its conversation, from 0; `null` where it has none: it is not IP, its headers are not whole, or it is a
   * fragment of which others are missing (the last to come stands for all).
   */
  conversation: number | null;
  /** Who sent it; `null` where it is in no conversation. */
  from: FlowSide | null;
  /** What its segment is. */
  findings: FlowFinding[];
  /** Of a duplicate acknowledgment: the number of the packet that it repeats, and the how manieth it is. Else `null`. */
  duplicate: { of: number; count: number } | null;
  /**
   * Of an acknowledgment: the number of the packet that it acknowledges, and how long that took in milliseconds. `null` where
   * it ends where no packet did.
   */
  acknowledges: { number: number; rtt: number } | null;
  /** How many bytes its sender has under way after it; `null` without data, or where that cannot be told. */
  bytesInFlight: number | null;
}

/** The verdicts as typed arrays, one entry a packet: views, to be taken anew after `append`. */
export interface FlowColumns {
  /** The conversation's number; 4294967295 where there is none. */
  conversation: Uint32Array;
  /** Who sent it: 0 for a, 1 for b. */
  from: Uint8Array;
  /** The findings as bits: 1 for `'retransmission'`, and so on in the order of `FlowFinding`. */
  findings: Uint16Array;
  /** The number of the packet that a duplicate acknowledgment repeats; 0 for none. */
  duplicateOf: Uint32Array;
  /** The how manieth duplicate it is; 0 for none. */
  duplicateCount: Uint32Array;
  /** The number of the packet that it acknowledges; 0 for none. */
  acknowledges: Uint32Array;
  /** How long that took in milliseconds; NaN for none. */
  rtt: Float64Array;
  /** Bytes in flight after it; 0 where there is nothing to say. */
  bytesInFlight: Uint32Array;
}

/** One end of a conversation, and what it has sent. */
export interface FlowEnd {
  /** The address. */
  address: string;
  /** The port of TCP and UDP; of ICMP's echo the identifier; else 0. */
  port: number;
  /** Packets; each fragment of one is one. */
  packets: number;
  /** The length of their frames on the wire in bytes. */
  bytes: number;
  /** The bytes that they carried behind TCP's, UDP's or ICMP's header, those sent again included. */
  payloadBytes: number;
  /** TCP segments with data, SYN or FIN. */
  segments: number;
  /** Those of them that were sent again. */
  retransmissions: number;
  /** The data that those had. */
  retransmittedBytes: number;
  /** How long its segments took to be acknowledged, in milliseconds; `null` where none was seen to be. */
  rtt: { samples: number; minimum: number; average: number; maximum: number } | null;
}

/** What two ends said to each other by one protocol: of TCP, one connection. */
export interface Conversation {
  /** Its number, from 0. */
  number: number;
  /** The protocol: 6 TCP, 17 UDP, 1 ICMP. */
  protocol: number;
  /** Who spoke first. */
  a: FlowEnd;
  /** The other one. */
  b: FlowEnd;
  /** When the first packet was captured, in nanoseconds since 1970. */
  start: bigint;
  /** How long it is from the first packet to the last, in milliseconds. */
  duration: number;
  /** The number of the first packet. */
  firstPacket: number;
  /** How far the connection has come; `null` where it is not TCP. */
  state: FlowState | null;
  /** From the SYN to the first acknowledgment without one, in milliseconds; `null` where these were not captured. */
  initialRtt: number | null;
  /** Retransmissions by segments, of both ends, from 0 to 1. */
  retransmitShare: number;
}

/** A part of what was said: bytes, or a gap. */
export interface StreamChunk {
  /** Who said it. */
  from: FlowSide;
  /** The bytes; `null` for a gap. */
  data: OwnBytes | null;
  /** How many bytes there are, or how many are missing. */
  length: number;
  /** The number of the packet that brought it; for a gap, that showed it. */
  packet: number;
  /** When that was captured, in nanoseconds since 1970. */
  timestamp: bigint;
}

/** What was said in a conversation. */
export interface FollowedStream {
  /** The parts, in the order in which they could be read. */
  chunks: StreamChunk[];
  /** How many of them are settled: those after wait behind a gap that nobody has acknowledged yet. */
  settled: number;
  /** How many bytes were left out because of `streamLimit` or `streamsLimit`. */
  leftOut: number;
}
