import { encode as encodeRecord } from '#wasm';
import { checkOptions } from './arguments.js';
import { array, bytes, flag, integer, ipv4, multiple, object, required, word } from './check.js';
import { input, output, refresh, words } from './engine.js';
import { At, EncodeFault, Fill, Head, Ipv4Word, NetworkNumber, Size, TcpWord, TransportNumber, UdpWord } from './layout.js';
import { writeArp, writeLink } from './write-link.js';
import { writeIcmp } from './write-icmp.js';
import { writeIpv4Options, writeTcpOptions } from './write-options.js';
import { begin } from './writer.js';
import type { EncodeOptions, Ipv4Spec, PacketSpec, TcpFlags, TcpSpec, UdpSpec } from './types.js';

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
  words[Head.CutShort] = isCutShort(packet) ? 1 : 0;
  return emitted(payload, trailer, packet, fill);
}

/** Headers stand on each other in one way only. */
function checkLayers(packet: PacketSpec): void {
  const given = (['tcp', 'udp', 'icmp'] as const).filter((name) => packet[name] != null);
  if (given.length > 1) throw new TypeError(`${given[0]} and ${given[1]} must not both be given`);
  if (packet.ipv4 == null && given.length > 0) throw new TypeError(`ipv4 must be given where ${given[0]} is`);
  if (packet.ipv4 != null && packet.arp != null) throw new TypeError('ipv4 and arp must not both be given');
}

/** Writes all headers to the record; gives the bits of what is to be computed. */
function writeHeaders(w: Uint32Array, packet: PacketSpec, all: boolean): number {
  let fill = 0;
  w[Head.Link] = 0;
  w[Head.TagCount] = 0;
  if (packet.link != null) fill |= writeLink(w, packet.link);
  w[Head.Network] = NetworkNumber.None;
  if (packet.arp != null) writeArp(w, packet.arp);
  if (packet.ipv4 != null) fill |= writeIpv4(w, packet.ipv4);
  w[Head.Transport] = TransportNumber.None;
  if (packet.tcp != null) fill |= writeTcp(w, packet.tcp);
  if (packet.udp != null) fill |= writeUdp(w, packet.udp);
  if (packet.icmp != null) fill |= writeIcmp(w, packet.icmp);
  if (!all) return fill;
  // A fragment's own bytes do not tell how long the whole datagram is.
  const fragment = packet.ipv4 != null && (packet.ipv4.moreFragments === true || (packet.ipv4.fragmentOffset ?? 0) > 0);
  return fill | (fragment ? Fill.LengthsAndChecksums & ~Fill.UdpLength : Fill.LengthsAndChecksums);
}

function isCutShort(packet: PacketSpec): boolean {
  return array(packet.problems, 'problems')
    .some((problem) => problem.code === 'truncated' || problem.code === 'udp-length-beyond-end');
}

/** The bit, where the value is absent. */
function absent(value: unknown, bit: Fill): number {
  return value === undefined ? bit : 0;
}

function writeIpv4(w: Uint32Array, spec: Ipv4Spec): number {
  object(spec, 'ipv4');
  const at = At.Ipv4;
  if (integer(spec.version, 'ipv4.version', 15, 4) !== 4) throw new RangeError(`ipv4.version must be 4, not ${spec.version}`);
  w[Head.Network] = NetworkNumber.Ipv4;
  w[at + Ipv4Word.HeaderLength] = multiple(spec.headerLength, 'ipv4.headerLength', 60, 4, 0);
  w[at + Ipv4Word.Dscp] = integer(spec.dscp, 'ipv4.dscp', 63, 0);
  w[at + Ipv4Word.Ecn] = integer(spec.ecn, 'ipv4.ecn', 3, 0);
  w[at + Ipv4Word.TotalLength] = integer(spec.totalLength, 'ipv4.totalLength', 0xffff, 0);
  w[at + Ipv4Word.Identification] = integer(spec.identification, 'ipv4.identification', 0xffff, 0);
  w[at + Ipv4Word.Flags] = (flag(spec.reservedFlag, 'ipv4.reservedFlag') ? 4 : 0)
    | (flag(spec.dontFragment, 'ipv4.dontFragment') ? 2 : 0) | (flag(spec.moreFragments, 'ipv4.moreFragments') ? 1 : 0);
  w[at + Ipv4Word.FragmentOffset] = multiple(spec.fragmentOffset, 'ipv4.fragmentOffset', 65528, 8, 0);
  w[at + Ipv4Word.Ttl] = integer(spec.ttl, 'ipv4.ttl', 255, 64);
  // 253 is for experiments, RFC 3692; a transport's own number takes its place.
  w[at + Ipv4Word.Protocol] = integer(spec.protocol, 'ipv4.protocol', 255, 253);
  w[at + Ipv4Word.Checksum] = integer(spec.checksum, 'ipv4.checksum', 0xffff, 0);
  w[at + Ipv4Word.Source] = ipv4(spec.source, 'ipv4.source');
  w[at + Ipv4Word.Destination] = ipv4(spec.destination, 'ipv4.destination');
  writeIpv4Options(w, spec.options, at + Ipv4Word.OptionsAt);
  return absent(spec.headerLength, Fill.NetworkHeaderLength) | absent(spec.totalLength, Fill.TotalLength)
    | absent(spec.protocol, Fill.Protocol) | absent(spec.checksum, Fill.NetworkChecksum);
}

const FLAGS: readonly (keyof TcpFlags)[] = ['fin', 'syn', 'rst', 'psh', 'ack', 'urg', 'ece', 'cwr', 'ae'];

function writeTcp(w: Uint32Array, spec: TcpSpec): number {
  object(spec, 'tcp');
  const flags = spec.flags === undefined ? {} : object(spec.flags, 'tcp.flags');
  w[Head.Transport] = TransportNumber.Tcp;
  w[TcpWord.SourcePort] = required(spec.sourcePort, 'tcp.sourcePort', 0xffff);
  w[TcpWord.DestinationPort] = required(spec.destinationPort, 'tcp.destinationPort', 0xffff);
  w[TcpWord.SequenceNumber] = integer(spec.sequenceNumber, 'tcp.sequenceNumber', 0xffffffff, 0);
  w[TcpWord.AcknowledgmentNumber] = integer(spec.acknowledgmentNumber, 'tcp.acknowledgmentNumber', 0xffffffff, 0);
  w[TcpWord.HeaderLength] = multiple(spec.headerLength, 'tcp.headerLength', 60, 4, 0);
  w[TcpWord.Reserved] = integer(spec.reserved, 'tcp.reserved', 7, 0);
  w[TcpWord.Flags] = FLAGS.reduce((bits, name, bit) => bits | (flag(flags[name], `tcp.flags.${name}`) ? 1 << bit : 0), 0);
  w[TcpWord.Window] = integer(spec.window, 'tcp.window', 0xffff, 0xffff);
  w[TcpWord.Checksum] = integer(spec.checksum, 'tcp.checksum', 0xffff, 0);
  w[TcpWord.UrgentPointer] = integer(spec.urgentPointer, 'tcp.urgentPointer', 0xffff, 0);
  writeTcpOptions(w, spec.options, TcpWord.OptionsAt);
  return absent(spec.headerLength, Fill.TcpHeaderLength) | absent(spec.checksum, Fill.TransportChecksum);
}

function writeUdp(w: Uint32Array, spec: UdpSpec): number {
  object(spec, 'udp');
  w[Head.Transport] = TransportNumber.Udp;
  w[UdpWord.SourcePort] = required(spec.sourcePort, 'udp.sourcePort', 0xffff);
  w[UdpWord.DestinationPort] = required(spec.destinationPort, 'udp.destinationPort', 0xffff);
  w[UdpWord.Length] = integer(spec.length, 'udp.length', 0xffff, 0);
  w[UdpWord.Checksum] = integer(spec.checksum, 'udp.checksum', 0xffff, 0);
  return absent(spec.length, Fill.UdpLength) | absent(spec.checksum, Fill.TransportChecksum);
}

/** Has the module write the headers and the payload, and appends what it need not see. */
function emitted(payload: Uint8Array, trailer: Uint8Array, packet: PacketSpec, fill: number): Uint8Array {
  const seen = payload.length > Size.Payload ? payload.subarray(0, Size.Payload) : payload;
  if (seen !== payload && packet.ipv4 != null && (fill & (Fill.TotalLength | Fill.UdpLength | Fill.TransportChecksum)) !== 0) {
    throw tooLong();
  }
  input.set(seen, Size.PayloadAt);
  const length = encodeRecord(seen.length);
  if (length < 0) throw fault(length);
  const result = new Uint8Array(length + payload.length - seen.length + trailer.length);
  result.set(output.subarray(0, length));
  if (seen !== payload) result.set(payload.subarray(seen.length), length);
  result.set(trailer, result.length - trailer.length);
  return result;
}

function tooLong(): RangeError {
  return new RangeError('payload must leave the packet no longer than 65535 bytes');
}

function fault(number: number): RangeError {
  switch (number) {
    case EncodeFault.Ipv4Options: return new RangeError(`ipv4.options must take at most ${Size.Options} bytes`);
    case EncodeFault.TcpOptions: return new RangeError(`tcp.options must take at most ${Size.Options} bytes`);
    default: return tooLong();
  }
}
