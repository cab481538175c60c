/**
 * Captures: pcap and pcapng, read from wherever their bytes are.
 *
 * @module
 */
import { checkOptions } from './arguments.js';
import { Scanner, type Known } from './capture-scan.js';
import { checkSource, openFeed, unpack } from './capture-source.js';
import { wrongKind } from './check.js';
import type {
  CaptureBatch, CaptureInterface, CapturePacket, CaptureProblem, CaptureSource, ReadCaptureOptions,
} from './types.js';

export { CaptureError } from './capture-error.js';

/** What `timestamps` has where the capture does not say. */
const NO_TIME = -(2n ** 63n);
/** After so many bytes that were in memory already, others have their turn. */
const BREATH = 1 << 23;

/**
 * A capture that is being read: iterate over it for its packets one by one, or over `batches()` for many at a time. It is read
 * once, and no more of it is held than what is at hand; stopping early cancels the source.
 */
export class Capture implements AsyncIterable<CapturePacket> {
  /** The format: known once the first packet was given. */
  readonly format: 'pcap' | 'pcapng' | undefined = undefined;
  /** The interfaces that were met so far, in the file's order. Each stands here before its first packet is given. */
  readonly interfaces: readonly CaptureInterface[] = [];
  /**
   * What is wrong with the file, as far as it was read: the first 100 problems, and the last one, which may have ended the reading,
   * such as `'cut-short'`.
   */
  readonly problems: readonly CaptureProblem[] = [];
  /** How many problems there were so far, those that `problems` has no room for among them. */
  readonly problemCount: number = 0;
  readonly #source: CaptureSource;
  readonly #options: ReadCaptureOptions;
  #isBegun = false;

  /** `readCapture` makes one. */
  private constructor(source: CaptureSource, options: ReadCaptureOptions = {}) {
    checkOptions(options);
    for (const key of ['onProgress', 'onProblem'] as const) {
      if (options[key] !== undefined && typeof options[key] !== 'function') throw wrongKind(`options.${key}`, 'a function');
    }
    if (options.signal !== undefined && typeof options.signal?.addEventListener !== 'function') {
      throw wrongKind('options.signal', 'an AbortSignal');
    }
    checkSource(source);
    this.#source = source;
    this.#options = options;
  }

  /** The packets, one by one. */
  async *[Symbol.asyncIterator](): AsyncGenerator<CapturePacket, void, undefined> {
    const { signal } = this.#options;
    for await (const batch of this.batches()) {
      for (let index = 0; index < batch.links.length; index++) {
        if (signal?.aborted) throw signal.reason;
        yield packetOf(batch, index);
      }
    }
  }

  /**
   * The packets, many at a time: a batch for each chunk of the source, or for each 256 KiB of bytes that are in memory.
   *
   * @param options - `reuse`: whether a batch's `data` is used again for the next one. Who needs no packet's bytes any more by then
   * saves memory so. `false` by default.
   */
  async *batches(options: { reuse?: boolean } = {}): AsyncGenerator<CaptureBatch, void, undefined> {
    checkOptions(options);
    if (this.#isBegun) throw new Error('this capture has been read: call readCapture again');
    this.#isBegun = true;
    const { signal, onProgress, onProblem } = this.#options;
    const scanner = new Scanner(this as unknown as Known, onProblem, options.reuse);
    const feed = openFeed(this.#source, signal);
    const tell = (): void => {
      const { bytes, total } = feed;
      // Bytes in memory are all given at once: then it is the reading that counts.
      const progress = { bytes: bytes === total ? Math.min(bytes, scanner.offset) : bytes, packets: scanner.packets };
      onProgress?.(total === undefined ? progress : { ...progress, total });
    };
    let reason: unknown;
    try {
      await unpack(feed, (message) => {
        scanner.needed = Infinity;
        scanner.note({ code: 'gzip', offset: scanner.offset, message: `the compressed data are damaged or cut short here: ${message}` });
      });
      let breath = BREATH;
      for (let chunk; scanner.needed < Infinity && (chunk = await feed.next());) {
        for (const batch of scanner.push(chunk)) {
          yield batch;
          if (signal?.aborted) throw signal.reason;
          tell();
          if (scanner.offset < breath) continue;
          breath = scanner.offset + BREATH;
          await new Promise((resolve) => setTimeout(resolve));
          if (signal?.aborted) throw signal.reason;
        }
      }
      if (scanner.needed < Infinity) scanner.end();
      tell();
    } catch (error) {
      reason = error;
      throw error;
    } finally {
      feed.stop(reason);
      scanner.close();
    }
  }
}

/**
 * Reads a capture, pcap or pcapng, as it is or compressed with gzip. It may be larger than memory: chunks are taken from the
 * source as packets are asked for.
 *
 * What is wrong with a file does not end in an exception: all that is whole is given, and `problems` says the rest.
 *
 * @param source - The bytes, or where they come from: a `Uint8Array`, a `File`, `response.body`, `fs.createReadStream(…)`.
 * @param options - A signal to stop by, and a function to be told how far it has come.
 * @returns The capture; nothing is read before it is iterated.
 * @throws While it is iterated: `CaptureError` (a `SyntaxError`) for a file that is neither; the signal's reason; what the source
 * throws. At once: `TypeError` for a wrong argument.
 *
 * @example
 * ```js
 * import { decode, readCapture, writeCapture } from 'drywire';
 *
 * const file = writeCapture([{ data: Uint8Array.of(0x45, 0, 0, 20), timestamp: 1_700_000_000_000_000_001n, link: 'raw' }]);
 * const capture = readCapture(file);
 * for await (const { number, data, link, timestamp } of capture) {
 *   console.log(number, timestamp, decode(data, { link }).ipv4); // 1 1700000000000000001n null
 * }
 * console.log(capture.format, capture.problems.length); // pcapng 0
 * ```
 */
export function readCapture(source: CaptureSource, options: ReadCaptureOptions = {}): Capture {
  return new (Capture as unknown as new (source: CaptureSource, options: ReadCaptureOptions) => Capture)(source, options);
}

function packetOf(batch: CaptureBatch, index: number): CapturePacket {
  const { bounds, comments, data } = batch;
  const offset = bounds[index * 2]!;
  const timestamp = batch.timestamps[index]!;
  const packet: CapturePacket = {
    number: batch.first + index,
    data: data.subarray(offset, offset + bounds[index * 2 + 1]!),
    timestamp: timestamp === NO_TIME ? null : timestamp,
    originalLength: batch.originalLengths[index]!,
    link: batch.links[index]!,
    interface: batch.interfaces[index]!,
    offset: batch.offset + offset,
  };
  const comment = comments?.get(index);
  if (comment !== undefined) packet.comment = comment;
  return packet;
}
