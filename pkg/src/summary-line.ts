/** A frame's bytes in one line: what both kinds of summaries have in common. */
import { memory, summarize as summarizeInput, summaryPointer } from '#wasm/dissect';
import { checkOptions, linkNumber, unknownLink } from './arguments.js';
import { input, refresh, words } from './engines/dissect.js';
import { Size } from './layout.js';
import type { SummarizeOptions } from './types.js';

let owners = 0;

/** Numbers from 1 on: 0 stands for nobody. */
export function nextOwner(): number {
  owners = (owners % 0xffff_ffff) + 1;
  return owners;
}

const decoder = /* @__PURE__ */ new TextDecoder();

/** The line of a frame, with numbers relative to what `owner` has seen, or as they are where that is 0. */
export function line(bytes: Uint8Array, options: SummarizeOptions | undefined, owner: number): string {
  checkOptions(options);
  if (bytes.length > Size.InputLength) throw new RangeError(`input must have at most ${Size.InputLength} bytes`);
  const whole = options?.originalLength ?? bytes.length;
  if (typeof whole !== 'number') throw new TypeError('options.originalLength must be a number');
  if (!Number.isInteger(whole) || whole < 0 || whole > 0xffff_ffff) {
    throw new RangeError(`options.originalLength must be a length in bytes, not ${whole}`);
  }
  const link = linkNumber(options?.link);
  const time = timeOf(options?.timestamp);
  if (words.length === 0) refresh();
  input.set(bytes);
  const length = summarizeInput(bytes.length, link, whole, owner);
  if (length < 0) throw unknownLink(link);
  return time + decoder.decode(new Uint8Array(memory().buffer, summaryPointer(), length));
}

/** The time of day in UTC, as tcpdump has it before a line, and a space. */
function timeOf(timestamp: SummarizeOptions['timestamp']): string {
  if (timestamp === undefined) return '';
  const { seconds, nanoseconds } = typeof timestamp === 'number'
    ? { seconds: Math.floor(timestamp / 1000), nanoseconds: Math.round((timestamp - Math.floor(timestamp / 1000) * 1000) * 1e6) }
    : Object(timestamp) as Exclude<typeof timestamp, number>;
  if (!Number.isFinite(seconds) || !Number.isFinite(nanoseconds)) {
    throw new TypeError('options.timestamp must be milliseconds, or have seconds and nanoseconds');
  }
  const two = (number: number) => String(Math.floor(number) % 60).padStart(2, '0');
  const day = ((seconds % 86_400) + 86_400) % 86_400;
  const micros = String(Math.floor(nanoseconds / 1000)).padStart(6, '0');
  return `${String(Math.floor(day / 3600)).padStart(2, '0')}:${two(day / 60)}:${two(day)}.${micros} `;
}
