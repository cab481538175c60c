/** What the options of TCP, IPv4 and IPv6 are made of. */
import { HALF, Kind, WORD } from './fields.js';
import { Row } from './layout.js';
import type { Field } from './fields.js';

/** An option's name, kind, row and fields. Options that are not known have any kind from that on. */
export type OptionShape = readonly [name: string, kind: number, row: Row, ...fields: Field[]];

/** Whether a row is that of an option whose kind says nothing. */
export function isOfAnyKind(row: Row): boolean {
  return row === Row.Unknown || row === Row.Malformed;
}

/** Options, and those which every list has. */
function shapes(least: number, ...known: OptionShape[]): readonly OptionShape[] {
  return [...known, ['unknown', least, Row.Unknown, ['data', Kind.Bytes]], ['malformed', least, Row.Malformed, ['data', Kind.Bytes]]];
}

const EOL: OptionShape = ['eol', 0, Row.End, ['padding', Kind.Padding]];
const NOP: OptionShape = ['nop', 1, Row.NoOperation];

/** TCP's options. */
export const TCP_OPTIONS = /* @__PURE__ */ shapes(
  2,
  ['mss', 2, Row.MaximumSegmentSize, ['value', HALF, null]],
  ['windowScale', 3, Row.WindowScale, ['shift', 255, null]],
  ['sackPermitted', 4, Row.SackPermitted],
  ['sack', 5, Row.Sack, ['blocks', { of: [['left', WORD, null], ['right', WORD, null]], least: 1, most: 4 }]],
  ['timestamps', 8, Row.Timestamps, ['value', WORD, null], ['echoReply', WORD, null]],
  ['md5', 19, Row.Md5, ['digest', Kind.Bytes, 16]],
  ['userTimeout', 28, Row.UserTimeout, ['granularity', ['seconds', 'minutes']], ['value', 0x7fff, null]],
  ['ao', 29, Row.Authentication, ['data', Kind.Bytes]],
  ['fastOpen', 34, Row.FastOpen, ['cookie', Kind.Bytes]],
  EOL, NOP,
);

const ROUTE: readonly Field[] = [['pointer', 255, 4], ['addresses', { of: Kind.Ipv4, most: 9 }]];
const STAMPS: readonly Field[] = [['pointer', 255, 5], ['overflow', 15]];

/** The timestamp option where its flag says that its entries have addresses. */
export const ADDRESS_TIMESTAMP: OptionShape = [
  'timestamp', 68, Row.AddressTimestamp, ...STAMPS, ['flag', 15, 1],
  ['entries', { of: [['address', Kind.Ipv4], ['timestamp', WORD, null]], most: 9 }],
];

/** IPv4's options. */
export const IPV4_OPTIONS = /* @__PURE__ */ shapes(
  2,
  ['recordRoute', 7, Row.Route, ...ROUTE],
  ['timestamp', 68, Row.Timestamp, ...STAMPS, ['flag', 15], ['entries', { of: [['timestamp', WORD, null]], most: 9 }]],
  ADDRESS_TIMESTAMP,
  ['looseSourceRoute', 131, Row.Route, ...ROUTE],
  ['strictSourceRoute', 137, Row.Route, ...ROUTE],
  ['routerAlert', 148, Row.RouterAlert, ['value', HALF]],
  EOL, NOP,
);

/** IPv6's options. */
export const IPV6_OPTIONS = /* @__PURE__ */ shapes(
  0,
  ['pad1', 0, Row.NoOperation],
  ['padN', 1, Row.PadN, ['data', Kind.Bytes]],
  ['routerAlert', 5, Row.RouterAlert, ['value', HALF]],
  ['jumboPayload', 194, Row.JumboPayload, ['value', WORD, null]],
);
