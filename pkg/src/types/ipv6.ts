import type { MalformedOption, UnknownOption } from './ipv4.js';

/** An IPv6 header (RFC 8200 3): 40 bytes, and extension headers. Lengths and offsets are in bytes. */
export interface Ipv6 {
  /** The version: always 6. */
  version: number;
  /** The differentiated services code point (RFC 2474), 0 to 63: the upper bits of the traffic class. */
  dscp: number;
  /** Explicit congestion notification (RFC 3168 5), 0 to 3: the lower bits of the traffic class. */
  ecn: number;
  /** The flow label (RFC 6437), 0 to 1,048,575. */
  flowLabel: number;
  /** The length in bytes of all after these 40, extension headers among it, as the header claims it: 0 to 65,535. */
  payloadLength: number;
  /** What comes next: an extension header's `kind`, or 6 TCP, 17 UDP, 58 ICMPv6, 59 nothing; 0 to 255. */
  nextHeader: number;
  /** How many routers the packet may still pass, 0 to 255. */
  hopLimit: number;
  /** The source's address as RFC 5952 writes it, such as `'2001:db8::1'`. */
  source: string;
  /** The destination's address as RFC 5952 writes it. */
  destination: string;
  /** The extension headers in their order on the wire, 16 at most; those that could not be read are in the payload. */
  extensions: Ipv6Extension[];
}

/** An IPv6 extension header, told apart by `name`. */
export type Ipv6Extension =
  | Ipv6OptionsExtension | Ipv6RoutingExtension | Ipv6FragmentExtension | Ipv6AuthenticationExtension;

/** What all extension headers have. */
export interface Ipv6ExtensionBase {
  /** What comes after it, 0 to 255. */
  nextHeader: number;
}

/** Hop-by-Hop Options (0, RFC 8200 4.3) or Destination Options (60, RFC 8200 4.6). */
export interface Ipv6OptionsExtension extends Ipv6ExtensionBase {
  kind: 0 | 60;
  name: 'hopByHop' | 'destinationOptions';
  /** The options in their order, padding among them; 65 at most, of which the last then holds all the rest. */
  options: Ipv6Option[];
}

/** Routing (RFC 8200 4.4). */
export interface Ipv6RoutingExtension extends Ipv6ExtensionBase {
  kind: 43;
  name: 'routing';
  /** Its format: 2 for mobile nodes (RFC 6275), 3 for RPL (RFC 6554), 4 for segments (RFC 8754); 0 to 255. */
  routingType: number;
  /** How many of its nodes are still to be visited, 0 to 255. */
  segmentsLeft: number;
  /** All that follows: 4 bytes, or a multiple of 8 more. */
  data: Uint8Array;
}

/** Fragment (RFC 8200 4.5). */
export interface Ipv6FragmentExtension extends Ipv6ExtensionBase {
  kind: 44;
  name: 'fragment';
  /** The byte that must be zero, 0 to 255. */
  reserved: number;
  /** Where this fragment's bytes belong, in bytes: a multiple of 8 from 0 to 65,528. */
  fragmentOffset: number;
  /** The two bits that must be zero, 0 to 3. */
  reservedBits: number;
  /** Whether fragments follow this one. */
  moreFragments: boolean;
  /** What the fragments of one packet share, 0 to 4,294,967,295. */
  identification: number;
}

/** Authentication (RFC 4302 2). */
export interface Ipv6AuthenticationExtension extends Ipv6ExtensionBase {
  kind: 51;
  name: 'authentication';
  /** The 16 bits that must be zero, 0 to 65,535. */
  reserved: number;
  /** Which security association, 0 to 4,294,967,295. */
  securityParametersIndex: number;
  /** The packet's number within it, 0 to 4,294,967,295. */
  sequenceNumber: number;
  /** The integrity check value: a multiple of 4 bytes. */
  integrityCheck: Uint8Array;
}

/** An option of an extension header (RFC 8200 4.2), told apart by `name`. */
export type Ipv6Option =
  | Ipv6Pad1Option | Ipv6PadNOption | Ipv6RouterAlertOption | Ipv6JumboPayloadOption | UnknownOption | MalformedOption;

/** One byte of padding. */
export interface Ipv6Pad1Option {
  kind: 0;
  name: 'pad1';
}

/** Two or more bytes of padding. */
export interface Ipv6PadNOption {
  kind: 1;
  name: 'padN';
  /** The bytes after its kind and length, zeros by right. */
  data: Uint8Array;
}

/** Router alert (RFC 2711). */
export interface Ipv6RouterAlertOption {
  kind: 5;
  name: 'routerAlert';
  /** What the packet holds: 0 multicast listener discovery, 0 to 65,535. */
  value: number;
}

/** Jumbo payload (RFC 2675). */
export interface Ipv6JumboPayloadOption {
  kind: 194;
  name: 'jumboPayload';
  /** The length in bytes of all after the first 40, over 65,535; 0 to 4,294,967,295. */
  value: number;
}
