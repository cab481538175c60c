import type { Link, OwnBytes } from './packet.js';

/** How bytes are written as text. */
export type DumpFormat = WrittenFormat | 'uint8array' | 'tshark-json' | 'pdml' | 'text2pcap' | 'xxd-bits' | 'hexdump' | 'od' | 'cisco' | 'hexyl';

/** The formats that `formatDump` writes. */
export type WrittenFormat =
  | 'hex' | 'percent' | '0x-list' | 'c-array' | 'go-slice' | 'c-string' | 'python-bytes' | 'scapy' | 'base64' | 'data-url'
  | 'node-buffer' | 'node-json' | 'tcpdump' | 'tshark' | 'xxd' | 'hexdump-c';

/** How to read a dump. */
export interface ParseDumpOptions {
  /** The format; by default, the one that the text looks most like. */
  format?: DumpFormat | undefined;
  /** What each packet's first byte belongs to. @defaultValue `'auto'`: as the text says, or else the bytes */
  link?: Link | undefined;
}

/** What a text holds. Plain data. */
export interface Dump {
  /** The format that it was read as. */
  format: DumpFormat;
  /** The packets, in the text's order; at least one. */
  packets: DumpedPacket[];
  /** What to know of it: words that were swapped, packets that were left out, in the text's order. */
  warnings: DumpWarning[];
}

/** The link types that bytes can speak for. */
export type GuessedLink = 'ethernet' | 'raw' | 'null' | 'loop' | 'sll' | 'sll2';

/** The link type that bytes speak for. */
export interface LinkGuess {
  /** The link type. */
  link: GuessedLink;
  /** What speaks for it, from 0 to 100: an IPv4 header with a right checksum and a fitting length behind a header that announces it. It is no probability. */
  confidence: number;
  /** The link type that most speaks for after it; `null` where nothing speaks for any other. */
  runnerUp: { link: GuessedLink; confidence: number } | null;
}

/** One packet of a dump. */
export interface DumpedPacket {
  /** Its bytes. */
  data: OwnBytes;
  /** What its first byte belongs to, to hand to `decode`: what was asked for, what the text says, or what the bytes speak for. */
  link: Link;
  /** What the bytes by themselves speak for. */
  guess: LinkGuess;
  /** When it was captured. Absent where the text does not say. */
  timestamp?: DumpTimestamp;
  /** Where each byte stands in the text: start and end of the first, start and end of the second, and so on, in UTF-16 units. */
  places: Uint32Array;
}

/** A moment that a text names. */
export interface DumpTimestamp {
  /** What it counts from: 1970-01-01 UTC, the same in a zone that the text does not name, or midnight. */
  clock: 'epoch' | 'local' | 'time-of-day';
  /** Whole seconds. */
  seconds: number;
  /** Nanoseconds beyond them. */
  nanoseconds: number;
}

/** Something to know of a dump. */
export interface DumpWarning {
  /** A stable name in kebab-case, such as `'swapped'`. */
  code: string;
  /** What it is, in words. */
  message: string;
  /** Where it begins in the text, in UTF-16 units. */
  start: number;
  /** Where it ends. */
  end: number;
  /** Whether a packet was left out for it. */
  refused: boolean;
}

/** How to write a dump. */
export interface FormatDumpOptions {
  /** What the first byte belongs to: `'scapy'` chooses its class by it. @defaultValue `'auto'` */
  link?: Link | undefined;
}
