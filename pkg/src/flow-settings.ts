import { flagOption } from './arguments.js';
import { wrongKind, wrongValue } from './check.js';
import { put, rows } from './engines/flow.js';
import type { FlowTableOptions } from './types.js';

/** Limits in the module's order, each with its default and the most that it may be. */
const LIMITS = [
  ['streamLimit', 16 * 2 ** 20, 2 ** 31],
  ['streamsLimit', 256 * 2 ** 20, 2 ** 31],
  ['openLimit', 65_536, 2 ** 24],
  ['tableLimit', 1_000_000, 2 ** 24],
  ['linger', 240_000, 2 ** 42],
] as const;

/** Writes a table's settings where the module reads them. */
export function writeSettings(options: FlowTableOptions): void {
  const wanted = wantedStreams(options.streams);
  const values = LIMITS.map(([name, byDefault, most]) => {
    const value = options[name] ?? byDefault;
    if (typeof value !== 'number') throw wrongKind(`options.${name}`, 'a number');
    if (!(value >= 1 && value <= most)) throw wrongValue(`options.${name}`, `a number from 1 to ${most}`, value);
    return Math.floor(value);
  });
  const list = Array.isArray(wanted) ? wanted : [];
  put(new Uint8Array(Uint32Array.from(list).buffer));
  rows().numbers.set([wanted === true ? -1 : list.length, ...values]);
}

function wantedStreams(streams: unknown): boolean | number[] {
  if (!Array.isArray(streams)) return flagOption(streams, 'streams', true);
  for (const number of streams as unknown[]) {
    if (typeof number !== 'number') throw wrongKind('options.streams', 'a boolean or an array of numbers');
    if (!Number.isInteger(number) || number < 0 || number >= 2 ** 32) {
      throw wrongValue('options.streams', 'of numbers of conversations', number);
    }
  }
  return streams as number[];
}
