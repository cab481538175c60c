/** Link headers and ARP, from the record. */
import { HEX_PAIR, colonHex, ipv4Text, macText } from './address.js';
import { ArpWord, CookedWord, EthernetWord, Head, LayerNumber, LoopbackWord, Size } from './layout.js';
import type { Arp, LinkLayer, VlanTag } from './types.js';

/** The link header whose number stands in the record. */
export function readLink(w: Uint32Array, link: LayerNumber): LinkLayer {
  switch (link) {
    case LayerNumber.Ethernet: return {
      kind: 'ethernet',
      destination: macText(w[EthernetWord.DestinationHigh]!, w[EthernetWord.DestinationLow]! | 0),
      source: macText(w[EthernetWord.SourceHigh]!, w[EthernetWord.SourceLow]! | 0),
      tags: w[Head.TagCount] === 0 ? [] : readTags(w),
      etherType: w[EthernetWord.EtherType]!,
    };
    case LayerNumber.Null:
    case LayerNumber.Loop: return {
      kind: link === LayerNumber.Null ? 'null' : 'loop',
      family: w[LoopbackWord.Family]!,
      byteOrder: w[LoopbackWord.BigEndian] === 0 ? 'little' : 'big',
    };
    case LayerNumber.Sll: return {
      kind: 'sll',
      packetType: w[CookedWord.PacketType]!,
      hardwareType: w[CookedWord.HardwareType]!,
      addressLength: w[CookedWord.AddressLength]!,
      ...cookedAddress(w),
      protocol: w[CookedWord.Protocol]!,
    };
    default: return {
      kind: 'sll2',
      protocol: w[CookedWord.Protocol]!,
      reserved: w[CookedWord.Reserved]!,
      interfaceIndex: w[CookedWord.InterfaceIndex]!,
      hardwareType: w[CookedWord.HardwareType]!,
      packetType: w[CookedWord.PacketType]!,
      addressLength: w[CookedWord.AddressLength]!,
      ...cookedAddress(w),
    };
  }
}

function readTags(w: Uint32Array): VlanTag[] {
  const tags: VlanTag[] = [];
  const first = w[Head.TagsAt]!;
  for (let at = first; at < first + w[Head.TagCount]! * Size.TagWords; at += Size.TagWords) {
    tags.push({ protocol: w[at]!, priority: w[at + 1]!, dropEligible: w[at + 2] !== 0, id: w[at + 3]! });
  }
  return tags;
}

function cookedAddress(w: Uint32Array): { address: string; addressPadding: string } {
  const bytes: string[] = [];
  for (const word of [w[CookedWord.AddressHigh]!, w[CookedWord.AddressLow]!]) {
    for (let shift = 24; shift >= 0; shift -= 8) bytes.push(HEX_PAIR[(word >>> shift) & 255]!);
  }
  const length = w[CookedWord.AddressLength]!;
  return { address: bytes.slice(0, length).join(':'), addressPadding: bytes.slice(length).join(':') };
}

/** The ARP packet in the record; its addresses are in the frame's bytes. */
export function readArp(w: Uint32Array, bytes: Uint8Array): Arp {
  const hardwareLength = w[ArpWord.HardwareLength]!;
  const protocolLength = w[ArpWord.ProtocolLength]!;
  const sender = w[ArpWord.AddressesOffset]!;
  const target = sender + hardwareLength + protocolLength;
  return {
    hardwareType: w[ArpWord.HardwareType]!,
    protocolType: w[ArpWord.ProtocolType]!,
    hardwareLength,
    protocolLength,
    operation: w[ArpWord.Operation]!,
    senderHardware: colonHex(bytes.subarray(sender, sender + hardwareLength)),
    senderProtocol: protocolAddress(bytes, sender + hardwareLength, protocolLength),
    targetHardware: colonHex(bytes.subarray(target, target + hardwareLength)),
    targetProtocol: protocolAddress(bytes, target + hardwareLength, protocolLength),
  };
}

function protocolAddress(bytes: Uint8Array, at: number, length: number): string {
  if (length !== 4) return colonHex(bytes.subarray(at, at + length));
  return ipv4Text(((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0);
}
