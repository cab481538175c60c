import { encode as encodeRecord } from '#wasm/codec';
import { checkOptions } from './arguments.js';
import { array, bits, bytes, integer, ipv4, object, word, wrongValue } from './check.js';
import { input, refresh, words } from './engines/codec.js';
import { written } from './engines/encode.js';
import { writeFields } from './fields.js';
import { At, EncodeFault, Fill, Head, Ipv4Word, LayerNumber, Size, TcpWord, UdpWord } from './layout.js';
import { writeArp, writeLink } from './write-link.js';
import { writeIcmp, writeIcmpv6 } from './write-icmp.js';
import { writeIpv6 } from './write-ipv6.js';
import { writeIpv4Options, writeTcpOptions } from './write-options.js';
import { begin } from './writer.js';
import type { Field } from './fields.js';
import type { EncodeOptions, Ipv4Spec, PacketSpec, TcpSpec, UdpSpec } from './types.js';

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
export function encode(packet: PacketSpec, options?: EncodeOptions): Uint8Array {
  object(packet, 'packet');
  checkOptions(options);
  const all = word(options?.fill, 'options.fill', ['missing', 'all'], 'missing') === 'all';
  checkLayers(packet);
  const payload = bytes(packet.payload, 'payload');
  const trailer = bytes(packet.trailer, 'trailer');
  if (words.length === 0) refresh();
  begin();
  const fill = writeHeaders(words, packet, all);
  words[Head.Fill] = fill;
  words[Head.CutShort] = all && isCutShort(packet) ? 1 : 0;
  return emitted(payload, trailer, packet, fill);
}

/** Headers stand on each other in one way only. */
function checkLayers(packet: PacketSpec): void {
  const networks = (['ipv4', 'ipv6', 'arp'] as const).filter((name) => packet[name] != null);
  const transports = (['tcp', 'udp', 'icmp', 'icmpv6'] as const).filter((name) => packet[name] != null);
  for (const [first, second] of [networks, transports]) {
    if (second !== undefined) throw new TypeError(`${first} and ${second} must not both be given`);
  }
  const [transport] = transports;
  const needed = transport === 'icmp' ? ['ipv4'] : transport === 'icmpv6' ? ['ipv6'] : ['ipv4', 'ipv6'];
  if (transport !== undefined && !needed.includes(networks[0]!)) {
    throw new TypeError(`${needed.join(' or ')} must be given where ${transport} is`);
  }
}

/** Writes all headers to the record; gives the bits of what is to be computed. */
function writeHeaders(w: Uint32Array, packet: PacketSpec, all: boolean): number {
  let fill = 0;
  w[Head.Link] = 0;
  w[Head.TagCount] = 0;
  if (packet.link != null) fill |= writeLink(w, packet.link);
  w[Head.Network] = LayerNumber.None;
  if (packet.arp != null) writeArp(w, packet.arp);
  if (packet.ipv4 != null) fill |= writeIpv4(w, packet.ipv4);
  if (packet.ipv6 != null) fill |= writeIpv6(w, packet.ipv6);
  w[Head.Transport] = LayerNumber.None;
  if (packet.tcp != null) fill |= writeTcp(w, packet.tcp);
  if (packet.udp != null) fill |= writeUdp(w, packet.udp);
  if (packet.icmp != null) fill |= writeIcmp(w, packet.icmp);
  if (packet.icmpv6 != null) fill |= writeIcmpv6(w, packet.icmpv6);
  return all ? fill | Fill.LengthsAndChecksums : fill;
}

/** Whether the packet's lengths claim more than there is, so that they are not to be computed. */
function isCutShort(packet: PacketSpec): boolean {
  return array(packet.problems, 'problems')
    .some((problem) => problem.code === 'truncated' || problem.code === 'udp-length-beyond-end');
}

const HALF = 0xffff;

/** In the order of `Ipv4Word`. 253 is for experiments, RFC 3692; a transport's own number takes its place. */
const IPV4: readonly Field[] = [
  ['headerLength', 60, 0, Fill.NetworkHeaderLength, 4], ['dscp', 63], ['ecn', 3], ['totalLength', HALF, 0, Fill.TotalLength],
  ['identification', HALF], 0, ['fragmentOffset', 65528, 0, 0, 8], ['ttl', 255, 64], ['protocol', 255, 253, Fill.Protocol],
  ['checksum', HALF, 0, Fill.NetworkChecksum],
];

/** In the order of `TcpWord`. */
const TCP: readonly Field[] = [
  ['sourcePort', HALF, null], ['destinationPort', HALF, null],
  ['sequenceNumber', 0xffffffff], ['acknowledgmentNumber', 0xffffffff],
  ['headerLength', 60, 0, Fill.TcpHeaderLength, 4], ['reserved', 7], 0, ['window', HALF, HALF],
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
  const at = At.Ipv4;
  const fill = writeFields(w, at, object(spec, 'ipv4'), 'ipv4.', IPV4);
  const { version, source, destination, options } = spec;
  if (integer(version, 'ipv4.', 'version', 15, 4) !== 4) throw wrongValue('ipv4.version', '4', version);
  w[Head.Network] = LayerNumber.Ipv4;
  w[at + Ipv4Word.Flags] = bits(spec, 'ipv4.', ['moreFragments', 'dontFragment', 'reservedFlag']);
  w[at + Ipv4Word.Source] = ipv4(source, 'ipv4.source');
  w[at + Ipv4Word.Destination] = ipv4(destination, 'ipv4.destination');
  writeIpv4Options(w, options, at + Ipv4Word.OptionsAt);
  return fill;
}

function writeTcp(w: Uint32Array, spec: TcpSpec): number {
  const fill = writeFields(w, TcpWord.SourcePort, object(spec, 'tcp'), 'tcp.', TCP);
  const { flags = {}, options } = spec;
  w[Head.Transport] = LayerNumber.Tcp;
  w[TcpWord.Flags] = bits(object(flags, 'tcp.flags'), 'tcp.flags.', TCP_FLAGS);
  writeTcpOptions(w, options, TcpWord.OptionsAt);
  return fill;
}

function writeUdp(w: Uint32Array, spec: UdpSpec): number {
  w[Head.Transport] = LayerNumber.Udp;
  return writeFields(w, UdpWord.SourcePort, object(spec, 'udp'), 'udp.', UDP);
}

/** Has the module write the headers and the payload, and appends what it need not see. */
function emitted(payload: Uint8Array, trailer: Uint8Array, packet: PacketSpec, fill: number): Uint8Array {
  const seen = payload.length > Size.Payload ? payload.subarray(0, Size.Payload) : payload;
  const computed = fill & (Fill.TotalLength | Fill.UdpLength | Fill.TransportChecksum);
  if (seen !== payload && (packet.ipv4 ?? packet.ipv6) != null && computed !== 0) throw tooLong();
  input.set(seen, Size.PayloadAt);
  const length = encodeRecord(seen.length);
  if (length < 0) throw fault(length);
  const result = new Uint8Array(length + payload.length - seen.length + trailer.length);
  result.set(written(length));
  if (seen !== payload) result.set(payload.subarray(seen.length), length);
  result.set(trailer, result.length - trailer.length);
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
