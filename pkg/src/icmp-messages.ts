/** What the messages of ICMP and ICMPv6 say in their second word. */
import { Kind, Maximum } from './fields.js';
import type { Field } from './fields.js';

const ECHO: readonly Field[] = [['identifier', Maximum.Half], ['sequenceNumber', Maximum.Half]];
const UNUSED: Field = ['unused', Maximum.Word];
/** Any other, which has to say its type. */
const UNKNOWN: readonly [null, Field] = [null, ['restOfHeader', Maximum.Word]];

/** Messages by name: the type (`null`: any), and the fields in wire order. */
export type Messages = Readonly<Record<string, readonly [type: number | null, ...fields: Field[]]>>;

/** ICMP's. */
export const ICMP: Messages = {
  echoReply: [0, ...ECHO],
  echoRequest: [8, ...ECHO],
  destinationUnreachable: [3, ['unused', Maximum.Half], ['nextHopMtu', Maximum.Half]],
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
  packetTooBig: [2, ['mtu', Maximum.Word]],
  timeExceeded: [3, UNUSED],
  parameterProblem: [4, ['pointer', Maximum.Word]],
  unknown: UNKNOWN,
};
