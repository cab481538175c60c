/** The packets of a file, as the places of their bytes: an object for each would take ten times the memory. */
import type { Link } from 'drywire';
import { linkNumber } from '../model/link';

/** When and how a packet was captured. */
export interface Stored {
  readonly data: Uint8Array;
  readonly link: Link;
  /** Nanoseconds since 1970; nothing where the file does not say. */
  readonly time: bigint | null;
  /** Its length before the capture cut it. */
  readonly original: number;
  /** What somebody wrote to it. */
  readonly comment: string | undefined;
}

/** Packets that were read at one time. */
export interface Batch {
  readonly data: Uint8Array;
  readonly bounds: Uint32Array;
  readonly links: Uint16Array;
  /** Nanoseconds since 1970; 0 where the file does not say. */
  readonly timestamps: BigInt64Array;
  readonly originalLengths: Uint32Array;
}

/** A packet by its place in a piece. */
export interface Added extends Omit<Stored, 'data'> {
  readonly offset: number;
  readonly length: number;
}

/** Stands for no time. */
const NEVER = -(2n ** 63n);

export class Store {
  count = 0;
  /** The first time that was told. */
  start: bigint | null = null;
  /** What was read at one time, and the number of its first packet. */
  readonly #pieces: { data: Uint8Array; first: number }[] = [];
  readonly #links: Link[] = [];
  readonly #comments = new Map<number, string>();
  #piece = new Uint32Array(1024);
  #offset = new Uint32Array(1024);
  #length = new Uint32Array(1024);
  #original = new Uint32Array(1024);
  #link = new Uint16Array(1024);
  #time = new BigInt64Array(1024);

  /** Keeps a piece of the file's bytes, in which packets are then added. */
  piece(bytes: Uint8Array): void {
    this.#pieces.push({ data: bytes, first: this.count });
  }

  /** Adds a packet of the last piece. */
  add({ offset, length, link, time, original, comment }: Added): void {
    const at = this.count;
    if (at === this.#piece.length) this.#grow();
    this.#piece[at] = this.#pieces.length - 1;
    this.#offset[at] = offset;
    this.#length[at] = length;
    this.#original[at] = original;
    this.#link[at] = this.#linkNumber(link);
    this.#time[at] = time ?? NEVER;
    if (time !== null) this.start ??= time;
    if (comment !== undefined) this.#comments.set(at, comment);
    this.count++;
  }

  at(index: number): Stored | null {
    if (!(index >= 0 && index < this.count)) return null;
    const offset = this.#offset[index]!;
    const time = this.#time[index]!;
    return {
      data: this.#pieces[this.#piece[index]!]!.data.subarray(offset, offset + this.#length[index]!),
      link: this.#links[this.#link[index]!]!,
      time: time === NEVER ? null : time,
      original: this.#original[index]!,
      comment: this.#comments.get(index),
    };
  }

  get pieces(): number {
    return this.#pieces.length;
  }

  /** All packets of a piece, as the package's tables take them. */
  batch(piece: number): Batch {
    const { data, first } = this.#pieces[piece]!;
    const end = this.#pieces[piece + 1]?.first ?? this.count;
    const bounds = new Uint32Array((end - first) * 2);
    const links = new Uint16Array(end - first);
    for (let at = first; at < end; at++) {
      bounds[(at - first) * 2] = this.#offset[at]!;
      bounds[(at - first) * 2 + 1] = this.#length[at]!;
      links[at - first] = linkNumber(this.#links[this.#link[at]!]!);
    }
    const timestamps = this.#time.slice(first, end).map((time) => (time === NEVER ? 0n : time));
    return { data, bounds, links, timestamps, originalLengths: this.#original.slice(first, end) };
  }

  #linkNumber(link: Link): number {
    const found = this.#links.indexOf(link);
    return found < 0 ? this.#links.push(link) - 1 : found;
  }

  #grow(): void {
    const grown = <T extends Uint32Array | Uint16Array | BigInt64Array>(old: T, next: T): T => {
      next.set(old as never);
      return next;
    };
    const size = this.count * 2;
    this.#piece = grown(this.#piece, new Uint32Array(size));
    this.#offset = grown(this.#offset, new Uint32Array(size));
    this.#length = grown(this.#length, new Uint32Array(size));
    this.#original = grown(this.#original, new Uint32Array(size));
    this.#link = grown(this.#link, new Uint16Array(size));
    this.#time = grown(this.#time, new BigInt64Array(size));
  }
}
