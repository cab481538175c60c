/** Link headers and ARP, to the record. */
import { parseMac } from './address.js';
import { array, flag, hardware, integer, object, protocolAddress, word, wrongValue } from './check.js';
import { writeFields } from './fields.js';
import { ArpWord, CookedWord, EthernetWord, Fill, Head, LAYERS, LayerNumber, LoopbackWord, Size } from './layout.js';
import { blob, push, rowsEnd } from './writer.js';
import type { Field } from './fields.js';
import type { ArpSpec, CookedSpec, CookedV2Spec, EthernetSpec, LinkSpec, NullLoopbackSpec } from './types.js';

const KINDS = ['ethernet', 'null', 'loop', 'sll', 'sll2'] as const;
/** What an EtherType is when nothing says: IEEE's first local experimental one. */
const EXPERIMENTAL = 0x88b5;
const PROTOCOL: Field = ['protocol', 0xffff, EXPERIMENTAL, Fill.EtherType];
const COOKED: readonly Field[] = [
  ['packetType', 0xffff], ['hardwareType', 0xffff, 1], ['addressLength', 0xffff], 0, 0, PROTOCOL,
];
const COOKED_V2: readonly Field[] = [
  ['packetType', 0xff], ['hardwareType', 0xffff, 1], ['addressLength', 0xff], 0, 0, PROTOCOL,
  ['reserved', 0xffff], ['interfaceIndex', 0xffffffff],
];
const ARP: readonly Field[] = [
  ['hardwareType', 0xffff, 1], ['protocolType', 0xffff, 0x0800], ['hardwareLength', 0xff], ['protocolLength', 0xff],
  ['operation', 0xffff, 1],
];

/** Writes a link header; gives the bits of what is to be computed. */
export function writeLink(w: Uint32Array, link: LinkSpec): number {
  object(link, 'link');
  w[Head.Link] = LAYERS.indexOf(word(link.kind, 'link.kind', KINDS)) + 1;
  switch (link.kind) {
    case 'ethernet': return writeEthernet(w, link);
    case 'null':
    case 'loop': return writeLoopback(w, link);
    default: return writeCooked(w, link);
  }
}

function writeEthernet(w: Uint32Array, link: EthernetSpec): number {
  writeMac(w, EthernetWord.DestinationHigh, link.destination, 'link.destination');
  writeMac(w, EthernetWord.SourceHigh, link.source, 'link.source');
  const tags = array(link.tags, 'link.tags', Size.Tags);
  w[Head.TagCount] = tags.length;
  w[Head.TagsAt] = rowsEnd;
  tags.forEach((tag, index) => {
    const owner = `link.tags[${index}].`;
    const { protocol, priority, dropEligible, id } = object(tag, `link.tags[${index}]`);
    push(w, integer(protocol, owner, 'protocol', 0xffff, 0x8100));
    push(w, integer(priority, owner, 'priority', 7));
    push(w, flag(dropEligible, `${owner}dropEligible`) ? 1 : 0);
    push(w, integer(id, owner, 'id', 0xfff));
  });
  return writeFields(w, EthernetWord.EtherType, link, 'link.', [['etherType', 0xffff, EXPERIMENTAL, Fill.EtherType]]);
}

/** Writes an address of 6 bytes, zeros where it is absent. A word takes a number's integer part, modulo 2 to the 32. */
function writeMac(w: Uint32Array, at: number, value: unknown, name: string): void {
  const address = value === undefined ? 0 : typeof value === 'string' ? parseMac(value) : undefined;
  if (address === undefined) throw wrongValue(name, 'an address of 6 bytes', hardware(value, name).length);
  w[at] = address / 2 ** 32;
  w[at + 1] = address;
}

function writeLoopback(w: Uint32Array, link: NullLoopbackSpec): number {
  const orders = link.kind === 'loop' ? ['big'] as const : ['little', 'big'] as const;
  w[LoopbackWord.BigEndian] = word(link.byteOrder, 'link.byteOrder', orders, orders[0]) === 'big' ? 1 : 0;
  return writeFields(w, LoopbackWord.Family, link, 'link.', [['family', 0xffffffff, 2, Fill.EtherType]]);
}

function writeCooked(w: Uint32Array, link: CookedSpec | CookedV2Spec): number {
  const address = hardware(link.address, 'link.address', new Uint8Array(6));
  const all = [...address, ...hardware(link.addressPadding, 'link.addressPadding', new Uint8Array(0))];
  if (all.length > 8) throw wrongValue('link.address and link.addressPadding', 'at most 8 bytes', all.length);
  const room = new DataView(Uint8Array.of(...all, 0, 0, 0, 0, 0, 0, 0, 0).buffer);
  const fill = writeFields(w, CookedWord.PacketType, link, 'link.', link.kind === 'sll' ? COOKED : COOKED_V2);
  w[CookedWord.AddressLength] = link.addressLength ?? address.length;
  w[CookedWord.AddressHigh] = room.getUint32(0);
  w[CookedWord.AddressLow] = room.getUint32(4);
  return fill;
}

/** Writes an ARP packet. */
export function writeArp(w: Uint32Array, arp: ArpSpec): void {
  object(arp, 'arp');
  const sender = hardware(arp.senderHardware, 'arp.senderHardware');
  const addresses = [
    sender, protocolAddress(arp.senderProtocol, 'arp.senderProtocol'),
    hardware(arp.targetHardware, 'arp.targetHardware', new Uint8Array(sender.length)),
    protocolAddress(arp.targetProtocol, 'arp.targetProtocol'),
  ] as const;
  w[Head.Network] = LayerNumber.Arp;
  writeFields(w, ArpWord.HardwareType, arp, 'arp.', ARP);
  w[ArpWord.HardwareLength] = arp.hardwareLength ?? sender.length;
  w[ArpWord.ProtocolLength] = arp.protocolLength ?? addresses[1].length;
  addresses.forEach((address, index) => {
    const at = blob(address, 'the addresses of arp', 255);
    if (index === 0) w[ArpWord.AddressesOffset] = at;
    w[ArpWord.SenderHardwareLength + index] = address.length;
  });
}
