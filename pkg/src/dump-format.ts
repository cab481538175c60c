import { FORMATS } from './dump-layout.js';

/** The module's own number of a format. */
export function formatNumber(format: unknown, name: string): number {
  if (typeof format !== 'string') throw new TypeError(`${name} must be a string`);
  const number = (FORMATS as readonly string[]).indexOf(format);
  if (number < 0) throw new RangeError(`${name} must be one of ${FORMATS.join(', ')}, not '${format}'`);
  return number;
}
