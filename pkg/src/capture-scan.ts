/** A capture's bytes to batches of packets: the module reads, this hands it the bytes and keeps what is not whole yet. */
import { close, columns, comments, end, open, put, scan } from './engines/capture.js';
import { CaptureError } from './capture-error.js';
import { CAPTURE_PROBLEMS } from './capture-problems.js';
import { filled } from './problems.js';
import type { CaptureBatch, CaptureInterface, CaptureProblem, ReadCaptureOptions } from './types.js';

/** What stopped the reading: a word behind those that `Scanner` takes apart. */
const NEEDS = 0;
const INTERFACE = 2;
const PROBLEM = 3;
/** Where there is more to say, what there is begins here. */
const DETAILS = 6;

/** So many problems are kept, and the last one. */
const MOST_PROBLEMS = 100;

/** Files that nobody finished reading and nobody has any more. */
const forgotten = /* @__PURE__ */ new FinalizationRegistry<number>(close);

const decoder = /* @__PURE__ */ new TextDecoder();

/** What is known of a file. */
export interface Known {
  format: 'pcap' | 'pcapng' | undefined;
  interfaces: CaptureInterface[];
  problems: CaptureProblem[];
  problemCount: number;
}

/** Reads one file. */
export class Scanner {
  packets = 0;
  /** How far the module has read. */
  offset = 0;
  /** How many bytes it must have to read on: no number is enough where nothing can follow. */
  needed = 1;
  readonly #known: Known;
  readonly #onProblem: ReadCaptureOptions['onProblem'];
  readonly #handle = open();
  /** Bytes that were not read, and how many. */
  #rest: Uint8Array[] = [];
  #restLength = 0;
  /** Where chunks are joined, if batches are used up before the next one is asked for. */
  #scratch: Uint8Array | undefined;

  constructor(known: Known, onProblem: ReadCaptureOptions['onProblem'], reuse: boolean | undefined) {
    this.#known = known;
    this.#onProblem = onProblem;
    if (reuse) this.#scratch = new Uint8Array(0);
    forgotten.register(this, this.#handle, this);
  }

  /** Takes the file's next bytes and gives the packets that they complete. */
  *push(chunk: Uint8Array): Generator<CaptureBatch> {
    this.#rest.push(chunk);
    this.#restLength += chunk.length;
    if (this.#restLength < this.needed) return;
    let data = this.#rest.length > 1 ? this.#joined() : chunk;
    while (data.length >= this.needed) {
      const batches: CaptureBatch[] = [];
      // All of it before others have their turn, who may read another file.
      data = data.subarray(this.#window(put(data, this.needed), batches));
      yield* batches;
    }
    this.#restLength = data.length;
    this.#rest = data.length > 0 ? [data] : [];
  }

  /** Ends the file. */
  end(): void {
    const words = end(this.#handle, this.#restLength);
    if (words[5] === PROBLEM) this.#problem(words);
  }

  /** Lets the module go of it. */
  close(): void {
    forgotten.unregister(this);
    close(this.#handle);
  }

  /** Notes a problem. */
  note(problem: CaptureProblem): void {
    const { format, problems } = this.#known;
    if (format === undefined) throw new CaptureError(problem);
    this.#known.problemCount++;
    if (problems.length > MOST_PROBLEMS) problems.pop();
    problems.push(problem);
    this.#onProblem?.(problem);
  }

  /** Reads what it can of a window; gives how many bytes. */
  #window(window: Uint8Array, batches: CaptureBatch[]): number {
    for (let at = 0; ;) {
      const words = scan(this.#handle, at, window.length);
      const [packets, , read, format, needed, stop] = words as unknown as [number, number, number, number, number, number];
      const data = window.subarray(at, at + read);
      this.#known.format = (['pcap', 'pcapng'] as const)[format];
      if (packets > 0) {
        const batch: CaptureBatch = { first: this.packets + 1, offset: this.offset, data, ...columns(words) };
        if (words[1]! > 0) batch.comments = readComments(data, comments(words));
        batches.push(batch);
      }
      this.packets += packets;
      this.offset += read;
      at += read;
      if (stop === INTERFACE) this.#interface(words, data);
      if (stop === PROBLEM) this.#problem(words);
      if (stop === NEEDS) {
        this.needed = needed || Infinity;
        return at;
      }
    }
  }

  #joined(): Uint8Array {
    let whole = this.#scratch ?? new Uint8Array(this.#restLength);
    if (whole.length < this.#restLength) whole = this.#scratch = new Uint8Array(this.#restLength * 2);
    let at = 0;
    for (const part of this.#rest) {
      // What is left of the last one may be in the same memory, further on.
      whole.set(part, at);
      at += part.length;
    }
    return whole.subarray(0, at);
  }

  #interface(words: Uint32Array, data: Uint8Array): void {
    const [link, snapLength, resolution, ...texts] = words.subarray(DETAILS, DETAILS + 7) as unknown as number[];
    this.#known.interfaces.push({
      link: link!,
      snapLength: snapLength!,
      ticksPerSecond: resolution! > 127 ? 2 ** (resolution! - 128) : 10 ** resolution!,
      name: text(data, texts[0]!, texts[1]!),
      description: text(data, texts[2]!, texts[3]!),
    });
  }

  #problem(words: Uint32Array): void {
    const [number, a, b, low, high] = words.subarray(DETAILS) as unknown as [number, number, number, number, number];
    const [code, sentence] = CAPTURE_PROBLEMS[number]!;
    this.note({ code, offset: high * 2 ** 32 + low, message: filled(sentence, a, b) });
  }
}

function readComments(data: Uint8Array, words: Uint32Array): Map<number, string> {
  const found = new Map<number, string>();
  for (let at = 0; at < words.length; at += 3) {
    const [row, from, length] = words.subarray(at) as unknown as [number, number, number];
    const before = found.get(row);
    const comment = text(data, from, length);
    found.set(row, before === undefined ? comment : `${before}\n${comment}`);
  }
  return found;
}

function text(data: Uint8Array, from: number, length: number): string {
  return decoder.decode(data.subarray(from, from + length));
}
