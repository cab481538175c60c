/** A frame's bytes in one line: what both kinds of summaries have in common. */
import { summarize as summarizeInput } from '#wasm/dissect';
import { wrongKind, wrongValue } from './check.js';
import { read, textAt } from './engines/dissect.js';
import type { SummarizeOptions } from './types.js';

let owners = 0;

/** Numbers from 1 on: 0 stands for nobody. */
export function nextOwner(): number {
  owners = (owners % 0xffff_ffff) + 1;
  return owners;
}

/** The line of a frame, with numbers relative to what `owner` has seen, or as they are where that is 0. */
export function line(bytes: Uint8Array, options: SummarizeOptions | undefined, owner: number): string {
  const length = read(bytes, options, (length, link) => summarizeInput(length, link, wholeLength(options, length), owner));
  return timeOf(options?.timestamp) + textAt(length);
}

/** How long the frame was on the wire. */
function wholeLength(options: SummarizeOptions | undefined, length: number): number {
  const whole = options?.originalLength ?? length;
  if (typeof whole !== 'number') throw wrongKind('options.originalLength', 'a number');
  if (whole >>> 0 !== whole) throw wrongValue('options.originalLength', 'a length in bytes', whole);
  return whole;
}

/** The time of day in UTC, as tcpdump has it before a line, and a space. */
function timeOf(timestamp: SummarizeOptions['timestamp']): string {
  if (timestamp === undefined) return '';
  let { seconds, nanoseconds } = Object(timestamp) as Exclude<typeof timestamp, number>;
  if (typeof timestamp === 'number') {
    seconds = Math.floor(timestamp / 1000);
    nanoseconds = Math.round((timestamp - seconds * 1000) * 1e6);
  }
  if (!Number.isFinite(seconds) || !Number.isFinite(nanoseconds)) {
    throw wrongKind('options.timestamp', 'milliseconds, or have seconds and nanoseconds');
  }
  const time = new Date((seconds % 86_400) * 1000).toISOString().slice(11, 19);
  return `${time}.${String(Math.floor(nanoseconds / 1000)).padStart(6, '0')} `;
}
