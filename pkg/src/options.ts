/** What the options of TCP, IPv4 and IPv6 are made of: read and written by the same table. */
import { Row } from './layout.js';

/** A number in an option, with its maximum and, where it has one, its default. */
export type OptionNumber = readonly [key: string, maximum: number, byDefault?: number];

/** An option's kind, row and numbers, or the name of its bytes. What is more than that is read and written by its name. */
export interface OptionShape {
  kind: number;
  row: Row;
  numbers?: readonly OptionNumber[];
  bytes?: string;
}

const WORD = 0xffffffff;

/** TCP's options by name. */
export const TCP_OPTIONS: Readonly<Record<string, OptionShape>> = {
  mss: { kind: 2, row: Row.MaximumSegmentSize, numbers: [['value', 0xffff]] },
  windowScale: { kind: 3, row: Row.WindowScale, numbers: [['shift', 0xff]] },
  sackPermitted: { kind: 4, row: Row.SackPermitted },
  sack: { kind: 5, row: Row.Sack },
  timestamps: { kind: 8, row: Row.Timestamps, numbers: [['value', WORD], ['echoReply', WORD]] },
  md5: { kind: 19, row: Row.Md5, bytes: 'digest' },
  userTimeout: { kind: 28, row: Row.UserTimeout },
  ao: { kind: 29, row: Row.Authentication, bytes: 'data' },
  fastOpen: { kind: 34, row: Row.FastOpen, bytes: 'cookie' },
};

/** IPv4's options by name. */
export const IPV4_OPTIONS: Readonly<Record<string, OptionShape>> = {
  recordRoute: { kind: 7, row: Row.Route },
  timestamp: { kind: 68, row: Row.Timestamp },
  looseSourceRoute: { kind: 131, row: Row.Route },
  strictSourceRoute: { kind: 137, row: Row.Route },
  routerAlert: { kind: 148, row: Row.RouterAlert, numbers: [['value', 0xffff, 0]] },
};

/** IPv6's options by name. */
export const IPV6_OPTIONS: Readonly<Record<string, OptionShape>> = {
  pad1: { kind: 0, row: Row.NoOperation },
  padN: { kind: 1, row: Row.PadN, bytes: 'data' },
  routerAlert: { kind: 5, row: Row.RouterAlert, numbers: [['value', 0xffff, 0]] },
  jumboPayload: { kind: 194, row: Row.JumboPayload, numbers: [['value', WORD]] },
};
