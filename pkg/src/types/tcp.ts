import type { REASONS } from '../tcp-reasons.js';

/** An end of a connection: an IPv4 address and a port from 1 to 65535, as `'10.0.0.1:80'` or as an object. */
export type TcpEnd = string | TcpAddress;

/** An IPv4 address and a port. */
export interface TcpAddress {
  /** In dotted form, `'10.0.0.1'`. */
  address: string;
  port: number;
}

/**
 * Where everything unforeseeable comes from (RFC 6528): 16 secret bytes, such as
 * `crypto.getRandomValues(new Uint8Array(16))`, or, in tests and simulations, a seed from 0 to 2^53 - 1. The same secret and
 * the same calls give the same packets to the byte.
 */
export type TcpRandomness = { secret: Uint8Array; seed?: undefined } | { seed: number; secret?: undefined };

/** How an idle peer is asked whether it is still there (RFC 9293 3.8.4). */
export interface TcpKeepAlive {
  /** How long nothing must have come before the first probe, in ms; 7,200,000 by default. */
  idle?: number;
  /** How long to wait between probes, in ms; 75,000 by default. */
  interval?: number;
  /** After how many probes without an answer the connection is given up, 1 to 65,535; 9 by default. */
  probes?: number;
}

/**
 * What may be set of a connection. Durations are in milliseconds, fractions allowed, up to 2^32.
 *
 * @example
 * ```js
 * import { TcpConnection } from 'drywire';
 *
 * // Fills a long, fat path, takes marks for losses and says why it did what.
 * const settings = { controller: 'bbr', sendBufferLimit: 2 ** 24, receiveBufferLimit: 2 ** 24, ecn: true, trace: true };
 * const client = TcpConnection.connect({ ...settings, local: '10.0.0.1:49152', remote: '10.0.0.2:80', seed: 1 }, 0);
 * const server = TcpConnection.listen({ ...settings, local: '10.0.0.2:80', seed: 2 });
 * for (let now = 0; now < 3; now++) {
 *   server.receiveAll(client.transmitAll(now), now);
 *   client.receiveAll(server.transmitAll(now), now);
 * }
 * const { state, cwnd, pacingRate, marks } = client.info();
 * console.log(state, cwnd, pacingRate > 0, marks); // ESTABLISHED 14480 true 0
 * console.log(client.trace()[0].text); // the user asks for a connection
 * ```
 */
export interface TcpSettings {
  /** Our own address and port. */
  local: TcpEnd;
  /** How many bytes may wait to be sent or acknowledged, 1 to 2^30; 262,144 by default. Memory is taken only as they do. */
  sendBuffer?: number;
  /**
   * How many they may become: twice the congestion window, where that is more than `sendBuffer`; 0 to 2^30. Their number stays
   * as it is where this is no more than that; 0 by default.
   */
  sendBufferLimit?: number;
  /** How many bytes may wait to be read, or for a gap before them to close, 1 to 2^30; 262,144 by default. */
  receiveBuffer?: number;
  /**
   * How many they may become: four times what is read in a round trip, where that is more than `receiveBuffer` and reading keeps
   * up with what comes; 0 to 2^30. Their number stays as it is where this is no more than that; 0 by default. They are a 65,536th
   * of it at least. The window scale is chosen for this many (RFC 7323 2.3).
   */
  receiveBufferLimit?: number;
  /** How many separate pieces may wait for a gap before them to close, 0 to 65,536; 512 by default. */
  receivePieces?: number;
  /** The largest packet that the path takes, in bytes, 68 to 65,535; 1,500 by default. */
  mtu?: number;
  /** Whether small segments wait while data is under way (RFC 9293 3.7.4); true by default. */
  nagle?: boolean;
  /** How long an acknowledgment may wait for company, in ms, 0 to 499 (RFC 9293 3.8.6.3); 40 by default. */
  ackDelay?: number;
  /** Whether and how an idle peer is asked if it is still there; false by default. */
  keepAlive?: TcpKeepAlive | boolean;
  /**
   * How long a SYN or data may stay unacknowledged before the connection is given up, in ms (RFC 9293 3.9.1); `null`, the
   * default, for no limit of its own.
   */
  userTimeout?: number | null;
  /** R1: after so many retransmissions of a segment there is an event (RFC 9293 3.8.3), 0 to 65,535; 3 by default. */
  r1?: number;
  /** R2: how long a segment is retransmitted before the connection is given up, in ms (RFC 9293 3.8.3); 100,000 by default. */
  r2?: number;
  /** R2 for a SYN, in ms; 180,000 by default. */
  synR2?: number;
  /** The maximum segment lifetime, in ms (RFC 9293 3.4.2); TIME-WAIT lasts twice as long; 30,000 by default. */
  msl?: number;
  /** The smallest retransmission timeout, in ms, at least 1 (RFC 6298 2.4); 200 by default. */
  minRto?: number;
  /** The largest retransmission timeout, in ms, at least `minRto` (RFC 6298 2.5); 60,000 by default. */
  maxRto?: number;
  /** Whether window scaling is offered (RFC 7323 2); true by default. */
  windowScale?: boolean;
  /** Whether timestamps are offered (RFC 7323 3); true by default. */
  timestamps?: boolean;
  /** Whether selective acknowledgment is offered (RFC 2018); true by default. */
  sack?: boolean;
  /**
   * Whether explicit congestion notification is offered, and agreed to where the peer offers it (RFC 3168); false by default, since
   * there are still paths that drop a SYN that offers it.
   */
  ecn?: boolean;
  /** Whether what the connection does, and why, is kept for `trace()`; false by default. */
  trace?: boolean;
  /**
   * Whether a window that is not used is kept for five minutes, over pauses too, after which segments are paced for a round trip
   * (RFC 7661, experimental); false by default: a pause longer than the retransmission timeout brings back the initial window
   * (RFC 5681 4.1). It is for controllers that do not pace.
   */
  windowValidation?: boolean;
  /** The initial window in segments, 1 to 100 (RFC 6928 caps it); 10 by default. */
  initialWindow?: number;
  /** How many challenge acknowledgments may be sent in 5 seconds, 0 to 65,535 (RFC 5961 7); 10 by default. */
  challengeAcks?: number;
  /** The time to live of packets sent, 1 to 255; 64 by default. */
  ttl?: number;
  /** The differentiated services code point of packets sent, 0 to 63; 0 by default. */
  dscp?: number;
  /** What controls congestion: `'cubic'` (RFC 9438), the default, `'new-reno'` (RFC 5681, 6582), or `'bbr'`, which paces. */
  controller?: 'cubic' | 'new-reno' | 'bbr';
  /** The addresses of the routers that packets sent are to pass, at most 8 (RFC 9293 3.9.2.1); none by default. */
  sourceRoute?: readonly string[];
}

/** What `TcpConnection.listen` takes. */
export type TcpListenOptions = TcpSettings & TcpRandomness;

/** What `TcpConnection.connect` takes. */
export type TcpConnectOptions = TcpListenOptions & {
  /** The peer's address and port. */
  remote: TcpEnd;
};

/** The states of RFC 9293 3.3.2, by the RFC's names. */
export type TcpState =
  | 'CLOSED' | 'LISTEN' | 'SYN-SENT' | 'SYN-RECEIVED' | 'ESTABLISHED' | 'FIN-WAIT-1' | 'FIN-WAIT-2' | 'CLOSE-WAIT' | 'CLOSING'
  | 'LAST-ACK' | 'TIME-WAIT';

/**
 * What became of a packet: `'taken'`, it was for this connection; `'not-ours'`, it is for another address, port or protocol;
 * `'malformed'`, a checksum is wrong, bytes are missing, or it is a fragment.
 */
export type TcpReceived = 'taken' | 'not-ours' | 'malformed';

/**
 * Why a connection has ended: both sides closed (`'finished'`), the peer refused it (`'refused'`) or reset it (`'reset'`), it
 * was aborted here (`'aborted'`), the peer did not answer in time (`'timed-out'`), or the network says that there is no such
 * host or port (`'unreachable'`).
 */
export type TcpCloseReason = 'finished' | 'refused' | 'reset' | 'aborted' | 'timed-out' | 'unreachable';

/** Something that the user may want to act on. */
export type TcpEvent =
  /** The connection is established. */
  | { type: 'connected' }
  /** There is data to read. */
  | { type: 'readable' }
  /** There is room to write: at first, or again after a write that did not fit. */
  | { type: 'writable' }
  /** Urgent data is under way or has come: the last of it is so many bytes ahead of the first byte not yet read (RFC 6093). */
  | { type: 'urgent'; ahead: number }
  /** The peer has closed its side: what is left to read is all. */
  | { type: 'peer-closed' }
  /** A segment has been retransmitted so many times, R1 or more: the path may be gone (RFC 9293 3.8.3). */
  | { type: 'retransmitting'; times: number }
  /** The network says, with this ICMP type and code, that the peer can't be reached for now (RFC 9293 3.9.2.2). */
  | { type: 'unreachable'; icmpType: number; icmpCode: number }
  /** The connection has ended. No more events follow. */
  | { type: 'closed'; reason: TcpCloseReason };

/** Why a connection did something, by name. */
export type TcpReason = (typeof REASONS)[number][0];

/** Something that a connection did, and why: what `TcpConnection.trace` gives. */
export type TcpDecision = TcpCause & (
  /** A segment was sent: there is one for each packet that `transmit` gives, in their order. `length` is that of its data in bytes. */
  | { type: 'sent'; sequenceNumber: number; length: number }
  /** A segment is held to be lost. `length` counts its data in bytes, and one for a SYN or FIN. */
  | { type: 'lost'; sequenceNumber: number; length: number }
  /** The congestion window or the slow start threshold changed; both in bytes, the latter 2^32 - 1 while there is none. */
  | { type: 'window'; cwnd: number; ssthresh: number }
  /** The state changed (RFC 9293 3.3.2). */
  | { type: 'state'; from: TcpState; to: TcpState }
);

/** When and why something was done. */
export interface TcpCause {
  /**
   * When, in milliseconds: the `now` of the call in which it was done. A call without `now` has that of the last one that had it,
   * and 0 before there was any.
   */
  at: number;
  /** The rule, by name. */
  reason: TcpReason;
  /** Where the rule stands: an RFC's or a draft's section, such as `'RFC 8985 6.2'`. */
  section: string;
  /** The cause in words. */
  text: string;
}

/** A connection's state and figures (RFC 9293 3.10.6, STATUS). Times are in milliseconds, all else in bytes or counts. */
export interface TcpInfo {
  state: TcpState;
  /** Why the connection has ended; `null` while it has not. */
  closeReason: TcpCloseReason | null;
  /** The smoothed round-trip time (RFC 6298); `null` before there is a measurement. */
  srtt: number | null;
  /** Its variation; `null` before there is a measurement. */
  rttvar: number | null;
  /** The smallest round-trip time measured; `null` before there is one. */
  minRtt: number | null;
  /** The retransmission timeout, doublings counted. */
  rto: number;
  /** The congestion window. */
  cwnd: number;
  /** The slow start threshold; 2^32 - 1 while there is none. */
  ssthresh: number;
  /** How many bytes a second may be sent; `null` where the controller does not pace. */
  pacingRate: number | null;
  /** Bytes held to be in the network (RFC 6675, pipe). */
  inFlight: number;
  /** Bytes that the peer holds out of order. */
  sacked: number;
  /** Bytes held to be lost. */
  lost: number;
  /** The peer's window. */
  sendWindow: number;
  /** Our own window, as the peer knows it. */
  receiveWindow: number;
  /** The largest segment that is sent, its options counted. */
  mss: number;
  /** Bytes written and not yet acknowledged. */
  unacknowledged: number;
  /** Bytes that wait to be read. */
  unread: number;
  /** How many bytes from the first unread one there are to the last urgent one; `null` where none is urgent (RFC 9293 3.8.5). */
  urgentAhead: number | null;
  /** Memory of the buffers. */
  memory: number;
  /** Segments sent, repeated ones among them. */
  segmentsSent: number;
  /** Segments that came and were meant for this connection. */
  segmentsReceived: number;
  /** Bytes of data sent, repeated ones among them. */
  bytesSent: number;
  /** Bytes of data acknowledged by the peer. */
  bytesAcknowledged: number;
  /** Bytes of data received in order. */
  bytesReceived: number;
  /** Segments sent again. */
  retransmits: number;
  /** How often the retransmission timer went off. */
  timeouts: number;
  /** How often what was held to be lost was not (RFC 3522, RFC 5682). */
  spurious: number;
  /** How often the window was reduced because routers marked packets (RFC 3168). */
  marks: number;
  /** Segments that brought nothing new. */
  duplicatesReceived: number;
  /** Packets that were dropped because a checksum was wrong or a header could not be read. */
  malformedReceived: number;
  /** Challenge acknowledgments sent (RFC 5961). */
  challenges: number;
  /** Decisions that `trace()` does not tell of, since too many waited to be asked for. */
  missedDecisions: number;
}
