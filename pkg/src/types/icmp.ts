import type { ChecksumStatus } from './packet.js';
import type { Ipv4 } from './ipv4.js';
import type { Ipv6 } from './ipv6.js';

/** An ICMP header (RFC 792): 8 bytes, told apart by `name`. What follows it is the packet's payload. */
export type Icmp =
  | IcmpEcho | IcmpDestinationUnreachable | IcmpRedirect | IcmpTimeExceeded | IcmpParameterProblem | IcmpUnknown;

/** What all ICMP messages have. */
export interface IcmpBase {
  /** The message's type, 0 to 255. */
  type: number;
  /** Says more about the type, 0 to 255. */
  code: number;
  /** The checksum over the whole message, 0 to 65,535. */
  checksum: number;
  /** Whether the checksum verifies. Ignored by `encode`. */
  checksumStatus: ChecksumStatus;
  /**
   * The packet that an error message quotes, read as far as it goes: a view for reading of what stands in the packet's
   * payload. `null` for other messages, and when no IPv4 header is there. Ignored by `encode`.
   */
  quoted: Quoted | null;
}

/** Echo reply (0) or echo request (8), RFC 792. */
export interface IcmpEcho extends IcmpBase {
  name: 'echoReply' | 'echoRequest';
  type: 0 | 8;
  /** Tells apart who asked, 0 to 65,535. */
  identifier: number;
  /** Tells apart the requests, 0 to 65,535. */
  sequenceNumber: number;
}

/** Destination unreachable (RFC 792, RFC 1191 4). */
export interface IcmpDestinationUnreachable extends IcmpBase {
  name: 'destinationUnreachable';
  type: 3;
  /** The 16 bits before `nextHopMtu`, 0 to 65,535; RFC 4884 has a length in the second byte. */
  unused: number;
  /** With code 4 (fragmentation needed): the next hop's MTU in bytes, 0 to 65,535; 0 from routers that do not tell. */
  nextHopMtu: number;
}

/** Redirect (RFC 792). */
export interface IcmpRedirect extends IcmpBase {
  name: 'redirect';
  type: 5;
  /** The gateway to use, as `'192.0.2.1'`. */
  gateway: string;
}

/** Time exceeded (RFC 792). */
export interface IcmpTimeExceeded extends IcmpBase {
  name: 'timeExceeded';
  type: 11;
  /** The 32 bits after the checksum, 0 to 4,294,967,295; RFC 4884 has a length in the second byte. */
  unused: number;
}

/** Parameter problem (RFC 792). */
export interface IcmpParameterProblem extends IcmpBase {
  name: 'parameterProblem';
  type: 12;
  /** The byte of the quoted packet at which the problem is, 0 to 255. */
  pointer: number;
  /** The 24 bits after `pointer`, 0 to 16,777,215; RFC 4884 has a length in the first byte. */
  unused: number;
}

/** Any other type. */
export interface IcmpUnknown extends IcmpBase {
  name: 'unknown';
  /** The 32 bits after the checksum, 0 to 4,294,967,295. */
  restOfHeader: number;
}

/** The start of the packet that an ICMP error message is about (RFC 792, RFC 1812 4.3.2.3). */
export interface Quoted {
  /** Its IPv4 header. */
  ipv4: Ipv4;
  /** The first 8 bytes of its TCP header, or `null`. */
  tcp: { sourcePort: number; destinationPort: number; sequenceNumber: number } | null;
  /** Its UDP header, or `null`. */
  udp: { sourcePort: number; destinationPort: number; length: number; checksum: number } | null;
  /** The type and code of its ICMP header, or `null`. */
  icmp: { type: number; code: number } | null;
  /** All quoted bytes after its IPv4 header: a view of the caller's own bytes. */
  payload: Uint8Array;
}

/** An ICMPv6 header (RFC 4443): 8 bytes, told apart by `name`. What follows it is the packet's payload. */
export type Icmpv6 =
  | Icmpv6Echo | Icmpv6DestinationUnreachable | Icmpv6PacketTooBig | Icmpv6TimeExceeded | Icmpv6ParameterProblem
  | Icmpv6Unknown;

/** What all ICMPv6 messages have. */
export interface Icmpv6Base {
  /** The message's type, 0 to 255; under 128 an error. */
  type: number;
  /** Says more about the type, 0 to 255. */
  code: number;
  /** The checksum over pseudo-header and message, 0 to 65,535. */
  checksum: number;
  /** Whether the checksum verifies. Ignored by `encode`. */
  checksumStatus: ChecksumStatus;
  /**
   * The packet that an error message quotes, read as far as it goes: a view for reading of what stands in the packet's
   * payload. `null` for other messages, and when no IPv6 header is there. Ignored by `encode`.
   */
  quoted: QuotedIpv6 | null;
}

/** Echo request (128) or echo reply (129), RFC 4443 4. */
export interface Icmpv6Echo extends Icmpv6Base {
  name: 'echoReply' | 'echoRequest';
  type: 128 | 129;
  /** Tells apart who asked, 0 to 65,535. */
  identifier: number;
  /** Tells apart the requests, 0 to 65,535. */
  sequenceNumber: number;
}

/** Destination unreachable (RFC 4443 3.1). */
export interface Icmpv6DestinationUnreachable extends Icmpv6Base {
  name: 'destinationUnreachable';
  type: 1;
  /** The 32 bits after the checksum, 0 to 4,294,967,295; RFC 4884 has a length in the first byte. */
  unused: number;
}

/** Packet too big (RFC 4443 3.2). */
export interface Icmpv6PacketTooBig extends Icmpv6Base {
  name: 'packetTooBig';
  type: 2;
  /** The next hop's MTU in bytes, 0 to 4,294,967,295. */
  mtu: number;
}

/** Time exceeded (RFC 4443 3.3). */
export interface Icmpv6TimeExceeded extends Icmpv6Base {
  name: 'timeExceeded';
  type: 3;
  /** The 32 bits after the checksum, 0 to 4,294,967,295; RFC 4884 has a length in the first byte. */
  unused: number;
}

/** Parameter problem (RFC 4443 3.4). */
export interface Icmpv6ParameterProblem extends Icmpv6Base {
  name: 'parameterProblem';
  type: 4;
  /** The byte of the quoted packet at which the problem is, 0 to 4,294,967,295. */
  pointer: number;
}

/** Any other type. */
export interface Icmpv6Unknown extends Icmpv6Base {
  name: 'unknown';
  /** The 32 bits after the checksum, 0 to 4,294,967,295. */
  restOfHeader: number;
}

/** The start of the packet that an ICMPv6 error message is about (RFC 4443 3). */
export interface QuotedIpv6 {
  /** Its IPv6 header. */
  ipv6: Ipv6;
  /** The first 8 bytes of its TCP header, or `null`. */
  tcp: { sourcePort: number; destinationPort: number; sequenceNumber: number } | null;
  /** Its UDP header, or `null`. */
  udp: { sourcePort: number; destinationPort: number; length: number; checksum: number } | null;
  /** The type and code of its ICMPv6 header, or `null`. */
  icmpv6: { type: number; code: number } | null;
  /** All quoted bytes after its IPv6 header: a view of the caller's own bytes. */
  payload: Uint8Array;
}
