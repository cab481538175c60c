import type { Link } from './packet.js';

/** How a `PacketTable` reads. */
export interface PacketTableOptions {
  /** What the first byte of every packet belongs to. @defaultValue `'auto'` */
  link?: Link | undefined;
  /** Whether checksums are verified; else every status is 3. @defaultValue `true` */
  verify?: boolean | undefined;
  /**
   * Whether the table keeps the caller's bytes (not a copy of them), so that `packet(i)` can decode them. With `false`
   * only the columns stay. @defaultValue `true`
   */
  retain?: boolean | undefined;
}

/** What is known of packets besides their bytes: an entry for each. */
export interface PacketDetails {
  /** The LINKTYPE number of each, in the place of the table's. Packets of those that cannot be read are all payload. */
  links?: Uint16Array | undefined;
  /** When each was captured: the column `timestamp`. */
  timestamps?: BigInt64Array | undefined;
  /** The length of each on the wire in bytes: the column `originalLength`. */
  originalLengths?: Uint32Array | undefined;
}

/**
 * One typed array per field, all as long as the table; row `i` is packet `i`. A field that a packet lacks is 0: ask
 * `layers` which were read. The arrays are views that stay as they are when the table grows: take `columns` anew then.
 */
export interface PacketColumns {
  /**
   * The layers read, one bit each: 1 ethernet, 2 vlan, 4 null, 8 loop, 16 sll, 32 sll2, 64 arp, 128 ipv4, 256 ipv6,
   * 512 icmp, 1024 udp, 2048 tcp, 4096 icmpv6.
   */
  layers: Uint16Array;
  /** Where the frame starts in the data given to `append`, in bytes. */
  frameOffset: Uint32Array;
  /** The frame's length in bytes. */
  frameLength: Uint32Array;
  /** Where the payload starts, in bytes from the start of the frame. */
  payloadOffset: Uint32Array;
  /** The payload's length in bytes. */
  payloadLength: Uint32Array;
  /** How many problems the packet has; 255 stands for more. */
  problemCount: Uint8Array;
  /** The EtherType after all tags (Ethernet) or the protocol (cooked capture). */
  etherType: Uint16Array;
  /** The outermost VLAN tag's identifier. */
  vlanId: Uint16Array;
  /** The ARP operation. */
  arpOperation: Uint16Array;
  /**
   * The IPv4 source address as a number: 10.0.0.1 is 0x0a000001. For ARP, a 4-byte sender's protocol address. 0 for IPv6,
   * whose addresses `packet(i)` has.
   */
  source: Uint32Array;
  /** The IPv4 destination address as a number. For ARP, a 4-byte target's protocol address. 0 for IPv6. */
  destination: Uint32Array;
  /** The IPv4 header's length in bytes, as it claims it. */
  ipv4HeaderLength: Uint8Array;
  /** The differentiated services code point, 0 to 63. */
  dscp: Uint8Array;
  /** Explicit congestion notification, 0 to 3. */
  ecn: Uint8Array;
  /** The IPv4 total length in bytes; for IPv6 40 more than the payload length, 65,535 at most. */
  totalLength: Uint16Array;
  /** The IPv4 identification. */
  identification: Uint16Array;
  /** The IPv4 flags: 4 reserved, 2 don't fragment, 1 more fragments. */
  ipv4Flags: Uint8Array;
  /** The fragment's offset in bytes; for IPv6 that of the Fragment header. */
  fragmentOffset: Uint16Array;
  /** The time to live, or IPv6's hop limit. */
  ttl: Uint8Array;
  /** The IPv4 protocol, or IPv6's last next header: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6. */
  protocol: Uint8Array;
  /** The IPv4 header's checksum. */
  ipv4Checksum: Uint16Array;
  /** 0 good, 1 bad, 2 absent, 3 unverified (also where there is no IPv4 header). */
  ipv4ChecksumStatus: Uint8Array;
  /** The TCP or UDP source port. */
  sourcePort: Uint16Array;
  /** The TCP or UDP destination port. */
  destinationPort: Uint16Array;
  /** The TCP, UDP, ICMP or ICMPv6 checksum. */
  checksum: Uint16Array;
  /** That checksum's status: 0 good, 1 bad, 2 absent, 3 unverified (also where there is none). */
  checksumStatus: Uint8Array;
  /** The TCP sequence number. */
  sequenceNumber: Uint32Array;
  /** The TCP acknowledgment number. */
  acknowledgmentNumber: Uint32Array;
  /** The TCP header's length in bytes, as it claims it. */
  tcpHeaderLength: Uint8Array;
  /** The four bits before the TCP flags: the three reserved ones times 2, and 1 for accurate ECN (AE). */
  tcpReserved: Uint8Array;
  /** The TCP flags: 128 cwr, 64 ece, 32 urg, 16 ack, 8 psh, 4 rst, 2 syn, 1 fin. */
  tcpFlags: Uint8Array;
  /** The TCP window as it stands in the header. */
  window: Uint16Array;
  /** The TCP urgent pointer. */
  urgentPointer: Uint16Array;
  /** The UDP length in bytes. */
  udpLength: Uint16Array;
  /** The ICMP or ICMPv6 type. */
  icmpType: Uint8Array;
  /** The ICMP or ICMPv6 code. */
  icmpCode: Uint8Array;
  /**
   * When the packet was captured, in nanoseconds since 1970-01-01 UTC; -2^63 where its capture does not say. Only where
   * `append` was given it.
   */
  timestamp?: BigInt64Array;
  /** The packet's length on the wire in bytes. Only where `append` was given it. */
  originalLength?: Uint32Array;
}
