/** What link headers and ARP are made of, where packets do not have them all the time. */
import { HALF, Kind, WORD } from './fields.js';
import { Fill } from './layout.js';
import type { Field } from './fields.js';

/** What an EtherType is when nothing says: IEEE's first local experimental one. */
export const enum EtherType {
  Experimental = 0x88b5,
}

/** A VLAN tag. */
export const TAG: readonly Field[] = [['protocol', HALF, 0x8100], ['priority', 7], ['dropEligible', Kind.Flag], ['id', 0xfff]];

/** BSD's headers. */
export const LOOPBACK: readonly Field[] = [['family', WORD, 2, Fill.EtherType], ['byteOrder', ['little', 'big']]];

/** Linux's, up to the address: version 1 has 16 bits where version 2 has 8. */
export function cooked(most: number): readonly Field[] {
  return [['packetType', most], ['hardwareType', HALF, 1], ['addressLength', most]];
}

/** Linux's, after the address. Version 1 has the first of them. */
export const CARRIED: readonly Field[] = [
  ['protocol', HALF, EtherType.Experimental, Fill.EtherType], ['reserved', HALF], ['interfaceIndex', WORD],
];

/** ARP, up to the addresses. */
export const ARP: readonly Field[] = [
  ['hardwareType', HALF, 1], ['protocolType', HALF, 0x0800], ['hardwareLength', 255], ['protocolLength', 255],
  ['operation', HALF, 1],
];
