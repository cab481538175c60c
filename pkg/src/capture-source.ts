/** Where bytes come from, whatever that is, as one thing that gives chunk after chunk. */
import { foreignBytes } from './arguments.js';
import { wrongKind } from './check.js';
import type { ByteStream, CaptureSignal, CaptureSource } from './types.js';

/** Chunk after chunk. */
export interface Feed {
  /** Bytes that the source gave. */
  bytes: number;
  /** How many it has in all, where that is known. */
  readonly total: number | undefined;
  /** The next chunk; nothing after the last one. Rejects with the signal's reason once that is given. */
  next(): Promise<Uint8Array | undefined>;
  /** Says that no more is wanted; never throws. */
  stop(reason?: unknown): void;
}

/** Opens a source. Nothing is asked of it before the first chunk is. */
export function openFeed(source: CaptureSource, signal: CaptureSignal | undefined): Feed {
  const memory = foreignBytes(source);
  const reader = streamFrom(memory === undefined ? source : [memory]).getReader();
  // Nobody waits for the end of it, and nobody is told where that fails: what was asked for is there.
  const cancel = (reason: unknown): void => void reader.cancel(reason).catch(() => {});
  const onAbort = (): void => cancel(signal!.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort);
  const feed: Feed = {
    bytes: 0,
    total: memory?.length ?? ('stream' in source ? source.size : undefined),
    async next() {
      const { done, value } = await reader.read();
      if (signal?.aborted) throw signal.reason;
      if (done) return undefined;
      const chunk = foreignBytes(value);
      if (chunk === undefined) throw wrongKind('what the source gives', 'Uint8Arrays');
      feed.bytes += chunk.length;
      return chunk;
    },
    stop(reason) {
      signal?.removeEventListener('abort', onAbort);
      cancel(reason);
    },
  };
  return feed;
}

/** Checks that a source may be one, without touching it. */
export function checkSource(source: CaptureSource): void {
  if (typeof source !== 'object' || source === null) throw wrongSource();
}

function wrongSource(): TypeError {
  return wrongKind('source', 'a Uint8Array, an ArrayBuffer, a Blob, a ReadableStream or an iterable of Uint8Arrays');
}

function streamFrom(source: CaptureSource): ByteStream {
  if ('getReader' in source) return source;
  // A request of HTTP/2 is iterable, and what it calls `stream` is none of a Blob's.
  if (Symbol.asyncIterator in source || Symbol.iterator in source) {
    const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
    // A stream of Node's that is waiting, or was never asked, does not hear of its iterator's end.
    const { destroy } = source as { destroy?: () => void };
    return pulled(async () => iterator.next(), () => {
      if (typeof destroy === 'function') destroy.call(source);
      return iterator.return?.();
    });
  }
  if ('stream' in source) return source.stream();
  throw wrongSource();
}

/** A stream of what `next` gives, which is asked for nothing ahead of time. */
function pulled(next: () => Promise<{ done?: boolean | undefined; value?: unknown }>, cancel?: () => unknown): ReadableStream {
  const pull = async (controller: ReadableStreamDefaultController): Promise<void> => {
    const { done, value } = await next();
    if (done) controller.close();
    else controller.enqueue(value);
  };
  return new ReadableStream({ pull, cancel: cancel as () => void }, { highWaterMark: 0 });
}

/**
 * Has a feed give its chunks unpacked, where they begin as gzip has it. `failed` is called where what is compressed is damaged or
 * cut short, and that is the end.
 */
export async function unpack(feed: Feed, failed: (message: string) => void): Promise<void> {
  const { next } = feed;
  let first = await next();
  for (let more; first !== undefined && first.length < 2 && (more = await next()) !== undefined;) {
    first = new Uint8Array(await new Blob([first, more] as Uint8Array<ArrayBuffer>[]).arrayBuffer());
  }
  const whole = async (): Promise<Uint8Array | undefined> => {
    const chunk = first ?? await next();
    first = undefined;
    return chunk;
  };
  feed.next = whole;
  if (first?.[0] !== 0x1f || first[1] !== 0x8b) return;
  const { readable, writable } = new DecompressionStream('gzip');
  const [writer, reader] = [writable.getWriter(), readable.getReader()];
  let fault: { error: unknown } | undefined;
  const pump = async (): Promise<void> => {
    for (;;) {
      const chunk = await whole().catch((error: unknown) => {
        fault = { error };
        throw error;
      });
      if (chunk === undefined) return writer.close();
      // One after the other: a pipe would have Node take thousands of them ahead of time.
      await writer.write(chunk as Uint8Array<ArrayBuffer>);
    }
  };
  // Whoever reads is told what is wrong.
  pump().catch((error: unknown) => writer.abort(error)).catch(() => {});
  feed.next = async () => {
    const { value } = await reader.read().catch((error: Error) => {
      if (!fault) failed(error.message);
      return { value: undefined };
    });
    if (fault) throw fault.error;
    return value;
  };
}
