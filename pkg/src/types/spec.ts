import type { LayerName, Problem } from './packet.js';
import type { Arp, Cooked, CookedV2, Ethernet, NullLoopback, VlanTag } from './link.js';
import type { Ipv4, Ipv4RouteOption, Ipv4RouterAlertOption, Ipv4TimestampOption } from './ipv4.js';
import type { Ipv6, Ipv6AuthenticationExtension, Ipv6FragmentExtension, Ipv6RoutingExtension } from './ipv6.js';
import type { Quoted, QuotedIpv6 } from './icmp.js';
import type {
  Tcp, TcpFlags, TcpMssOption, TcpSackOption, TcpTimestampsOption, TcpUserTimeoutOption, TcpWindowScaleOption, Udp,
} from './transport.js';

/**
 * Bytes to write: a `Uint8Array`, an `ArrayBuffer`, an array of numbers from 0 to 255, text in hex as `parseHex` takes
 * it, or what `JSON.parse(JSON.stringify(bytes))` makes of a `Uint8Array` or a `Buffer`.
 */
export type Bytes =
  | Uint8Array | ArrayBuffer | readonly number[] | string
  | { readonly [index: number]: number }
  | { readonly type: 'Buffer'; readonly data: readonly number[] };

/** How to write a packet. */
export interface EncodeOptions {
  /**
   * `'missing'`: what is absent is computed or takes its default and what is given stands as it is, also when it is
   * wrong. `'all'`: lengths, header lengths and checksums are computed whatever is given (for fragments, and for
   * packets whose `problems` name one as truncated, the transport's checksum and the lengths are left as given).
   * @defaultValue `'missing'`
   */
  fill?: 'missing' | 'all' | undefined;
}

type Given<T, Required extends keyof T = never, Changed extends keyof T = never> =
  { [K in Exclude<keyof T, Required | Changed>]?: T[K] | undefined } & { [K in Required]: T[K] };

/**
 * A packet to build: a `Packet` that `decode` gave, what is left of one after JSON, or an object with the fields that
 * matter. IP addresses and ports must be given; all else has a default.
 *
 * @example
 * ```js
 * import { encode, decode } from 'drywire';
 *
 * const bytes = encode({
 *   ipv4: { source: '10.0.0.1', destination: '10.0.0.2' },
 *   udp: { sourcePort: 12345, destinationPort: 53 },
 *   payload: [1, 2, 3],
 * });
 * console.log(bytes.length, decode(bytes).udp.checksumStatus); // 31 good
 * ```
 */
export interface PacketSpec {
  /** Ignored: the layers are those that are given. */
  layers?: readonly LayerName[] | undefined;
  /** The link header; absent or `null` for a bare IP packet. */
  link?: LinkSpec | null | undefined;
  /** An ARP packet. It needs no `ipv4`. */
  arp?: ArpSpec | null | undefined;
  /** The IPv4 header. */
  ipv4?: Ipv4Spec | null | undefined;
  /** The IPv6 header, with its extension headers. */
  ipv6?: Ipv6Spec | null | undefined;
  /** The TCP header; needs `ipv4` or `ipv6`. */
  tcp?: TcpSpec | null | undefined;
  /** The UDP header; needs `ipv4` or `ipv6`. */
  udp?: UdpSpec | null | undefined;
  /** The ICMP header; needs `ipv4`. */
  icmp?: IcmpSpec | null | undefined;
  /** The ICMPv6 header; needs `ipv6`. */
  icmpv6?: Icmpv6Spec | null | undefined;
  /** The bytes after the last header. @defaultValue none */
  payload?: Bytes | undefined;
  /** The bytes after the payload, not counted by any length. @defaultValue none */
  trailer?: Bytes | undefined;
  /** Read only with `fill: 'all'`, for the code `'truncated'`. */
  problems?: readonly Problem[] | undefined;
}

/** A link header to build, told apart by `kind`. */
export type LinkSpec = EthernetSpec | NullLoopbackSpec | CookedSpec | CookedV2Spec;

/** An Ethernet header to build. Addresses default to zeros, `etherType` to what follows (0x88b5 when nothing known does). */
export type EthernetSpec = Given<Ethernet, 'kind', 'tags'> & { tags?: readonly VlanTagSpec[] | undefined };

/** A VLAN tag to build: 0x8100, priority 0, not drop-eligible, identifier 0 unless told. */
export type VlanTagSpec = Given<VlanTag>;

/** A loopback header to build. `family` defaults to 2 (IPv4), `byteOrder` to little for `'null'`. */
export type NullLoopbackSpec = Given<NullLoopback, 'kind'>;

/** A cooked header to build. `addressLength` defaults to the length of `address`, other numbers as for a received frame. */
export type CookedSpec = Given<Cooked, 'kind'>;

/** A version 2 cooked header to build. */
export type CookedV2Spec = Given<CookedV2, 'kind'>;

/**
 * An ARP packet to build: a request for IPv4 over Ethernet unless told. `targetHardware` defaults to zeros, the lengths
 * to those of the sender's addresses.
 */
export type ArpSpec = Given<Arp, 'senderHardware' | 'senderProtocol' | 'targetProtocol'>;

/** An IPv4 header to build. `ttl` defaults to 64, `protocol` to the transport's (253 without one), other fields to zero. */
export type Ipv4Spec = Given<Ipv4, 'source' | 'destination', 'options'> & {
  options?: readonly Ipv4OptionSpec[] | undefined;
};

/**
 * An IPv6 header to build. `hopLimit` defaults to 64, `nextHeader` to what follows (without a transport 59, or 253 where
 * there is a payload), other fields to zero.
 */
export type Ipv6Spec = Given<Ipv6, 'source' | 'destination', 'extensions'> & {
  extensions?: readonly Ipv6ExtensionSpec[] | undefined;
};

/**
 * An extension header to build, told apart by `name`. `nextHeader` defaults to what follows. Options are padded to a whole
 * number of 8 bytes; other headers must be of whole length.
 */
export type Ipv6ExtensionSpec =
  | {
    name: 'hopByHop' | 'destinationOptions';
    kind?: number | undefined;
    nextHeader?: number | undefined;
    options?: readonly Ipv6OptionSpec[] | undefined;
  }
  | (Given<Ipv6RoutingExtension, 'name', 'data' | 'kind'> & { kind?: number | undefined; data: Bytes })
  | (Given<Ipv6FragmentExtension, 'name', 'kind'> & { kind?: number | undefined })
  | (Given<Ipv6AuthenticationExtension, 'name', 'integrityCheck' | 'kind'> & {
    kind?: number | undefined;
    integrityCheck: Bytes;
  });

/** An option of an extension header to write. `kind` may be left out where `name` gives it. */
export type Ipv6OptionSpec =
  | { name: 'pad1'; kind?: number | undefined }
  | { name: 'padN'; kind?: number | undefined; data: Bytes }
  | { name: 'routerAlert'; kind?: number | undefined; value?: number | undefined }
  | { name: 'jumboPayload'; kind?: number | undefined; value: number }
  | { name: 'unknown' | 'malformed'; kind: number; data: Bytes };

/** A UDP header to build. */
export type UdpSpec = Given<Udp, 'sourcePort' | 'destinationPort'>;

/** A TCP header to build. `window` defaults to 65,535, other numbers to zero, flags to false. */
export type TcpSpec = Given<Tcp, 'sourcePort' | 'destinationPort', 'options' | 'flags'> & {
  flags?: Given<TcpFlags> | undefined;
  options?: readonly TcpOptionSpec[] | undefined;
};

/** An ICMP header to build, by `name`; without one by `type`, and then `restOfHeader` holds the 32 bits. */
export type IcmpSpec = {
  code?: number | undefined;
  checksum?: number | undefined;
  checksumStatus?: string | undefined;
  /** Ignored: the quoted packet's bytes are the packet's payload. */
  quoted?: Quoted | null | undefined;
} & (
  | {
    name: 'echoReply' | 'echoRequest';
    type?: 0 | 8 | undefined;
    identifier?: number | undefined;
    sequenceNumber?: number | undefined;
  }
  | { name: 'destinationUnreachable'; type?: 3 | undefined; unused?: number | undefined; nextHopMtu?: number | undefined }
  | { name: 'redirect'; type?: 5 | undefined; gateway: string }
  | { name: 'timeExceeded'; type?: 11 | undefined; unused?: number | undefined }
  | { name: 'parameterProblem'; type?: 12 | undefined; pointer?: number | undefined; unused?: number | undefined }
  | { name?: 'unknown' | undefined; type: number; restOfHeader?: number | undefined }
);

/** An ICMPv6 header to build, by `name`; without one by `type`, and then `restOfHeader` holds the 32 bits. */
export type Icmpv6Spec = {
  code?: number | undefined;
  checksum?: number | undefined;
  checksumStatus?: string | undefined;
  /** Ignored: the quoted packet's bytes are the packet's payload. */
  quoted?: QuotedIpv6 | null | undefined;
} & (
  | {
    name: 'echoReply' | 'echoRequest';
    type?: 128 | 129 | undefined;
    identifier?: number | undefined;
    sequenceNumber?: number | undefined;
  }
  | { name: 'destinationUnreachable'; type?: 1 | undefined; unused?: number | undefined }
  | { name: 'packetTooBig'; type?: 2 | undefined; mtu?: number | undefined }
  | { name: 'timeExceeded'; type?: 3 | undefined; unused?: number | undefined }
  | { name: 'parameterProblem'; type?: 4 | undefined; pointer?: number | undefined }
  | { name?: 'unknown' | undefined; type: number; restOfHeader?: number | undefined }
);

type Kindless<T> = Omit<T, 'kind'> & { kind?: number | undefined };

/** Options that both lists know. */
export type CommonOptionSpec =
  | { name: 'eol'; kind?: number | undefined; padding?: Bytes | undefined }
  | { name: 'nop'; kind?: number | undefined }
  | { name: 'unknown' | 'malformed'; kind: number; data: Bytes };

/** An IPv4 option to write. `kind` may be left out where `name` gives it. */
export type Ipv4OptionSpec =
  | CommonOptionSpec | Kindless<Ipv4RouteOption> | Kindless<Ipv4TimestampOption> | Kindless<Ipv4RouterAlertOption>;

/** A TCP option to write. `kind` may be left out where `name` gives it. */
export type TcpOptionSpec =
  | CommonOptionSpec
  | Kindless<TcpMssOption> | Kindless<TcpWindowScaleOption> | { name: 'sackPermitted'; kind?: number | undefined }
  | Kindless<TcpSackOption> | Kindless<TcpTimestampsOption> | Kindless<TcpUserTimeoutOption>
  | { name: 'md5'; kind?: number | undefined; digest: Bytes }
  | { name: 'ao'; kind?: number | undefined; data: Bytes }
  | { name: 'fastOpen'; kind?: number | undefined; cookie: Bytes };
