/** Fields and options of the record, by their tables. */
import { ipv4Text } from './address.js';
import { Kind } from './fields.js';
import { Row } from './layout.js';
import { IPV6_OPTIONS, isOfAnyKind } from './options.js';
import type { Field } from './fields.js';
import type { OptionShape } from './options.js';

/** The word that is read next. */
let next = 0;

/** The fields whose words begin at `at`, in a row that ends before `end` if it has lists; their bytes are copies from the frame's. */
export function readFields(
  w: Uint32Array, at: number, fields: readonly Field[], bytes?: Uint8Array, end = 0,
): Record<string, unknown> {
  next = at;
  return readEach(w, fields, bytes, end);
}

/** The word after those that were read last. */
export function afterFields(): number {
  return next;
}

function readEach(w: Uint32Array, fields: readonly Field[], bytes: Uint8Array | undefined, end: number): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [key, kind] of fields) {
    if (kind !== Kind.Padding || next < end) values[key] = readOne(w, kind, bytes, end);
  }
  return values;
}

function readOne(w: Uint32Array, kind: Field[1], bytes: Uint8Array | undefined, end: number): unknown {
  if (typeof kind === 'object' && 'of' in kind) {
    const list: unknown[] = [];
    while (next < end) list.push(typeof kind.of === 'number' ? readOne(w, kind.of, bytes, end) : readEach(w, kind.of, bytes, end));
    return list;
  }
  const word = w[next++]!;
  if (typeof kind === 'object') return kind[word];
  switch (kind) {
    case Kind.Flag: return word !== 0;
    case Kind.Ipv4: return ipv4Text(word);
    case Kind.Bytes:
    case Kind.LongBytes:
    case Kind.Padding: return new Uint8Array(bytes!.subarray(word, word + w[next++]!));
    case Kind.Options: return readOptions(w, next, word, bytes!, IPV6_OPTIONS);
    default: return word;
  }
}

/** The `count` options whose rows begin at `at`. */
export function readOptions(w: Uint32Array, at: number, count: number, bytes: Uint8Array, shapes: readonly OptionShape[]): object[] {
  next = at;
  return Array.from({ length: count }, () => readOption(w, next, bytes, shapes));
}

/** The option whose row begins at `at`: a head word (variant, kind << 8, words that follow << 16), and those words. */
export function readOption(w: Uint32Array, at: number, bytes: Uint8Array, shapes: readonly OptionShape[]): object {
  const head = w[at]!;
  const row = head & 255;
  const kind = (head >>> 8) & 255;
  // Options with a route have one row in common.
  const [name, its, , ...fields] = shapes.find(([, its, form]) => form === row && (row !== Row.Route || its === kind))!;
  return { kind: isOfAnyKind(row) ? kind : its, name, ...readFields(w, at + 1, fields, bytes, at + 1 + (head >>> 16)) };
}
