/** A capture's bytes to batches of packets: the module reads, this hands it the bytes and keeps what is not whole yet. */
import { captureClose, captureEnd, captureOpen, captureScan } from '#wasm/capture';
import { WINDOW, bytes, columns, comments, head, put, text } from './engines/capture.js';
import { CaptureError } from './capture-error.js';
import { filled } from './problems.js';
import type { CaptureBatch, CaptureInterface, CaptureProblem, ReadCaptureOptions } from './types.js';

/** Words of `Rows::head` in `src/wasm/capture.rs`, and what stopped the reading. */
const FORMAT = 15;
const NEEDS = 1;
const INTERFACE = 2;
const PROBLEM = 3;

/** So many problems are kept, and the last one. */
const MOST_PROBLEMS = 100;

/** Files that nobody finished reading and nobody has any more. */
const forgotten = /* @__PURE__ */ new FinalizationRegistry<number>((handle) => captureClose(handle));

/** Reads one file. */
export class Scanner {
  readonly interfaces: CaptureInterface[] = [];
  readonly problems: CaptureProblem[] = [];
  problemCount = 0;
  format: 'pcap' | 'pcapng' | undefined;
  packets = 0;
  /** How far the module has read. */
  offset = 0;
  /** Whether nothing can follow. */
  finished = false;
  #handle = -1;
  #needed = 1;
  /** Bytes that were not read, and how many. */
  #rest: Uint8Array[] = [];
  #restLength = 0;
  /** Where chunks are joined, if batches are used up before the next one is asked for. */
  #scratch: Uint8Array | undefined;
  readonly #onProblem: ReadCaptureOptions['onProblem'];

  constructor(onProblem: ReadCaptureOptions['onProblem']) {
    this.#onProblem = onProblem;
  }

  /** Has batches be views of memory that is used again. */
  reuse(): void {
    this.#scratch = new Uint8Array(0);
  }

  /** Takes the file's next bytes and gives the packets that they complete. */
  *push(chunk: Uint8Array): Generator<CaptureBatch> {
    this.#rest.push(chunk);
    this.#restLength += chunk.length;
    if (this.#restLength < this.#needed || this.finished) return;
    let data = this.#rest.length === 1 ? chunk : this.#joined();
    this.#rest = [];
    this.#restLength = 0;
    while (data.length >= this.#needed && !this.finished) {
      const window = data.subarray(0, Math.max(WINDOW, this.#needed));
      const batches: CaptureBatch[] = [];
      // All of it before others have their turn, who may read another file.
      data = data.subarray(this.#window(window, batches));
      yield* batches;
    }
    if (data.length > 0 && !this.finished) {
      this.#rest.push(data);
      this.#restLength = data.length;
    }
  }

  /** Ends the file. */
  end(): void {
    this.#open();
    captureEnd(this.#handle, this.#restLength);
    const words = head();
    this.#format(words);
    if (words[3] === PROBLEM) this.#problem(words);
  }

  /** Lets the module go of it. */
  close(): void {
    if (this.#handle < 0) return;
    captureClose(this.#handle);
    forgotten.unregister(this);
    this.#handle = -1;
    this.finished = true;
    this.#rest = [];
  }

  /** Notes a problem. */
  note(problem: CaptureProblem): void {
    if (this.format === undefined) throw new CaptureError(problem);
    this.problemCount++;
    if (this.problems.length > MOST_PROBLEMS) this.problems.pop();
    this.problems.push(problem);
    this.#onProblem?.(problem);
  }

  #open(): void {
    if (this.#handle >= 0) return;
    put(new Uint8Array(0), WINDOW);
    this.#handle = captureOpen();
    forgotten.register(this, this.#handle, this);
  }

  /** Reads what it can of a window; gives how many bytes. */
  #window(window: Uint8Array, batches: CaptureBatch[]): number {
    this.#open();
    put(window, WINDOW);
    for (let at = 0; ;) {
      captureScan(this.#handle, at, window.length);
      const words = head();
      const [count, , read, stop, needed] = words as unknown as [number, number, number, number, number];
      this.#format(words);
      if (count > 0) batches.push(this.#batch(window, at, read, count));
      this.offset += read - at;
      at = read;
      if (stop === INTERFACE) this.#interface(words, window);
      if (stop === PROBLEM) this.#problem(words);
      if (stop === NEEDS) {
        this.#needed = needed;
        this.finished = needed === 0;
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

  #batch(window: Uint8Array, at: number, read: number, count: number): CaptureBatch {
    const batch: CaptureBatch = { first: this.packets + 1, offset: this.offset, data: window.subarray(at, read), ...columns(count) };
    if (at > 0) {
      for (let index = 0; index < count; index++) batch.bounds[index * 2]! -= at;
    }
    const commentCount = head()[1]!;
    if (commentCount > 0) batch.comments = readComments(window, comments(commentCount));
    this.packets += count;
    return batch;
  }

  #format(words: Uint32Array): void {
    this.format = ([undefined, 'pcap', 'pcapng'] as const)[words[FORMAT]!];
  }

  #interface([, , , , link, snapLength, resolution, nameAt, nameLength, at, length]: Uint32Array, window: Uint8Array): void {
    const string = (from: number, size: number): string => text(window.subarray(from, from + size));
    this.interfaces.push({
      link: link!,
      snapLength: snapLength!,
      ticksPerSecond: resolution! > 127 ? 2 ** (resolution! - 128) : 10 ** resolution!,
      name: string(nameAt!, nameLength!),
      description: string(at!, length!),
    });
  }

  #problem([, , , , code, codeLength, sentence, length, a, b, low, high]: Uint32Array): void {
    this.note({
      code: text(bytes(code!, codeLength!)),
      offset: high! * 2 ** 32 + low!,
      message: filled(text(bytes(sentence!, length!)), a!, b!),
    });
  }
}

function readComments(window: Uint8Array, words: Uint32Array): Map<number, string> {
  const found = new Map<number, string>();
  for (let at = 0; at < words.length; at += 3) {
    const [row, from, length] = words.subarray(at, at + 3) as unknown as [number, number, number];
    const comment = text(window.subarray(from, from + length));
    const before = found.get(row);
    found.set(row, before === undefined ? comment : `${before}\n${comment}`);
  }
  return found;
}
