import type { Arp, LinkLayer } from './link.js';
import type { Ipv4 } from './ipv4.js';
import type { Ipv6 } from './ipv6.js';
import type { Icmp, Icmpv6 } from './icmp.js';
import type { Tcp, Udp } from './transport.js';

/**
 * The name of a layer. `'vlan'` stands once for each 802.1Q or 802.1ad tag; `'ipv6'` for the header with its extension
 * headers; `'null'` and `'loop'` are the loopback headers of BSD, `'sll'` and `'sll2'` the Linux cooked capture headers.
 */
export type LayerName =
  | 'ethernet' | 'vlan' | 'null' | 'loop' | 'sll' | 'sll2'
  | 'arp' | 'ipv4' | 'ipv6' | 'icmp' | 'udp' | 'tcp' | 'icmpv6';

/**
 * What the first byte of the input belongs to: a name, a LINKTYPE number (0, 1, 12, 14, 101, 108, 113, 228, 229, 276) or
 * `'auto'`, which looks at the bytes: an IPv4 or IPv6 header that fits is `'raw'`, anything else `'ethernet'`, `'sll'`,
 * `'sll2'`, `'null'` or `'loop'`, by their own marks. `'ipv4'`, `'ipv6'` and `'raw'` all mean a bare IP packet.
 */
export type Link = 'auto' | 'ethernet' | 'raw' | 'ipv4' | 'ipv6' | 'null' | 'loop' | 'sll' | 'sll2' | number;

/** Bytes to read: a `Uint8Array` (so also a Node `Buffer`), an `ArrayBuffer`, or text in hex as `parseHex` takes it. */
export type Input = Uint8Array | ArrayBuffer | string;

/**
 * Bytes in memory of their own, which `new Blob`, `fetch` and `WebSocket.send` take: a `Uint8Array`, from TypeScript 5.7 on a
 * `Uint8Array<ArrayBuffer>`.
 */
export type OwnBytes = ReturnType<Uint8ArrayConstructor['of']>;

/** How to read a packet. */
export interface DecodeOptions {
  /** What the first byte belongs to. @defaultValue `'auto'` */
  link?: Link | undefined;
  /**
   * When true, the first problem (a wrong checksum is one) is thrown as a `PacketError` instead of being listed in
   * `problems`. @defaultValue `false`
   */
  strict?: boolean | undefined;
}

/**
 * What is known of a checksum: `'good'` it verifies; `'bad'` it does not; `'absent'` the sender computed none (a UDP
 * checksum of zero, RFC 768); `'unverified'` it can't be told (a fragment, or bytes that the capture does not hold).
 */
export type ChecksumStatus = 'good' | 'bad' | 'absent' | 'unverified';

/** Something in the bytes that is not as it should be. What stands before it is decoded all the same. */
export interface Problem {
  /** A stable name in kebab-case, such as `'checksum-wrong'`, `'truncated'` or `'option-length'`. */
  code: string;
  /** The layer at which it stands. */
  layer: LayerName;
  /** Where it starts, in bytes from the start of the frame. */
  offset: number;
  /** How many bytes it concerns; 0 when the bytes in question are not there. */
  length: number;
  /** One sentence for people: what was needed, what was there, and by whose claim. */
  message: string;
}

/**
 * One packet, outermost layer first, as plain data. Nothing is lost: `encode(decode(bytes))` gives the same bytes.
 *
 * @example
 * ```js
 * import { decode } from 'drywire';
 *
 * const packet = decode('4500001c000100004011 66ce 0a000001 0a000002 30390035 0008 bb81');
 * console.log(packet.layers); // [ 'ipv4', 'udp' ]
 * console.log(packet.ipv4.source, packet.udp.destinationPort); // 10.0.0.1 53
 * ```
 */
export interface Packet {
  /** The layers that were read, outermost first, for example `['ethernet', 'vlan', 'ipv4', 'tcp']`. Ignored by `encode`. */
  layers: LayerName[];
  /** The link header; `null` for a bare IP packet, and when the bytes are too short to hold one. */
  link: LinkLayer | null;
  /** The ARP packet (RFC 826), or `null`. */
  arp: Arp | null;
  /** The IPv4 header (RFC 791 3.1), or `null`. */
  ipv4: Ipv4 | null;
  /** The IPv6 header and its extension headers (RFC 8200), or `null`. */
  ipv6: Ipv6 | null;
  /** The TCP header (RFC 9293 3.1), or `null`. */
  tcp: Tcp | null;
  /** The UDP header (RFC 768), or `null`. */
  udp: Udp | null;
  /** The ICMP header (RFC 792), or `null`. */
  icmp: Icmp | null;
  /** The ICMPv6 header (RFC 4443), or `null`. */
  icmpv6: Icmpv6 | null;
  /**
   * The bytes after the last header that was read, to the end that the lengths in the headers give. A view of the
   * caller's own bytes, not a copy.
   */
  payload: Uint8Array;
  /** The bytes after `payload`: Ethernet padding, a frame check sequence, whatever is there. A view as well. */
  trailer: Uint8Array;
  /** All that is not as it should be, in the order in which it was met; empty for a sound packet. Ignored by `encode`. */
  problems: Problem[];
}
