import { encode as encodeRecord } from '#wasm/codec';
import { checkOptions } from './arguments.js';
import { array, bits, constant, object, word } from './check.js';
import { input, refresh, words } from './engines/codec.js';
import { written } from './engines/encode.js';
import { HALF, Kind, WORD } from './fields.js';
import { bytes } from './forms.js';
import { ICMP, ICMPV6 } from './icmp-messages.js';
import { At, EncodeFault, Fill, Head, Ipv4Word, LAYERS, Size, TcpWord, UdpWord } from './layout.js';
import { IPV4_OPTIONS, TCP_OPTIONS } from './options.js';
import { begin, writeFields, writeOptions } from './write-fields.js';
import { writeIcmp } from './write-icmp.js';
import { writeIpv6 } from './write-ipv6.js';
import { writeArp, writeLink } from './write-link.js';
import type { Field } from './fields.js';
import type { EncodeOptions, IcmpSpec, Icmpv6Spec, Ipv4Spec, OwnBytes, PacketSpec, TcpSpec, UdpSpec } from './types.js';

/**
 * Writes one packet. What the packet leaves out is computed or takes its default; what it gives stands, also when it is
 * wrong: so `encode(decode(bytes))` gives the same bytes, and faulty packets can be made on purpose.
 *
 * @param packet - The packet: from `decode`, from JSON, or built by hand.
 * @param options - Whether given lengths and checksums are computed anew.
 * @returns The bytes, in an array of their own.
 * @throws `TypeError` for a field of the wrong kind or a missing one, `RangeError` for a value out of its range; both
 * name the field.
 *
 * @example
 * ```js
 * import { encode, decode } from 'drywire';
 *
 * const syn = encode({
 *   ipv4: { source: '10.0.0.1', destination: '10.0.0.2' },
 *   tcp: { sourcePort: 49152, destinationPort: 80, flags: { syn: true }, options: [{ name: 'mss', value: 1460 }] },
 * });
 * const packet = decode(syn);
 * console.log(packet.tcp.headerLength, packet.tcp.checksumStatus); // 24 good
 *
 * packet.ipv4.ttl = 1;
 * console.log(decode(encode(packet)).ipv4.checksumStatus); // bad
 * console.log(decode(encode(packet, { fill: 'all' })).ipv4.checksumStatus); // good
 * ```
 */
export function encode(packet: PacketSpec, options?: EncodeOptions): OwnBytes {
  object(packet, 'packet');
  checkOptions(options);
  const all = word(options?.fill, 'options.fill', ['missing', 'all'], 'missing') === 'all';
  const payload = bytes(packet.payload, 'payload');
  const trailer = bytes(packet.trailer, 'trailer');
  if (words.length === 0) refresh();
  begin();
  const absent = writeHeaders(words, packet);
  const fill = all ? absent | Fill.LengthsAndChecksums : absent;
  words[Head.Fill] = fill;
  words[Head.CutShort] = all && isCutShort(packet) ? 1 : 0;
  return emitted(payload, trailer, packet, fill);
}

/** Writes all headers to the record; gives the bits of what is to be computed. */
function writeHeaders(w: Uint32Array, packet: PacketSpec): number {
  const network = only(packet, ['ipv4', 'ipv6', 'arp']);
  const transport = only(packet, ['tcp', 'udp', 'icmp', 'icmpv6']);
  const needed = transport === 'icmp' ? ['ipv4'] : transport === 'icmpv6' ? ['ipv6'] : ['ipv4', 'ipv6'];
  if (transport !== undefined && !needed.includes(network!)) {
    throw new TypeError(`${needed.join(' or ')} must be given where ${transport} is`);
  }
  w[Head.Link] = 0;
  w[Head.TagCount] = 0;
  const link = packet.link == null ? 0 : writeLink(w, packet.link);
  return link | writeLayer(w, Head.Network, packet, network) | writeLayer(w, Head.Transport, packet, transport);
}

/** The one of these headers that is given: they stand on each other in one way only. */
function only<T extends keyof PacketSpec>(packet: PacketSpec, names: readonly T[]): T | undefined {
  const [first, second] = names.filter((name) => packet[name] != null);
  if (second !== undefined) throw new TypeError(`${first} and ${second} must not both be given`);
  return first;
}

/** Writes a header, if any, and which it is. */
function writeLayer(w: Uint32Array, head: Head, packet: PacketSpec, name: keyof typeof WRITERS | undefined): number {
  w[head] = LAYERS.indexOf(name!) + 1;
  return name === undefined ? 0 : WRITERS[name](w, object(packet[name] as never, name));
}

/** Whether the packet's lengths claim more than there is, so that they are not to be computed. */
function isCutShort(packet: PacketSpec): boolean {
  return array(packet.problems, 'problems')
    .some((problem) => problem.code === 'truncated' || problem.code === 'udp-length-beyond-end');
}

/** In the order of `Ipv4Word`. 253 is for experiments, RFC 3692; a transport's own number takes its place. */
const IPV4: readonly Field[] = [
  ['headerLength', 60, 0, Fill.NetworkHeaderLength, 4], ['dscp', 63], ['ecn', 3], ['totalLength', HALF, 0, Fill.TotalLength],
  ['identification', HALF], ['', 0], ['fragmentOffset', 65528, 0, 0, 8], ['ttl', 255, 64], ['protocol', 255, 253, Fill.Protocol],
  ['checksum', HALF, 0, Fill.NetworkChecksum], ['source', Kind.Ipv4], ['destination', Kind.Ipv4],
];

/** In the order of `TcpWord`. */
const TCP: readonly Field[] = [
  ['sourcePort', HALF, null], ['destinationPort', HALF, null],
  ['sequenceNumber', WORD], ['acknowledgmentNumber', WORD],
  ['headerLength', 60, 0, Fill.TcpHeaderLength, 4], ['reserved', 7], ['', 0], ['window', HALF, HALF],
  ['checksum', HALF, 0, Fill.TransportChecksum], ['urgentPointer', HALF],
];

/** From the lowest bit on. */
const TCP_FLAGS = ['fin', 'syn', 'rst', 'psh', 'ack', 'urg', 'ece', 'cwr', 'ae'];

/** In the order of `UdpWord`. */
const UDP: readonly Field[] = [
  ['sourcePort', HALF, null], ['destinationPort', HALF, null], ['length', HALF, 0, Fill.UdpLength],
  ['checksum', HALF, 0, Fill.TransportChecksum],
];

function writeIpv4(w: Uint32Array, spec: Ipv4Spec): number {
  constant(spec.version, 'ipv4.', 'version', 4);
  const fill = writeFields(w, At.Ipv4, spec, 'ipv4.', IPV4);
  w[At.Ipv4 + Ipv4Word.Flags] = bits(spec, 'ipv4.', ['moreFragments', 'dontFragment', 'reservedFlag']);
  writeOptions(w, At.Ipv4 + Ipv4Word.OptionCount, spec.options, 'ipv4.options', IPV4_OPTIONS);
  return fill;
}

function writeTcp(w: Uint32Array, spec: TcpSpec): number {
  const fill = writeFields(w, TcpWord.SourcePort, spec, 'tcp.', TCP);
  const { flags = {}, options } = spec;
  w[TcpWord.Flags] = bits(object(flags, 'tcp.flags'), 'tcp.flags.', TCP_FLAGS);
  writeOptions(w, TcpWord.OptionCount, options, 'tcp.options', TCP_OPTIONS);
  return fill;
}

/** Headers that are above the link's: each gives the bits of what is to be computed. */
const WRITERS = {
  arp: writeArp,
  ipv4: writeIpv4,
  ipv6: writeIpv6,
  tcp: writeTcp,
  udp: (w: Uint32Array, spec: UdpSpec) => writeFields(w, UdpWord.SourcePort, spec, 'udp.', UDP),
  icmp: (w: Uint32Array, spec: IcmpSpec) => writeIcmp(w, spec, 'icmp.', ICMP),
  icmpv6: (w: Uint32Array, spec: Icmpv6Spec) => writeIcmp(w, spec, 'icmpv6.', ICMPV6),
};

/** Has the module write the headers and the payload, and appends what it need not see. */
function emitted(payload: Uint8Array, trailer: Uint8Array, packet: PacketSpec, fill: number): OwnBytes {
  const seen = payload.subarray(0, Size.Payload);
  const unseen = payload.subarray(Size.Payload);
  const computed = fill & (Fill.TotalLength | Fill.UdpLength | Fill.TransportChecksum);
  if (unseen.length > 0 && (packet.ipv4 ?? packet.ipv6) != null && computed !== 0) throw tooLong();
  input.set(seen, Size.PayloadAt);
  const length = encodeRecord(seen.length);
  if (length < 0) throw fault(length);
  const result = new Uint8Array(length + unseen.length + trailer.length);
  result.set(written(length));
  result.set(unseen, length);
  result.set(trailer, length + unseen.length);
  return result;
}

function tooLong(): RangeError {
  return new RangeError('payload must leave the packet no longer than 65535 bytes');
}

function fault(number: number): RangeError {
  if (number === EncodeFault.TooLong) return tooLong();
  if (number === EncodeFault.Extensions) {
    return new RangeError('ipv6.extensions must each take a multiple of 8 bytes (authentication: of 4), at most 2048');
  }
  const name = number === EncodeFault.Ipv4Options ? 'ipv4' : 'tcp';
  return new RangeError(`${name}.options must take at most ${Size.Options} bytes`);
}
