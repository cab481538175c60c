// Written by the test `both_sides_of_the_boundary_have_one_layout` from src/wasm/layout.rs. Do not edit:
// UPDATE=1 cargo test --features wasm-codec layout
import type { LayerName } from './types.js';

/** Sizes, in bytes, words or entries. */
export const enum Size {
  RecordWords = 75008,
  InputLength = 1048576,
  OutputLength = 233472,
  PayloadAt = 40960,
  Payload = 131072,
  Problems = 96,
  ProblemWords = 6,
  RowsAt = 640,
  Tags = 16384,
  TagWords = 4,
  Options = 40,
  TableRows = 4096,
  Extensions = 16,
  ExtensionOptions = 65,
  Computed = 256,
  LinkAuto = 4294967295,
}

/** Where blocks begin that are counted from elsewhere. */
export const enum At {
  Ipv4 = 19,
  QuotedIpv4 = 48,
  Problems = 64,
}

/** Words of the record. */
export const enum Head {
  Link = 0,
  Network = 1,
  Transport = 2,
  PayloadOffset = 3,
  PayloadLength = 4,
  TrailerLength = 5,
  ProblemCount = 6,
  TagCount = 7,
  TagsAt = 8,
  Fill = 9,
  CutShort = 10,
}

/** Words of the record. */
export const enum EthernetWord {
  DestinationHigh = 11,
  DestinationLow = 12,
  SourceHigh = 13,
  SourceLow = 14,
  EtherType = 15,
}

/** Words of the record. */
export const enum LoopbackWord {
  Family = 11,
  BigEndian = 12,
}

/** Words of the record. */
export const enum CookedWord {
  PacketType = 11,
  HardwareType = 12,
  AddressLength = 13,
  AddressHigh = 14,
  AddressLow = 15,
  Protocol = 16,
  Reserved = 17,
  InterfaceIndex = 18,
}

/** Words of the record. */
export const enum Ipv4Word {
  HeaderLength = 0,
  Dscp = 1,
  Ecn = 2,
  TotalLength = 3,
  Identification = 4,
  Flags = 5,
  FragmentOffset = 6,
  Ttl = 7,
  Protocol = 8,
  Checksum = 9,
  Source = 10,
  Destination = 11,
  ChecksumStatus = 12,
  OptionCount = 13,
  OptionsAt = 14,
}

/** Words of the record. */
export const enum Ipv6Word {
  Dscp = 0,
  Ecn = 1,
  FlowLabel = 2,
  PayloadLength = 3,
  NextHeader = 4,
  HopLimit = 5,
  Source = 6,
  Source1 = 7,
  Source2 = 8,
  Source3 = 9,
  Destination = 10,
  Destination1 = 11,
  Destination2 = 12,
  Destination3 = 13,
  ExtensionCount = 14,
  ExtensionsAt = 15,
}

/** Words of the record. */
export const enum ArpWord {
  HardwareType = 19,
  ProtocolType = 20,
  HardwareLength = 21,
  ProtocolLength = 22,
  Operation = 23,
  AddressesOffset = 24,
  SenderHardwareLength = 25,
  SenderProtocolLength = 26,
  TargetHardwareLength = 27,
  TargetProtocolLength = 28,
}

/** Words of the record. */
export const enum TcpWord {
  SourcePort = 35,
  DestinationPort = 36,
  SequenceNumber = 37,
  AcknowledgmentNumber = 38,
  HeaderLength = 39,
  Reserved = 40,
  Flags = 41,
  Window = 42,
  Checksum = 43,
  UrgentPointer = 44,
  ChecksumStatus = 45,
  OptionCount = 46,
  OptionsAt = 47,
}

/** Words of the record. */
export const enum UdpWord {
  SourcePort = 35,
  DestinationPort = 36,
  Length = 37,
  Checksum = 38,
  ChecksumStatus = 39,
}

/** Words of the record. */
export const enum IcmpWord {
  Type = 35,
  Code = 36,
  Checksum = 37,
  First = 38,
  Second = 39,
  ChecksumStatus = 40,
  Quoted = 41,
  QuotedTransport = 42,
  QuotedFirst = 43,
  QuotedSecond = 44,
  QuotedThird = 45,
  QuotedFourth = 46,
  QuotedPayloadOffset = 47,
}

/** Words of the record. */
export const enum ProblemWord {
  Kind = 0,
  Layer = 1,
  Offset = 2,
  Length = 3,
  A = 4,
  B = 5,
}

/** What stands for a layer: one more than its place in `LAYERS`. */
export const enum LayerNumber {
  None = 0,
  Ethernet = 1,
  Vlan = 2,
  Null = 3,
  Loop = 4,
  Sll = 5,
  Sll2 = 6,
  Arp = 7,
  Ipv4 = 8,
  Ipv6 = 9,
  Icmp = 10,
  Udp = 11,
  Tcp = 12,
  Icmpv6 = 13,
}

/** What a row holds. */
export const enum Row {
  NoOperation = 0,
  End = 1,
  MaximumSegmentSize = 2,
  WindowScale = 3,
  SackPermitted = 4,
  Sack = 5,
  Timestamps = 6,
  UserTimeout = 7,
  FastOpen = 8,
  Md5 = 9,
  Authentication = 10,
  Route = 11,
  Timestamp = 12,
  AddressTimestamp = 13,
  RouterAlert = 14,
  Unknown = 15,
  Malformed = 16,
  PadN = 17,
  JumboPayload = 18,
}

/** What is to be computed. */
export const enum Fill {
  EtherType = 1,
  NetworkHeaderLength = 2,
  TotalLength = 4,
  Protocol = 8,
  NetworkChecksum = 16,
  TcpHeaderLength = 32,
  UdpLength = 64,
  TransportChecksum = 128,
  LengthsAndChecksums = 502,
}

/** What `encode` gives instead of a length. */
export const enum EncodeFault {
  Ipv4Options = -1,
  TcpOptions = -2,
  TooLong = -3,
  Extensions = -4,
}

/** Layers by their number. */
export const LAYERS: readonly LayerName[] = ['ethernet', 'vlan', 'null', 'loop', 'sll', 'sll2', 'arp', 'ipv4', 'ipv6', 'icmp', 'udp', 'tcp', 'icmpv6'];

/** Kinds of problems by their number: code, and sentence with places for two numbers. */
export const PROBLEM_KINDS: readonly (readonly [code: string, sentence: string])[] = [
  ['header-truncated', "the header needs {a} bytes and {b} are there"],
  ['version', "the version is {a} where {b} was announced"],
  ['header-length-small', "the header length says {a} bytes; the fixed part alone takes {b}"],
  ['header-length-beyond-end', "the header length says {a} bytes and {b} are there"],
  ['total-length-zero', "the length is 0, as segmentation offload leaves it; the packet is taken to end with the frame"],
  ['total-length-small', "the total length says {a} bytes and the header alone takes {b}; the packet is taken to end with the frame"],
  ['truncated', "the packet's length says {a} bytes and {b} are there: cut short, or the length lies"],
  ['udp-length-small', "the length says {a} bytes and the header alone takes {b}"],
  ['udp-length-beyond-end', "the length says {a} bytes and the packet has {b}"],
  ['option-length-missing', "option {a} ends before its length"],
  ['option-length-small', "option {a} has a length of {b}; kind and length alone take 2"],
  ['option-beyond-end', "the option's length says {a} bytes and {b} are left of the header"],
  ['option-length', "option {a} has a length of {b}, which its definition does not allow"],
  ['checksum-wrong', "the checksum is {a:x} and the bytes give {b:x}"],
  ['checksum-offloaded', "the checksum {a:x} is the pseudo-header's alone, left for the network card to complete as {b:x}"],
  ['too-many-tags', "more than {a} tags: the rest is left in the payload"],
  ['address-length', "the address length says {a} bytes; there is room for {b}"],
  ['too-many-extensions', "more than {a} extension headers or options: the rest is kept as it is"],
  ['checksum-missing', "the checksum is 0, which IPv6 does not allow"],
];

/** Columns of a table by their number: name, and bytes in an element. They stand one after the other. */
export const COLUMNS = [
  ['layers', 2],
  ['frameOffset', 4],
  ['frameLength', 4],
  ['payloadOffset', 4],
  ['payloadLength', 4],
  ['problemCount', 1],
  ['etherType', 2],
  ['vlanId', 2],
  ['arpOperation', 2],
  ['source', 4],
  ['destination', 4],
  ['ipv4HeaderLength', 1],
  ['dscp', 1],
  ['ecn', 1],
  ['totalLength', 2],
  ['identification', 2],
  ['ipv4Flags', 1],
  ['fragmentOffset', 2],
  ['ttl', 1],
  ['protocol', 1],
  ['ipv4Checksum', 2],
  ['ipv4ChecksumStatus', 1],
  ['sourcePort', 2],
  ['destinationPort', 2],
  ['checksum', 2],
  ['checksumStatus', 1],
  ['sequenceNumber', 4],
  ['acknowledgmentNumber', 4],
  ['tcpHeaderLength', 1],
  ['tcpReserved', 1],
  ['tcpFlags', 1],
  ['window', 2],
  ['urgentPointer', 2],
  ['udpLength', 2],
  ['icmpType', 1],
  ['icmpCode', 1],
] as const;
