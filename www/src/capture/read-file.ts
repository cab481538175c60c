/** A file's packets into a store: dumps as text. */
import { DumpError, parseDump } from 'drywire';
import { formatLabel } from '../words/formats';
import type { Store } from './store';

/** What is known of a file while it is read. */
export interface Reading {
  bytes: number;
  format: string | null;
  notes: readonly string[];
}

/** Text of more bytes than this is not looked at. */
const TEXT = 60_000_000;

/** Reads, and comes up for air after each piece. */
export async function* readFile(file: File, store: Store, reading: Reading, signal: AbortSignal): AsyncGenerator<void> {
  if (signal.aborted || file.size > TEXT) return;
  const text = await textOf(file);
  if (text === null) throw new Error('this is no dump');
  yield* readDump(text, store, reading);
}

/** A file as text; nothing where it is none. */
async function textOf(file: File): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return null;
  }
}

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
    if (error instanceof DumpError && error.code === 'not-a-dump') throw new Error('this is no dump', { cause: error });
    throw error;
  }
}
