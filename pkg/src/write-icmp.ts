/** An ICMP header, to the record. */
import { integer, ipv4, object, word, wrongValue } from './check.js';
import { writeFields } from './fields.js';
import { Fill, Head, IcmpMeaning, IcmpWord, TransportNumber } from './layout.js';
import type { Field } from './fields.js';
import type { IcmpSpec } from './types.js';

const WORD = 0xffffffff;

/** The meanings by name: type (`-1`: as given), number, and the numbers in wire order. */
const MEANINGS: Readonly<Record<string, readonly [type: number, meaning: IcmpMeaning, ...fields: Field[]]>> = {
  unknown: [-1, IcmpMeaning.Unknown, ['restOfHeader', WORD]],
  echoReply: [0, IcmpMeaning.Echo, ['identifier', 0xffff], ['sequenceNumber', 0xffff]],
  echoRequest: [8, IcmpMeaning.Echo, ['identifier', 0xffff], ['sequenceNumber', 0xffff]],
  destinationUnreachable: [3, IcmpMeaning.DestinationUnreachable, ['unused', 0xffff], ['nextHopMtu', 0xffff]],
  redirect: [5, IcmpMeaning.Redirect, 0],
  timeExceeded: [11, IcmpMeaning.TimeExceeded, ['unused', WORD]],
  parameterProblem: [12, IcmpMeaning.ParameterProblem, ['pointer', 255], ['unused', 0xffffff]],
};

/** Writes an ICMP header; gives the bits of what is to be computed. */
export function writeIcmp(w: Uint32Array, icmp: IcmpSpec): number {
  object(icmp, 'icmp');
  const name = word(icmp.name, 'icmp.name', Object.keys(MEANINGS), 'unknown');
  const [type, meaning, ...fields] = MEANINGS[name]!;
  w[Head.Transport] = TransportNumber.Icmp;
  const found = integer(icmp.type, 'icmp.', 'type', 255, type < 0 ? null : type);
  if (type >= 0 && found !== type) throw wrongValue('icmp.type', `${type} where icmp.name is '${name}'`, found);
  w[IcmpWord.Type] = found;
  w[IcmpWord.Meaning] = meaning;
  w[IcmpWord.Second] = 0;
  writeFields(w, IcmpWord.First, icmp, 'icmp.', fields);
  if (icmp.name === 'redirect') w[IcmpWord.First] = ipv4(icmp.gateway, 'icmp.gateway');
  return writeFields(w, IcmpWord.Code, icmp, 'icmp.', [['code', 255], ['checksum', 0xffff, 0, Fill.TransportChecksum]]);
}
