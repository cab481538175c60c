import type { ChecksumStatus } from './packet.js';

/** An IPv4 header (RFC 791 3.1): 20 bytes, and options up to 40 more. Lengths and offsets are in bytes. */
export interface Ipv4 {
  /** The version: always 4, since a packet of another version is not read. */
  version: number;
  /** The header's length in bytes as the header itself claims it (IHL times 4): a multiple of 4 from 0 to 60. */
  headerLength: number;
  /** The differentiated services code point (RFC 2474), 0 to 63. */
  dscp: number;
  /** Explicit congestion notification (RFC 3168 5): 0 not ECN-capable, 1 ECT(1), 2 ECT(0), 3 congestion experienced. */
  ecn: number;
  /** The length of the packet in bytes, header included, as the header claims it: 0 to 65,535. */
  totalLength: number;
  /** What the fragments of one packet share, 0 to 65,535. */
  identification: number;
  /** The flag that must be zero. */
  reservedFlag: boolean;
  /** Whether routers may not fragment the packet (DF). */
  dontFragment: boolean;
  /** Whether fragments follow this one (MF). */
  moreFragments: boolean;
  /** Where this fragment's bytes belong, in bytes: a multiple of 8 from 0 to 65,528. */
  fragmentOffset: number;
  /** How many routers the packet may still pass, 0 to 255. */
  ttl: number;
  /** What comes next: 1 ICMP, 6 TCP, 17 UDP; 0 to 255. */
  protocol: number;
  /** The header's checksum, 0 to 65,535. */
  checksum: number;
  /** Whether the checksum verifies. Ignored by `encode`. */
  checksumStatus: ChecksumStatus;
  /** The source's address, as `'192.0.2.1'`. */
  source: string;
  /** The destination's address, as `'192.0.2.1'`. */
  destination: string;
  /** The options in their order on the wire; most often none. */
  options: Ipv4Option[];
}

/** An IPv4 option, told apart by `name`. `kind` is the whole type byte with its copied flag and class. */
export type Ipv4Option =
  | Ipv4EndOption | Ipv4NopOption | Ipv4RouteOption | Ipv4TimestampOption | Ipv4RouterAlertOption
  | UnknownOption | MalformedOption;

/** End of option list (RFC 791 3.1); zeros follow it up to the end of the header. */
export interface Ipv4EndOption {
  kind: 0;
  name: 'eol';
  /** The bytes after it: there only when they are not all zero, or do not reach the end that the header claims. */
  padding?: Uint8Array;
}

/** No operation (RFC 791 3.1): one byte of alignment. */
export interface Ipv4NopOption {
  kind: 1;
  name: 'nop';
}

/** Record route (7), loose source route (131) or strict source route (137), RFC 791 3.1. */
export interface Ipv4RouteOption {
  kind: 7 | 131 | 137;
  name: 'recordRoute' | 'looseSourceRoute' | 'strictSourceRoute';
  /** Where the next address goes, in bytes from the start of the option counted from 1: 4 is the first, 0 to 255. */
  pointer: number;
  /** The slots, `'0.0.0.0'` for one not filled yet. */
  addresses: string[];
}

/** Internet timestamp (RFC 791 3.1). */
export interface Ipv4TimestampOption {
  kind: 68;
  name: 'timestamp';
  /** Where the next entry goes, in bytes from the start of the option counted from 1: 5 is the first, 0 to 255. */
  pointer: number;
  /** How many hosts found no room, 0 to 15. */
  overflow: number;
  /** 0 timestamps alone, 1 each after its address, 3 at the addresses given; 0 to 15. */
  flag: number;
  /** The slots. A timestamp is in milliseconds since midnight UTC, 0 to 4,294,967,295. */
  entries: ({ timestamp: number } | { address: string; timestamp: number })[];
}

/** Router alert (RFC 2113). */
export interface Ipv4RouterAlertOption {
  kind: 148;
  name: 'routerAlert';
  /** 0: routers shall examine the packet; 0 to 65,535. */
  value: number;
}

/** An option of a kind that is not known, or a known one of a length that it can't have (a problem says so). */
export interface UnknownOption {
  /** The option's first byte, 2 to 255. */
  kind: number;
  name: 'unknown';
  /** The bytes after its kind and length. */
  data: Uint8Array;
}

/** Where options stop making sense: a length of 0 or 1, no length byte, or one past the end. It is the last entry. */
export interface MalformedOption {
  /** The option's first byte, 2 to 255. */
  kind: number;
  name: 'malformed';
  /** Every byte after the kind, to the end of the options. */
  data: Uint8Array;
}
