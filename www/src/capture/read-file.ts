/** A file's packets into a store: dumps as text; captures, gzipped or not. */
import { parseDump } from 'drywire';
import type { Store } from './store';
import { formatLabel } from '../words/formats';

/** What is known of a file while it is read. */
export interface Reading {
  bytes: number;
  format: string | null;
  notes: readonly string[];
}

/** Reads, and comes up for air after each piece. */
export async function* readFile(file: File, store: Store, reading: Reading, _signal: AbortSignal): AsyncGenerator<void> {
  yield* readDump(await file.text(), store, reading);
}

function* readDump(text: string, store: Store, reading: Reading): Generator<void> {
  const { format, packets, warnings } = parseDump(text);
  reading.bytes = text.length;
  reading.format = formatLabel(format);
  reading.notes = warnings.map(({ message }) => message);
  for (const { data, link, timestamp } of packets) {
    store.piece(data);
    const time = timestamp === undefined ? null : BigInt(timestamp.seconds) * 1_000_000_000n + BigInt(timestamp.nanoseconds);
    store.add(0, data.length, link, time, data.length);
    yield;
  }
}
