/** Where bytes come from, whatever that is, as one thing that gives chunk after chunk. */
import { foreignBytes } from './arguments.js';
import type { ByteBlob, ByteStream, CaptureSignal, CaptureSource } from './types.js';

/** Chunk after chunk. */
export interface Feed {
  /** Bytes that were given out. */
  bytes: number;
  /** How many there are in all, where that is known. */
  readonly total: number | undefined;
  /** The next chunk; nothing after the last one. Rejects with the signal's reason once that is given. */
  next(): Promise<Uint8Array | undefined>;
  /** Says that no more is wanted; never throws. */
  stop(reason?: unknown): void;
}

/** How a source is asked. */
interface Source {
  total?: number;
  pull(): Promise<{ done?: boolean | undefined; value?: unknown }>;
  cancel(reason: unknown): unknown;
}

/** Opens a source. Nothing is asked of it before the first chunk is. */
export function openFeed(source: CaptureSource, signal: CaptureSignal | undefined): Feed {
  const { pull, cancel, total } = sourceOf(source);
  let isOpen = true;
  let refuse: ((reason: unknown) => void) | undefined;
  const onAbort = (): void => refuse?.(signal!.reason);
  signal?.addEventListener('abort', onAbort);
  return {
    bytes: 0,
    total,
    async next() {
      const { done, value } = await new Promise<{ done?: boolean | undefined; value?: unknown }>((resolve, reject) => {
        refuse = reject;
        if (signal?.aborted) return reject(signal.reason);
        pull().then(resolve, reject);
      });
      if (done) {
        isOpen = false;
        return undefined;
      }
      const chunk = foreignBytes(value);
      if (chunk === undefined) throw new TypeError('the source must give Uint8Arrays');
      this.bytes += chunk.length;
      return chunk;
    },
    stop(reason) {
      signal?.removeEventListener('abort', onAbort);
      if (!isOpen) return;
      isOpen = false;
      // Nobody waits for it, and nobody is told where it fails: what was asked for is there.
      Promise.resolve().then(() => cancel(reason)).catch(() => {});
    },
  };
}

function sourceOf(source: CaptureSource): Source {
  const bytes = foreignBytes(source);
  if (bytes !== undefined) return { ...iterated([bytes]), total: bytes.length };
  if (typeof source === 'object' && source !== null) {
    if (typeof (source as ByteBlob).stream === 'function' && typeof (source as ByteBlob).size === 'number') {
      return { ...streamed((source as ByteBlob).stream()), total: (source as ByteBlob).size };
    }
    if (typeof (source as ByteStream).getReader === 'function') return streamed(source as ByteStream);
    if (Symbol.asyncIterator in source || Symbol.iterator in source) return iterated(source);
  }
  throw new TypeError('source must be a Uint8Array, an ArrayBuffer, a Blob, a ReadableStream or an async iterable of Uint8Arrays');
}

function streamed(stream: ByteStream): Source {
  const reader = stream.getReader();
  return { pull: () => reader.read(), cancel: (reason) => reader.cancel(reason) };
}

function iterated(source: AsyncIterable<unknown> | Iterable<unknown>): Source {
  let iterator: AsyncIterator<unknown> | Iterator<unknown> | undefined;
  return {
    async pull() {
      iterator ??= Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
      return iterator.next();
    },
    cancel: () => iterator?.return?.(),
  };
}

/** A feed's chunks unpacked. `failed` is called where what is compressed is damaged or cut short, and that is the end. */
export function gunzip(feed: Feed, failed: (message: string) => void): Feed {
  const { readable, writable } = new DecompressionStream('gzip');
  const [writer, reader] = [writable.getWriter(), readable.getReader()];
  let fault: { error: unknown } | undefined;
  const pump = async (): Promise<void> => {
    for (;;) {
      const chunk = await feed.next().catch(async (error: unknown) => {
        fault = { error };
        await writer.abort(error);
      });
      if (fault) return;
      if (chunk === undefined) return writer.close();
      await writer.write(chunk as Uint8Array<ArrayBuffer>);
    }
  };
  let isPumping = false;
  return {
    get bytes() {
      return feed.bytes;
    },
    total: feed.total,
    async next() {
      if (!isPumping) {
        isPumping = true;
        // What is wrong with the bytes is told to who reads.
        pump().catch(() => {});
      }
      try {
        const { value } = await reader.read();
        return value;
      } catch (error) {
        if (fault) throw fault.error;
        failed((error as Error).message);
        return undefined;
      }
    },
    stop(reason) {
      feed.stop(reason);
      void writer.abort(reason).catch(() => {});
    },
  };
}

/** A feed that gives a chunk before others. */
export function before(chunk: Uint8Array, feed: Feed): Feed {
  let first: Uint8Array | undefined = chunk;
  return {
    get bytes() {
      return feed.bytes;
    },
    total: feed.total,
    async next() {
      const given = first;
      first = undefined;
      return given ?? feed.next();
    },
    stop: (reason) => feed.stop(reason),
  };
}
