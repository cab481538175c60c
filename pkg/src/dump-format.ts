import { wrongKind, wrongValue } from './check.js';
import { FORMATS } from './dump-layout.js';

/** The module's own number of a format. */
export function formatNumber(format: unknown, name: string): number {
  if (typeof format !== 'string') throw wrongKind(name, 'a string');
  const number = (FORMATS as readonly string[]).indexOf(format);
  if (number < 0) throw wrongValue(name, `one of ${FORMATS.join(', ')}`, format);
  return number;
}
