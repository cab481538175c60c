import type { ChecksumStatus } from './packet.js';
import type { MalformedOption, UnknownOption } from './ipv4.js';

/** A UDP header (RFC 768): 8 bytes. */
export interface Udp {
  /** 0 to 65,535; 0 when no reply is asked for. */
  sourcePort: number;
  /** 0 to 65,535. */
  destinationPort: number;
  /** The datagram's length in bytes, header included, as the header claims it: 8 to 65,535 when it is sound. */
  length: number;
  /** The checksum, 0 to 65,535; 0 when the sender computed none. */
  checksum: number;
  /** Whether the checksum verifies. Ignored by `encode`. */
  checksumStatus: ChecksumStatus;
}

/** A TCP header (RFC 9293 3.1): 20 bytes, and options up to 40 more. */
export interface Tcp {
  /** 0 to 65,535. */
  sourcePort: number;
  /** 0 to 65,535. */
  destinationPort: number;
  /** The number of the segment's first byte, 0 to 4,294,967,295. */
  sequenceNumber: number;
  /** The next byte that the sender expects, 0 to 4,294,967,295; means something only with the flag `ack`. */
  acknowledgmentNumber: number;
  /** The header's length in bytes as the header itself claims it (data offset times 4): a multiple of 4 from 0 to 60. */
  headerLength: number;
  /** The three reserved bits, 0 to 7. */
  reserved: number;
  /** The control bits. */
  flags: TcpFlags;
  /** The receive window as it stands in the header, 0 to 65,535: in bytes once scaled (RFC 7323 2). */
  window: number;
  /** The checksum, 0 to 65,535. */
  checksum: number;
  /** Whether the checksum verifies. Ignored by `encode`. */
  checksumStatus: ChecksumStatus;
  /** Where urgent data ends, in bytes after the sequence number, 0 to 65,535; means something only with `urg`. */
  urgentPointer: number;
  /** The options in their order on the wire. */
  options: TcpOption[];
}

/** The control bits of a TCP header (RFC 9293 3.1, RFC 3168 6.1, RFC 9768 for `ae`), in wire order. */
export interface TcpFlags {
  /** Accurate ECN. */
  ae: boolean;
  /** Congestion window reduced. */
  cwr: boolean;
  /** ECN-Echo. */
  ece: boolean;
  /** The urgent pointer means something. */
  urg: boolean;
  /** The acknowledgment number means something. */
  ack: boolean;
  /** Push: hand the data to the application now. */
  psh: boolean;
  /** Reset the connection. */
  rst: boolean;
  /** Synchronize sequence numbers. */
  syn: boolean;
  /** No more data from the sender. */
  fin: boolean;
}

/** A TCP option, told apart by `name`. */
export type TcpOption =
  | TcpEndOption | TcpNopOption | TcpMssOption | TcpWindowScaleOption | TcpSackPermittedOption | TcpSackOption
  | TcpTimestampsOption | TcpMd5Option | TcpUserTimeoutOption | TcpAoOption | TcpFastOpenOption
  | UnknownOption | MalformedOption;

/** End of option list (RFC 9293 3.1); zeros follow it up to the end of the header. */
export interface TcpEndOption {
  kind: 0;
  name: 'eol';
  /** The bytes after it: there only when they are not all zero, or do not reach the end that the header claims. */
  padding?: Uint8Array;
}

/** No operation (RFC 9293 3.1): one byte of alignment. */
export interface TcpNopOption {
  kind: 1;
  name: 'nop';
}

/** Maximum segment size (RFC 9293 3.7.1). */
export interface TcpMssOption {
  kind: 2;
  name: 'mss';
  /** The largest segment that the sender takes, in bytes without headers, 0 to 65,535. */
  value: number;
}

/** Window scale (RFC 7323 2). */
export interface TcpWindowScaleOption {
  kind: 3;
  name: 'windowScale';
  /** How many bits to shift the window by, 0 to 255; more than 14 counts as 14. */
  shift: number;
}

/** SACK permitted (RFC 2018 2). */
export interface TcpSackPermittedOption {
  kind: 4;
  name: 'sackPermitted';
}

/** Selective acknowledgment (RFC 2018 3). */
export interface TcpSackOption {
  kind: 5;
  name: 'sack';
  /** 1 to 4 runs of bytes that arrived: `left` is the first, `right` the one after the last; 0 to 4,294,967,295. */
  blocks: { left: number; right: number }[];
}

/** Timestamps (RFC 7323 3). */
export interface TcpTimestampsOption {
  kind: 8;
  name: 'timestamps';
  /** The sender's clock (TSval), 0 to 4,294,967,295. */
  value: number;
  /** What it echoes (TSecr), 0 to 4,294,967,295; means something only with the flag `ack`. */
  echoReply: number;
}

/** MD5 signature (RFC 2385), not verified. */
export interface TcpMd5Option {
  kind: 19;
  name: 'md5';
  /** 16 bytes. */
  digest: Uint8Array;
}

/** User timeout (RFC 5482 3). */
export interface TcpUserTimeoutOption {
  kind: 28;
  name: 'userTimeout';
  /** The unit of `value`. */
  granularity: 'seconds' | 'minutes';
  /** The timeout in that unit, 0 to 32,767. */
  value: number;
}

/** Authentication option (RFC 5925 2.2), not verified. */
export interface TcpAoOption {
  kind: 29;
  name: 'ao';
  /** Key identifiers and MAC. */
  data: Uint8Array;
}

/** Fast open (RFC 7413 2). */
export interface TcpFastOpenOption {
  kind: 34;
  name: 'fastOpen';
  /** Empty for a request, else 4 to 16 bytes. */
  cookie: Uint8Array;
}
