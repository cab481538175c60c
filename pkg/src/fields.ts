/** What headers, options and messages are made of, word by word: read and written by the same tables. */

/** What a word is that is no plain number. */
export const enum Kind {
  /** Whether it is not 0. */
  Flag = -1,
  /** An IPv4 address. */
  Ipv4 = -2,
  /** The first of four: an IPv6 address. */
  Ipv6 = -3,
  /** Where bytes are, before the word that says how many: 255 at most; the default is how many they must be. */
  Bytes = -4,
  /** Bytes that may be absent. */
  Padding = -5,
  /** How many options of IPv6 follow. */
  Options = -6,
  /** Up to 2,048 bytes. */
  LongBytes = -7,
}

/** Fields, or words of one kind, to the end of a row. */
export interface List {
  of: readonly Field[] | Kind;
  least?: number;
  most: number;
}

/**
 * A field's name; the maximum of a number, or what else it is, such as one of a few texts; its default (0 unless told; `null`:
 * it must be given); the bit that says that it is to be computed where it is absent; and a number's unit. A word without a name
 * is left to others.
 */
export type Field = readonly [
  key: string, kind: number | readonly string[] | List, byDefault?: number | null | undefined, fill?: number, unit?: number,
];

/** The maximum of a field of 16 bits. */
export const HALF = 0xffff;
/** The maximum of a field of 32 bits. */
export const WORD = 0xffffffff;
