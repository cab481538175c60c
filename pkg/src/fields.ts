/** Numbers of a header, told by a table: where they go is where they stand in it. */
import { integer } from './check.js';
import type { Spec } from './check.js';

/**
 * One word of the record: the field's name, its maximum, its default (`null`: it must be given), the bit that says that it
 * is to be computed where it is absent, and its unit. `0` stands for a word that is written in another way.
 */
export type Field = readonly [key: string, maximum: number, byDefault?: number | null, fill?: number, unit?: number] | 0;

/** A word that is written by its table. */
export type NumberField = Exclude<Field, 0>;

/** Writes a header's numbers from word `at` on; gives the bits of those that are to be computed. */
export function writeFields(w: Uint32Array, at: number, spec: object, owner: string, fields: readonly Field[]): number {
  let absent = 0;
  for (const field of fields) {
    if (field !== 0) {
      const [key, maximum, byDefault, fill = 0, unit] = field;
      const value = (spec as Spec)[key];
      w[at] = integer(value, owner, key, maximum, byDefault, unit);
      if (value === undefined) absent |= fill;
    }
    at++;
  }
  return absent;
}
