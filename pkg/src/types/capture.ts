import type { Link } from './packet.js';

/** A `ReadableStream` of bytes: a page's, a worker's, Node's. */
export interface ByteStream {
  /** Takes hold of the stream. */
  getReader(): {
    /** The next chunk. */
    read(): Promise<{ done: boolean; value?: unknown }>;
    /** Says that no more is wanted. */
    cancel(reason?: unknown): Promise<unknown>;
  };
}

/** A `Blob`, such as a `File`. */
export interface ByteBlob {
  /** Its length in bytes. */
  readonly size: number;
  /** Its bytes as a stream. */
  stream(): ByteStream;
}

/**
 * Where a capture's bytes come from: all of them at once, a `Blob` or `File`, a `ReadableStream`, or anything that gives
 * chunks by iteration, such as a Node `Readable`. Chunks may have any size.
 */
export type CaptureSource = Uint8Array | ArrayBuffer | ByteBlob | ByteStream | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** An `AbortSignal`. */
export interface CaptureSignal {
  /** Whether it was given. */
  readonly aborted: boolean;
  /** Why. */
  readonly reason: unknown;
  /** Begins to listen. */
  addEventListener(type: 'abort', listener: () => void): void;
  /** Stops listening. */
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** How far the reading of a capture has come. */
export interface CaptureProgress {
  /** Bytes read of the source: where that is compressed, of the compressed bytes. */
  bytes: number;
  /** How many bytes the source has; absent where it does not say. */
  total?: number;
  /** Packets read. */
  packets: number;
}

/** How to read a capture. */
export interface ReadCaptureOptions {
  /** Ends the reading: whoever iterates gets its reason as an error, and the source is cancelled. */
  signal?: CaptureSignal | undefined;
  /** Is told how far it has come after each batch of packets, and at the end. */
  onProgress?: ((progress: CaptureProgress) => void) | undefined;
  /** Is told of each problem further on in the file when it is met. */
  onProblem?: ((problem: CaptureProblem) => void) | undefined;
}

/** What a capture says of an interface. A pcap file has one. */
export interface CaptureInterface {
  /** Its LINKTYPE number, to hand to `decode`. */
  link: number;
  /** The most bytes that were captured of a packet; 0 where there was no limit. */
  snapLength: number;
  /** Ticks of the clock in a second, as times stand in the file: 1000000 for microseconds. */
  ticksPerSecond: number;
  /** Its name; empty where there is none. */
  name: string;
  /** Its description; empty where there is none. */
  description: string;
}

/** Something wrong with a capture. */
export interface CaptureProblem {
  /** A stable name in kebab-case: `'cut-short'`, `'too-long'`, `'unknown-interface'` … */
  code: string;
  /** Where the record or block begins in the file, in bytes (decompressed). */
  offset: number;
  /** What it is, in words. */
  message: string;
}

/** A packet of a capture. */
export interface CapturePacket {
  /** Its place in the capture, from 1, as Wireshark counts frames. */
  number: number;
  /** What was captured of it: a view of the source's own bytes where those were in memory. */
  data: Uint8Array;
  /**
   * When it was captured, in nanoseconds since 1970-01-01 UTC; `null` where the capture does not say. Milliseconds for a
   * `Date` are `Number(timestamp / 1_000_000n)`.
   */
  timestamp: bigint | null;
  /** Its length on the wire in bytes. */
  originalLength: number;
  /** The LINKTYPE number of its interface, to hand to `decode`. */
  link: number;
  /** Its interface: the index in `capture.interfaces`. */
  interface: number;
  /** Where its bytes begin in the file (decompressed). */
  offset: number;
  /** Its comment; several are joined by line feeds. Absent where there is none. */
  comment?: string;
}

/** Packets as typed arrays, one entry for each. What `table.append(batch.data, batch.bounds, batch)` takes. */
export interface CaptureBatch {
  /** The number of the first packet, from 1. */
  first: number;
  /** Where `data` begins in the file (decompressed). */
  offset: number;
  /** The packets' bytes, with what the file has between them. */
  data: Uint8Array;
  /** Where each packet is in `data`: offset and length of the first, of the second, and so on. */
  bounds: Uint32Array;
  /** When they were captured, in nanoseconds since 1970-01-01 UTC; -2^63 where the capture does not say. */
  timestamps: BigInt64Array;
  /** Their lengths on the wire in bytes. */
  originalLengths: Uint32Array;
  /** The LINKTYPE numbers of their interfaces. */
  links: Uint16Array;
  /** Their interfaces: indices in `capture.interfaces`. */
  interfaces: Uint32Array;
  /** Comments by index in this batch. Absent where there is none. */
  comments?: Map<number, string>;
}

/** A packet to be written to a capture; those that `readCapture` gives will do. */
export interface CapturePacketSpec {
  /** The packet, or the first bytes of it. */
  data: Uint8Array;
  /**
   * Nanoseconds since 1970-01-01 UTC, from there on: `BigInt(Date.now()) * 1_000_000n` for now. Without one the time is 1970
   * in pcap, and nothing in pcapng where the packet has neither comment nor other length (a simple packet block).
   */
  timestamp?: bigint | null | undefined;
  /** Its length on the wire in bytes. @defaultValue that of `data` */
  originalLength?: number | undefined;
  /** What its first byte belongs to. @defaultValue `options.link` */
  link?: Link | undefined;
  /** Its interface: the index in `options.interfaces`, where those are given. @defaultValue 0 */
  interface?: number | undefined;
  /** A comment, of at most 65,535 bytes of UTF-8. pcap has none: there it is left out. */
  comment?: string | undefined;
}

/** How to write a capture. */
export interface WriteCaptureOptions {
  /** The format. @defaultValue `'pcapng'` */
  format?: 'pcap' | 'pcapng' | undefined;
  /** How exact times are. @defaultValue `'nanoseconds'` */
  precision?: 'microseconds' | 'nanoseconds' | undefined;
  /** What the first byte of packets belongs to that do not say it themselves. */
  link?: Link | undefined;
  /**
   * The interfaces, which packets name by index, such as those of the capture that they were read from; the list may grow
   * meanwhile. Without them, each link type becomes an interface. In pcap only the link type counts.
   */
  interfaces?: readonly Partial<CaptureInterface>[] | undefined;
}
