/** What the messages of ICMP and ICMPv6 say in their second word: read and written by the same tables. */
import type { NumberField } from './fields.js';

const HALF = 0xffff;
const WORD = 0xffffffff;
const ECHO: readonly NumberField[] = [['identifier', HALF], ['sequenceNumber', HALF]];

/** Messages by name: the type (`-1`: any), and the numbers in wire order. */
export type Messages = Readonly<Record<string, readonly [type: number, ...fields: NumberField[]]>>;

/** ICMP's. */
export const ICMP: Messages = {
  echoReply: [0, ...ECHO],
  echoRequest: [8, ...ECHO],
  destinationUnreachable: [3, ['unused', HALF], ['nextHopMtu', HALF]],
  redirect: [5, ['gateway', WORD]],
  timeExceeded: [11, ['unused', WORD]],
  parameterProblem: [12, ['pointer', 255], ['unused', 0xffffff]],
  unknown: [-1, ['restOfHeader', WORD]],
};

/** ICMPv6's. */
export const ICMPV6: Messages = {
  echoReply: [129, ...ECHO],
  echoRequest: [128, ...ECHO],
  destinationUnreachable: [1, ['unused', WORD]],
  packetTooBig: [2, ['mtu', WORD]],
  timeExceeded: [3, ['unused', WORD]],
  parameterProblem: [4, ['pointer', WORD]],
  unknown: [-1, ['restOfHeader', WORD]],
};
