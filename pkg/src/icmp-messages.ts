/** What the messages of ICMP and ICMPv6 say in their second word. */
import { HALF, Kind, WORD } from './fields.js';
import type { Field } from './fields.js';

const ECHO: readonly Field[] = [['identifier', HALF], ['sequenceNumber', HALF]];
const UNUSED: Field = ['unused', WORD];
/** Any other, which has to say its type. */
const UNKNOWN: readonly [null, Field] = [null, ['restOfHeader', WORD]];

/** Messages by name: the type (`null`: any), and the fields in wire order. */
export type Messages = Readonly<Record<string, readonly [type: number | null, ...fields: Field[]]>>;

/** ICMP's. */
export const ICMP: Messages = {
  echoReply: [0, ...ECHO],
  echoRequest: [8, ...ECHO],
  destinationUnreachable: [3, ['unused', HALF], ['nextHopMtu', HALF]],
  redirect: [5, ['gateway', Kind.Ipv4]],
  timeExceeded: [11, UNUSED],
  parameterProblem: [12, ['pointer', 255], ['unused', 0xffffff]],
  unknown: UNKNOWN,
};

/** ICMPv6's. */
export const ICMPV6: Messages = {
  echoReply: [129, ...ECHO],
  echoRequest: [128, ...ECHO],
  destinationUnreachable: [1, UNUSED],
  packetTooBig: [2, ['mtu', WORD]],
  timeExceeded: [3, UNUSED],
  parameterProblem: [4, ['pointer', WORD]],
  unknown: UNKNOWN,
};
