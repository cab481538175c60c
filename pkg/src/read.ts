/** From the record that the module leaves to a plain packet. Literals name their properties in one order, always. */
import { ipv4Text } from './address.js';
import { input, refresh, words } from './engines/codec.js';
import { ICMP, ICMPV6 } from './icmp-messages.js';
import { At, Head, IcmpWord, Ipv4Word, LAYERS, LayerNumber, Size, TcpWord, UdpWord } from './layout.js';
import { IPV4_OPTIONS } from './options.js';
import { readFields, readOptions } from './read-fields.js';
import { readIpv6 } from './read-ipv6.js';
import { readArp, readLink } from './read-link.js';
import { readTcpOptions } from './read-options.js';
import { readProblems } from './problems.js';
import { unknownLink } from './arguments.js';
import { decode as decodeInput } from '#wasm/codec';
import type { Messages } from './icmp-messages.js';
import type { ChecksumStatus, Icmp, Icmpv6, Ipv4, Ipv4Option, LayerName, Packet, Quoted, QuotedIpv6, Tcp, Udp } from './types.js';

const STATUS: readonly ChecksumStatus[] = ['good', 'bad', 'absent', 'unverified'];
const NONE = new Uint8Array(0);

/** Reads the frame of which `bytes` are all. Its payload and trailer are views of `bytes`. */
export function readFrame(bytes: Uint8Array, link: number, verify: boolean): Packet {
  if (words.length === 0) refresh();
  const unseen = Math.max(bytes.length - Size.InputLength, 0);
  input.set(unseen === 0 ? bytes : bytes.subarray(0, Size.InputLength));
  if (!decodeInput(bytes.length - unseen, link, verify)) throw unknownLink(link);
  // No header reaches this far: what the module does not see belongs to the last part that it does.
  if (unseen > 0) words[words[Head.TrailerLength] === 0 ? Head.PayloadLength : Head.TrailerLength]! += unseen;
  return readPacket(words, bytes);
}

function readPacket(w: Uint32Array, bytes: Uint8Array): Packet {
  const link: LayerNumber = w[Head.Link]!;
  const network: LayerNumber = w[Head.Network]!;
  const transport: LayerNumber = w[Head.Transport]!;
  const payloadOffset = w[Head.PayloadOffset]!;
  const payloadLength = w[Head.PayloadLength]!;
  return {
    layers: layers(link, w[Head.TagCount]!, network, transport),
    link: link === LayerNumber.None ? null : readLink(w, link),
    arp: network === LayerNumber.Arp ? readArp(w, bytes) : null,
    ipv4: network === LayerNumber.Ipv4 ? readIpv4(w, At.Ipv4, bytes) : null,
    ipv6: network === LayerNumber.Ipv6 ? readIpv6(w, At.Ipv4, bytes) : null,
    tcp: transport === LayerNumber.Tcp ? readTcp(w, bytes) : null,
    udp: transport === LayerNumber.Udp ? readUdp(w) : null,
    icmp: transport === LayerNumber.Icmp ? readIcmp(w, bytes, ICMP) as Icmp : null,
    icmpv6: transport === LayerNumber.Icmpv6 ? readIcmp(w, bytes, ICMPV6) as Icmpv6 : null,
    payload: view(bytes, payloadOffset, payloadLength),
    trailer: view(bytes, payloadOffset + payloadLength, w[Head.TrailerLength]!),
    problems: w[Head.ProblemCount] === 0 ? [] : readProblems(w),
  };
}

/** A view of the caller's bytes; a plain Uint8Array also where they are a Node Buffer. */
function view(bytes: Uint8Array, offset: number, length: number): Uint8Array {
  if (length === 0) return NONE;
  // The quicker way: V8 calls out for `buffer`.
  if (bytes.constructor === Uint8Array) return bytes.subarray(offset, offset + length);
  return new Uint8Array(bytes.buffer, bytes.byteOffset + offset, length);
}

function layers(link: LayerNumber, tags: number, network: LayerNumber, transport: LayerNumber): LayerName[] {
  // Literals of constants are much cheaper than pushing, and almost every packet has one of these shapes.
  if (network === LayerNumber.Ipv4 && tags === 0) {
    if (link === LayerNumber.Ethernet) {
      if (transport === LayerNumber.Tcp) return ['ethernet', 'ipv4', 'tcp'];
      if (transport === LayerNumber.Udp) return ['ethernet', 'ipv4', 'udp'];
    } else if (link === LayerNumber.None) {
      if (transport === LayerNumber.Tcp) return ['ipv4', 'tcp'];
      if (transport === LayerNumber.Udp) return ['ipv4', 'udp'];
    }
  }
  const names: LayerName[] = [];
  if (link > 0) names.push(LAYERS[link - 1]!);
  for (let tag = 0; tag < tags; tag++) names.push('vlan');
  for (const layer of [network, transport]) if (layer > 0) names.push(LAYERS[layer - 1]!);
  return names;
}

function readIpv4(w: Uint32Array, at: number, bytes: Uint8Array): Ipv4 {
  const flags = w[at + Ipv4Word.Flags]!;
  const options = w[at + Ipv4Word.OptionCount]!;
  return {
    version: 4,
    headerLength: w[at + Ipv4Word.HeaderLength]!,
    dscp: w[at + Ipv4Word.Dscp]!,
    ecn: w[at + Ipv4Word.Ecn]!,
    totalLength: w[at + Ipv4Word.TotalLength]!,
    identification: w[at + Ipv4Word.Identification]!,
    reservedFlag: (flags & 4) !== 0,
    dontFragment: (flags & 2) !== 0,
    moreFragments: (flags & 1) !== 0,
    fragmentOffset: w[at + Ipv4Word.FragmentOffset]!,
    ttl: w[at + Ipv4Word.Ttl]!,
    protocol: w[at + Ipv4Word.Protocol]!,
    checksum: w[at + Ipv4Word.Checksum]!,
    checksumStatus: STATUS[w[at + Ipv4Word.ChecksumStatus]!]!,
    source: ipv4Text(w[at + Ipv4Word.Source]! | 0),
    destination: ipv4Text(w[at + Ipv4Word.Destination]! | 0),
    options: options === 0 ? [] : readOptions(w, w[at + Ipv4Word.OptionsAt]!, options, bytes, IPV4_OPTIONS) as Ipv4Option[],
  };
}

function readTcp(w: Uint32Array, bytes: Uint8Array): Tcp {
  const flags = w[TcpWord.Flags]!;
  const options = w[TcpWord.OptionCount]!;
  return {
    sourcePort: w[TcpWord.SourcePort]!,
    destinationPort: w[TcpWord.DestinationPort]!,
    sequenceNumber: w[TcpWord.SequenceNumber]!,
    acknowledgmentNumber: w[TcpWord.AcknowledgmentNumber]!,
    headerLength: w[TcpWord.HeaderLength]!,
    reserved: w[TcpWord.Reserved]!,
    flags: {
      ae: (flags & 256) !== 0,
      cwr: (flags & 128) !== 0,
      ece: (flags & 64) !== 0,
      urg: (flags & 32) !== 0,
      ack: (flags & 16) !== 0,
      psh: (flags & 8) !== 0,
      rst: (flags & 4) !== 0,
      syn: (flags & 2) !== 0,
      fin: (flags & 1) !== 0,
    },
    window: w[TcpWord.Window]!,
    checksum: w[TcpWord.Checksum]!,
    checksumStatus: STATUS[w[TcpWord.ChecksumStatus]!]!,
    urgentPointer: w[TcpWord.UrgentPointer]!,
    options: options === 0 ? [] : readTcpOptions(w, w[TcpWord.OptionsAt]!, options, bytes),
  };
}

function readUdp(w: Uint32Array): Udp {
  return {
    sourcePort: w[UdpWord.SourcePort]!,
    destinationPort: w[UdpWord.DestinationPort]!,
    length: w[UdpWord.Length]!,
    checksum: w[UdpWord.Checksum]!,
    checksumStatus: STATUS[w[UdpWord.ChecksumStatus]!]!,
  };
}

/** An ICMP or ICMPv6 header, by the table of its messages, of which the last is any other. */
function readIcmp(w: Uint32Array, bytes: Uint8Array, messages: Messages): object {
  const type = w[IcmpWord.Type]!;
  const [name, [, ...fields]] = Object.entries(messages).find(([, [known]]) => known === type || known === null)!;
  return {
    name,
    type,
    code: w[IcmpWord.Code]!,
    checksum: w[IcmpWord.Checksum]!,
    checksumStatus: STATUS[w[IcmpWord.ChecksumStatus]!]!,
    ...readFields(w, IcmpWord.First, fields),
    quoted: w[IcmpWord.Quoted] === 0 ? null : readQuoted(w, bytes, messages),
  };
}

/** The headers in the packet that an error quotes; of the transport's, what RFC 792 has errors quote. */
function readQuoted(w: Uint32Array, bytes: Uint8Array, messages: Messages): Quoted | QuotedIpv6 {
  const transport: LayerNumber = w[IcmpWord.QuotedTransport]!;
  const header = (layer: LayerNumber, ...keys: string[]): object | null =>
    (layer === transport ? readFields(w, IcmpWord.QuotedFirst, keys.map((key) => [key, 0])) : null);
  const offset = w[IcmpWord.QuotedPayloadOffset]!;
  const common = {
    tcp: header(LayerNumber.Tcp, 'sourcePort', 'destinationPort', 'sequenceNumber'),
    udp: header(LayerNumber.Udp, 'sourcePort', 'destinationPort', 'length', 'checksum'),
    payload: view(bytes, offset, w[Head.PayloadOffset]! + w[Head.PayloadLength]! - offset),
  };
  return (messages === ICMP
    ? { ipv4: readIpv4(w, At.QuotedIpv4, bytes), icmp: header(LayerNumber.Icmp, 'type', 'code'), ...common }
    : { ipv6: readIpv6(w, At.QuotedIpv4, bytes), icmpv6: header(LayerNumber.Icmpv6, 'type', 'code'), ...common }) as Quoted | QuotedIpv6;
}
