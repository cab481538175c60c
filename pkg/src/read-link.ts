/** Link headers and ARP, from the record. */
import { hexText, macText } from './address.js';
import { ArpWord, CookedWord, EthernetWord, Head, LAYERS, LayerNumber, LoopbackWord, Size } from './layout.js';
import { ARP, CARRIED, LOOPBACK, cooked } from './link-fields.js';
import { readFields } from './read-fields.js';
import type { Arp, LinkLayer, VlanTag } from './types.js';

/** The link header whose number stands in the record. */
export function readLink(w: Uint32Array, link: LayerNumber): LinkLayer {
  if (link === LayerNumber.Ethernet) {
    return {
      kind: 'ethernet',
      destination: macText(w[EthernetWord.DestinationHigh]!, w[EthernetWord.DestinationLow]! | 0),
      source: macText(w[EthernetWord.SourceHigh]!, w[EthernetWord.SourceLow]! | 0),
      tags: w[Head.TagCount] === 0 ? [] : readTags(w),
      etherType: w[EthernetWord.EtherType]!,
    };
  }
  const kind = LAYERS[link - 1];
  if (link <= LayerNumber.Loop) return { kind, ...readFields(w, LoopbackWord.Family, LOOPBACK) } as unknown as LinkLayer;
  return {
    kind,
    ...readFields(w, CookedWord.PacketType, cooked(0)),
    ...cookedAddress(w),
    ...readFields(w, CookedWord.Protocol, link === LayerNumber.Sll ? CARRIED.slice(0, 1) : CARRIED),
  } as unknown as LinkLayer;
}

function readTags(w: Uint32Array): VlanTag[] {
  return Array.from({ length: w[Head.TagCount]! }, (_, index) => {
    const at = w[Head.TagsAt]! + index * Size.TagWords;
    return { protocol: w[at]!, priority: w[at + 1]!, dropEligible: w[at + 2] !== 0, id: w[at + 3]! };
  });
}

function cookedAddress(w: Uint32Array): { address: string; addressPadding: string } {
  const pairs = [CookedWord.AddressHigh, CookedWord.AddressLow].flatMap((at) => w[at]!.toString(16).padStart(8, '0').match(/../g)!);
  const length = w[CookedWord.AddressLength]!;
  return { address: pairs.slice(0, length).join(':'), addressPadding: pairs.slice(length).join(':') };
}

/** The ARP packet in the record; its addresses are in the frame's bytes. */
export function readArp(w: Uint32Array, bytes: Uint8Array): Arp {
  let at = w[ArpWord.AddressesOffset]!;
  const hardware = (): string => hexText(bytes.subarray(at, at += w[ArpWord.HardwareLength]!), ':');
  const protocol = (): string => protocolAddress(bytes.subarray(at, at += w[ArpWord.ProtocolLength]!));
  return {
    ...readFields(w, ArpWord.HardwareType, ARP),
    senderHardware: hardware(),
    senderProtocol: protocol(),
    targetHardware: hardware(),
    targetProtocol: protocol(),
  } as Arp;
}

function protocolAddress(bytes: Uint8Array): string {
  return bytes.length === 4 ? Array.from(bytes).join('.') : hexText(bytes, ':');
}
