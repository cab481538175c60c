/** How far the reading of a long file has come, on standard error. */
import type { CaptureProgress } from '../types.js';

/** What is short needs no progress. */
const DELAY = 700;
const INTERVAL = 200;

/** A line that says how far: shares where the whole is known, else bytes. */
export function progressLine({ bytes, total, packets }: CaptureProgress): string {
  const share = total === undefined || total === 0 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.floor((bytes / total) * 100)} %`;
  return `${share}, ${packets.toLocaleString('en')} packets`;
}

/**
 * Shows progress on a terminal, from some time on and not too often; `clear` takes the line away. Where the lines that are
 * printed go to the same terminal, they are the progress.
 */
export function progress(
  error: { isTTY?: boolean; write(text: string): unknown }, output: { isTTY?: boolean }, clock: () => number = Date.now,
): { show: (progress: CaptureProgress) => void; clear: () => void } {
  const isShown = error.isTTY === true && output.isTTY !== true;
  const begin = clock();
  let last = begin + DELAY - INTERVAL;
  let isThere = false;
  return {
    show(state) {
      if (!isShown || clock() - last < INTERVAL) return;
      last = clock();
      isThere = true;
      error.write(`\r${progressLine(state)}\x1b[K`);
    },
    clear() {
      if (isThere) error.write('\r\x1b[K');
      isThere = false;
    },
  };
}
