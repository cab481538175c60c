/** Link headers and ARP, to the record. */
import { parseMac } from './address.js';
import { array, flag, hardware, integer, object, protocolAddress, word } from './check.js';
import { blob, push, rowsEnd } from './writer.js';
import { ArpWord, CookedWord, EthernetWord, Fill, Head, LinkNumber, LoopbackWord, NetworkNumber, Size } from './layout.js';
import type {
  ArpSpec, CookedSpec, CookedV2Spec, EthernetSpec, LinkSpec, NullLoopbackSpec, VlanTagSpec,
} from './types.js';

const KINDS = ['ethernet', 'null', 'loop', 'sll', 'sll2'] as const;
const ZEROS = new Uint8Array(6);
/** What an EtherType is when nothing says: IEEE's first local experimental one. */
const EXPERIMENTAL = 0x88b5;

/** Writes a link header; gives the bits of what is to be computed. */
export function writeLink(w: Uint32Array, link: LinkSpec): number {
  object(link, 'link');
  if (link.kind === undefined) throw new TypeError('link.kind must be given');
  w[Head.Link] = LinkNumber.Ethernet + KINDS.indexOf(word(link.kind, 'link.kind', KINDS, 'ethernet'));
  switch (link.kind) {
    case 'ethernet': return writeEthernet(w, link);
    case 'null':
    case 'loop': return writeLoopback(w, link);
    default: return writeCooked(w, link);
  }
}

function absent(value: unknown): number {
  return value === undefined ? Fill.EtherType : 0;
}

function writeEthernet(w: Uint32Array, link: EthernetSpec): number {
  const destination = mac(link.destination, 'link.destination');
  w[EthernetWord.DestinationHigh] = destination / WORD;
  w[EthernetWord.DestinationLow] = destination;
  const source = mac(link.source, 'link.source');
  w[EthernetWord.SourceHigh] = source / WORD;
  w[EthernetWord.SourceLow] = source;
  w[EthernetWord.EtherType] = integer(link.etherType, 'link.etherType', 0xffff, EXPERIMENTAL);
  const tags = array(link.tags, 'link.tags');
  if (tags.length > Size.Tags) throw new RangeError(`link.tags must have at most ${Size.Tags} entries, not ${tags.length}`);
  w[Head.TagCount] = tags.length;
  w[Head.TagsAt] = rowsEnd;
  tags.forEach((tag, index) => writeTag(w, tag, `link.tags[${index}]`));
  return absent(link.etherType);
}

/** What the upper word of a 48-bit number is counted in. Words take a number's integer part, modulo this. */
const WORD = 2 ** 32;

function mac(value: unknown, name: string): number {
  if (value === undefined) return 0;
  const address = typeof value === 'string' ? parseMac(value) : undefined;
  if (address !== undefined) return address;
  const { length } = hardware(value, name, ZEROS);
  throw new RangeError(`${name} must have 6 bytes, not ${length}`);
}

function writeTag(w: Uint32Array, tag: VlanTagSpec, name: string): void {
  object(tag, name);
  push(w, integer(tag.protocol, `${name}.protocol`, 0xffff, 0x8100));
  push(w, integer(tag.priority, `${name}.priority`, 7, 0));
  push(w, flag(tag.dropEligible, `${name}.dropEligible`) ? 1 : 0);
  push(w, integer(tag.id, `${name}.id`, 0xfff, 0));
}

function writeLoopback(w: Uint32Array, link: NullLoopbackSpec): number {
  w[LoopbackWord.Family] = integer(link.family, 'link.family', 0xffffffff, 2);
  const order = word(link.byteOrder, 'link.byteOrder', ['little', 'big'], link.kind === 'loop' ? 'big' : 'little');
  if (link.kind === 'loop' && order === 'little') throw new RangeError("link.byteOrder must be 'big' where link.kind is 'loop'");
  w[LoopbackWord.BigEndian] = order === 'big' ? 1 : 0;
  return absent(link.family);
}

function writeCooked(w: Uint32Array, link: CookedSpec | CookedV2Spec): number {
  const byte = link.kind === 'sll2' ? 0xff : 0xffff;
  const address = hardware(link.address, 'link.address', ZEROS);
  const padding = hardware(link.addressPadding, 'link.addressPadding', new Uint8Array(0));
  if (address.length + padding.length > 8) throw new RangeError('link.address and link.addressPadding must have at most 8 bytes');
  const room = new DataView(new ArrayBuffer(8));
  [...address, ...padding].forEach((value, at) => room.setUint8(at, value));
  w[CookedWord.PacketType] = integer(link.packetType, 'link.packetType', byte, 0);
  w[CookedWord.HardwareType] = integer(link.hardwareType, 'link.hardwareType', 0xffff, 1);
  w[CookedWord.AddressLength] = integer(link.addressLength, 'link.addressLength', byte, address.length);
  w[CookedWord.AddressHigh] = room.getUint32(0);
  w[CookedWord.AddressLow] = room.getUint32(4);
  w[CookedWord.Protocol] = integer(link.protocol, 'link.protocol', 0xffff, EXPERIMENTAL);
  if (link.kind === 'sll2') {
    w[CookedWord.Reserved] = integer(link.reserved, 'link.reserved', 0xffff, 0);
    w[CookedWord.InterfaceIndex] = integer(link.interfaceIndex, 'link.interfaceIndex', 0xffffffff, 0);
  }
  return absent(link.protocol);
}

/** Writes an ARP packet. */
export function writeArp(w: Uint32Array, arp: ArpSpec): void {
  object(arp, 'arp');
  if (arp.senderHardware === undefined) throw new TypeError('arp.senderHardware must be given');
  const senderHardware = hardware(arp.senderHardware, 'arp.senderHardware', ZEROS);
  const senderProtocol = protocolAddress(arp.senderProtocol, 'arp.senderProtocol');
  w[Head.Network] = NetworkNumber.Arp;
  w[ArpWord.HardwareType] = integer(arp.hardwareType, 'arp.hardwareType', 0xffff, 1);
  w[ArpWord.ProtocolType] = integer(arp.protocolType, 'arp.protocolType', 0xffff, 0x0800);
  w[ArpWord.HardwareLength] = integer(arp.hardwareLength, 'arp.hardwareLength', 0xff, senderHardware.length);
  w[ArpWord.ProtocolLength] = integer(arp.protocolLength, 'arp.protocolLength', 0xff, senderProtocol.length);
  w[ArpWord.Operation] = integer(arp.operation, 'arp.operation', 0xffff, 1);
  const targetHardware = hardware(arp.targetHardware, 'arp.targetHardware', new Uint8Array(senderHardware.length));
  const targetProtocol = protocolAddress(arp.targetProtocol, 'arp.targetProtocol');
  w[ArpWord.AddressesOffset] = blob(senderHardware, 'arp.senderHardware', 255);
  blob(senderProtocol, 'arp.senderProtocol', 255);
  blob(targetHardware, 'arp.targetHardware', 255);
  blob(targetProtocol, 'arp.targetProtocol', 255);
  w[ArpWord.SenderHardwareLength] = senderHardware.length;
  w[ArpWord.SenderProtocolLength] = senderProtocol.length;
  w[ArpWord.TargetHardwareLength] = targetHardware.length;
  w[ArpWord.TargetProtocolLength] = targetProtocol.length;
}
