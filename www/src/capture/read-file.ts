/** A file's packets into a store: captures, gzipped or not; else dumps as text; else the bytes of one packet. */
import { CaptureError, DumpError, parseDump, readCapture, sniff, type CaptureBatch, type Link } from 'drywire/inspect';
import { formatLabel } from '../words/formats';
import type { Store } from './store';

/** What is known of a file while it is read. */
export interface Reading {
  bytes: number;
  format: string | null;
  notes: readonly string[];
  /** Whether it is read as one packet's bytes if somebody says that it is. */
  unlikely: boolean;
}

/** So many bytes of packets are held; what a tab can hold has an end. */
const HELD = 1_000_000_000;

/** Text of more bytes than this is not looked at. */
const TEXT = 60_000_000;

/** Stands for no time. */
const NEVER = -(2n ** 63n);

/** Reads, and comes up for air after each piece. `link` is what the bytes of one packet begin with. */
export async function* readFile(file: File, link: Link, store: Store, reading: Reading, signal: AbortSignal): AsyncGenerator<void> {
  const capture = readCapture(file, { signal, onProgress: ({ bytes }) => { reading.bytes = bytes; } });
  let held = 0;
  try {
    for await (const batch of capture.batches()) {
      reading.format = capture.format ?? null;
      keep(batch, store);
      held += batch.data.length;
      if (held > HELD) {
        reading.notes = [`only the first ${store.count.toLocaleString('en')} packets are here: a page holds 1 GB of them at most, and \`npx drywire\` reads files of any size`];
        return;
      }
      yield;
    }
    reading.format = capture.format ?? null;
    reading.bytes = file.size;
    reading.notes = capture.problems.map(({ offset, message }) => `at byte ${offset}: ${message}`);
    const more = capture.problemCount - capture.problems.length;
    if (more > 0) reading.notes = [...reading.notes, `${more.toLocaleString('en')} more such problems before the last one`];
  } catch (error) {
    // The browser's own words for a file that is gone are that the network failed.
    if (!(error instanceof CaptureError)) throw new Error(`${UNREADABLE} (${(error as Error).message})`, { cause: error });
    if (error.code !== 'not-a-capture' || file.size > TEXT) throw error;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const found = sniff(bytes, { link });
    if (found.kind === 'text') yield* readDump(found.text, store, reading);
    else if (found.kind === 'packet') readPacket(bytes, found.link, store, reading);
    else {
      reading.unlikely = sniff(bytes, { link: 'ethernet' }).kind === 'packet';
      throw new Error(NONE, { cause: error });
    }
  }
}

function keep({ data, bounds, links, timestamps, originalLengths, comments }: CaptureBatch, store: Store): void {
  store.piece(data);
  for (let index = 0; index < links.length; index++) {
    const time = timestamps[index]!;
    store.add({
      offset: bounds[index * 2]!, length: bounds[index * 2 + 1]!, link: links[index]!,
      time: time === NEVER ? null : time, original: originalLengths[index]!, comment: comments?.get(index),
    });
  }
}

function readPacket(data: Uint8Array, link: Link, store: Store, reading: Reading): void {
  reading.bytes = data.length;
  reading.format = 'the bytes of one packet';
  store.piece(data);
  store.add({ offset: 0, length: data.length, link, time: null, original: data.length, comment: undefined });
}

const UNREADABLE = 'this cannot be read: a folder, or a file that was changed or moved since it was chosen; choose it again';

const NONE = 'this is neither a capture (pcap or pcapng), nor a dump, nor, by its bytes, one packet';

function* readDump(text: string, store: Store, reading: Reading): Generator<void> {
  const { format, packets, warnings } = parsed(text);
  reading.bytes = text.length;
  reading.format = formatLabel(format);
  reading.notes = warnings.map(({ message }) => message);
  for (const { data, link, timestamp } of packets) {
    store.piece(data);
    const time = timestamp === undefined ? null : BigInt(timestamp.seconds) * 1_000_000_000n + BigInt(timestamp.nanoseconds);
    store.add({ offset: 0, length: data.length, link, time, original: data.length, comment: undefined });
    yield;
  }
}

function parsed(text: string): ReturnType<typeof parseDump> {
  try {
    return parseDump(text);
  } catch (error) {
    if (error instanceof DumpError && error.code === 'not-a-dump') throw new Error(NONE, { cause: error });
    throw error;
  }
}
