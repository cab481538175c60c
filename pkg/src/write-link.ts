/** Link headers and ARP, to the record. */
import { array, object, word, wrongValue } from './check.js';
import { HALF } from './fields.js';
import { hardware, protocolAddress } from './forms.js';
import { ArpWord, CookedWord, EthernetWord, Fill, Head, LAYERS, LoopbackWord, Size } from './layout.js';
import { ARP, CARRIED, EtherType, LOOPBACK, TAG, cooked } from './link-fields.js';
import { blob, next, pushFields, writeFields } from './write-fields.js';
import type { Field } from './fields.js';
import type { ArpSpec, CookedSpec, CookedV2Spec, EthernetSpec, LinkSpec, NullLoopbackSpec } from './types.js';

const KINDS = ['ethernet', 'null', 'loop', 'sll', 'sll2'] as const;
const ETHERNET: readonly Field[] = [['etherType', 0xffff, EtherType.Experimental, Fill.EtherType]];

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
  w[Head.TagsAt] = next;
  tags.forEach((tag, index) => pushFields(w, object(tag, `link.tags[${index}]`), `link.tags[${index}].`, TAG));
  return writeFields(w, EthernetWord.EtherType, link, 'link.', ETHERNET);
}

/** Writes an address of 6 bytes, zeros where it is absent: the first 2 are a word of their own. */
function writeMac(w: Uint32Array, at: number, value: unknown, name: string): void {
  const address = hardware(value, name, 6);
  if (address.length !== 6) throw wrongValue(name, 'an address of 6 bytes', address.length);
  const number = numberOf(address);
  // A word takes a number's integer part, modulo 2 to the 32.
  w[at] = number / 2 ** 32;
  w[at + 1] = number;
}

/** The number that bytes stand for: 6 at most. */
function numberOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

function writeLoopback(w: Uint32Array, link: NullLoopbackSpec): number {
  const fill = writeFields(w, LoopbackWord.Family, link, 'link.', LOOPBACK);
  if (link.kind === 'loop') {
    word(link.byteOrder, 'link.byteOrder', ['big'], 'big');
    w[LoopbackWord.BigEndian] = 1;
  }
  return fill;
}

function writeCooked(w: Uint32Array, link: CookedSpec | CookedV2Spec): number {
  const address = hardware(link.address, 'link.address', 6);
  const padding = hardware(link.addressPadding, 'link.addressPadding', 0);
  const length = address.length + padding.length;
  if (length > 8) throw wrongValue('link.address and link.addressPadding', 'at most 8 bytes', length);
  const room = new Uint8Array(8);
  room.set(address);
  room.set(padding, address.length);
  writeFields(w, CookedWord.PacketType, link, 'link.', cooked(link.kind === 'sll' ? HALF : 255));
  w[CookedWord.AddressLength] = link.addressLength ?? address.length;
  w[CookedWord.AddressHigh] = numberOf(room.subarray(0, 4));
  w[CookedWord.AddressLow] = numberOf(room.subarray(4));
  return writeFields(w, CookedWord.Protocol, link, 'link.', CARRIED);
}

/** Writes an ARP packet, of which nothing is to be computed. */
export function writeArp(w: Uint32Array, arp: ArpSpec): number {
  const sender = hardware(arp.senderHardware, 'arp.senderHardware');
  const addresses = [
    sender, protocolAddress(arp.senderProtocol, 'arp.senderProtocol'),
    hardware(arp.targetHardware, 'arp.targetHardware', sender.length),
    protocolAddress(arp.targetProtocol, 'arp.targetProtocol'),
  ] as const;
  writeFields(w, ArpWord.HardwareType, arp, 'arp.', ARP);
  w[ArpWord.HardwareLength] = arp.hardwareLength ?? sender.length;
  w[ArpWord.ProtocolLength] = arp.protocolLength ?? addresses[1].length;
  addresses.forEach((address, index) => {
    const at = blob(address, 'the addresses of arp', 255);
    if (index === 0) w[ArpWord.AddressesOffset] = at;
    w[ArpWord.SenderHardwareLength + index] = address.length;
  });
  return 0;
}
