/** An ICMP header, to the record. */
import { integer, ipv4, object, required, word } from './check.js';
import { Fill, Head, IcmpMeaning, IcmpWord, TransportNumber } from './layout.js';
import type { IcmpSpec } from './types.js';

/** The types that the names stand for. */
const TYPES = {
  echoReply: 0, destinationUnreachable: 3, redirect: 5, echoRequest: 8, timeExceeded: 11, parameterProblem: 12,
} as const;
const NAMES = [...Object.keys(TYPES) as (keyof typeof TYPES)[], 'unknown'] as const;

/** Writes an ICMP header; gives the bits of what is to be computed. */
export function writeIcmp(w: Uint32Array, icmp: IcmpSpec): number {
  object(icmp, 'icmp');
  const name = word(icmp.name, 'icmp.name', NAMES, 'unknown');
  w[Head.Transport] = TransportNumber.Icmp;
  w[IcmpWord.Type] = typeNumber(icmp.type, name);
  w[IcmpWord.Code] = integer(icmp.code, 'icmp.code', 255, 0);
  w[IcmpWord.Checksum] = integer(icmp.checksum, 'icmp.checksum', 0xffff, 0);
  w[IcmpWord.Second] = 0;
  writeMeaning(w, icmp);
  return icmp.checksum === undefined ? Fill.TransportChecksum : 0;
}

function typeNumber(type: unknown, name: (typeof NAMES)[number]): number {
  if (name === 'unknown') return required(type, 'icmp.type', 255);
  const number = TYPES[name];
  if (integer(type, 'icmp.type', 255, number) === number) return number;
  throw new RangeError(`icmp.type must be ${number} where icmp.name is '${name}', not ${String(type)}`);
}

function writeMeaning(w: Uint32Array, icmp: IcmpSpec): void {
  switch (icmp.name) {
    case 'echoReply':
    case 'echoRequest':
      w[IcmpWord.Meaning] = IcmpMeaning.Echo;
      w[IcmpWord.First] = integer(icmp.identifier, 'icmp.identifier', 0xffff, 0);
      w[IcmpWord.Second] = integer(icmp.sequenceNumber, 'icmp.sequenceNumber', 0xffff, 0);
      break;
    case 'destinationUnreachable':
      w[IcmpWord.Meaning] = IcmpMeaning.DestinationUnreachable;
      w[IcmpWord.First] = integer(icmp.unused, 'icmp.unused', 0xffff, 0);
      w[IcmpWord.Second] = integer(icmp.nextHopMtu, 'icmp.nextHopMtu', 0xffff, 0);
      break;
    case 'redirect':
      w[IcmpWord.Meaning] = IcmpMeaning.Redirect;
      w[IcmpWord.First] = ipv4(icmp.gateway, 'icmp.gateway');
      break;
    case 'timeExceeded':
      w[IcmpWord.Meaning] = IcmpMeaning.TimeExceeded;
      w[IcmpWord.First] = integer(icmp.unused, 'icmp.unused', 0xffffffff, 0);
      break;
    case 'parameterProblem':
      w[IcmpWord.Meaning] = IcmpMeaning.ParameterProblem;
      w[IcmpWord.First] = integer(icmp.pointer, 'icmp.pointer', 255, 0);
      w[IcmpWord.Second] = integer(icmp.unused, 'icmp.unused', 0xffffff, 0);
      break;
    default:
      w[IcmpWord.Meaning] = IcmpMeaning.Unknown;
      w[IcmpWord.First] = integer(icmp.restOfHeader, 'icmp.restOfHeader', 0xffffffff, 0);
  }
}
