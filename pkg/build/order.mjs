// A module's functions in the order of their calls: each stands behind those that it calls, the first of them last. So what is
// called for the first time is the last that has not been called yet, as far as none calls itself, and packed.mjs need not say which.
import { CALL, Cursor, REFERENCE, functionsOf, sectionsOf } from './wasm.mjs';

const [IMPORTS, FUNCTIONS, EXPORTS, START, ELEMENTS, CODE] = [2, 3, 7, 8, 9, 10];

/**
 * The same module with its functions in that order, and exported by other names where it is told any. One that imports functions,
 * or has its functions' numbers where no module of the package has them, is left as it is.
 *
 * @param {Uint8Array} wasm
 * @param {Map<string, string>} names
 * @returns {Uint8Array}
 */
export const ordered = (wasm, names = new Map()) => {
  const sections = sectionsOf(wasm);
  const { functions } = functionsOf(wasm);
  const isKnown = sections.every(({ kind, bytes }) => kind !== IMPORTS && kind !== START && (kind !== ELEMENTS || isPlain(bytes)));
  if (!isKnown || functions.some(({ instructions }) => instructions.some(([code]) => code === REFERENCE))) return wasm;
  const order = byCalls(functions);
  const numbers = new Map(order.map((before, after) => [before, after]));
  const parts = sections.flatMap(({ kind, bytes }) => {
    const content = REWRITE[kind]?.(bytes, { order, numbers, functions, names }) ?? bytes;
    return [Uint8Array.of(kind, ...leb(content.length)), content];
  });
  return Uint8Array.from(Buffer.concat([wasm.subarray(0, 8), ...parts]));
};

/** The functions' numbers in their new order: whatever nobody calls is where the others are found from. */
const byCalls = (functions) => {
  const calls = functions.map(({ instructions }) => instructions.filter(([code]) => code === CALL).map(calledBy));
  const called = new Set(calls.flat());
  const [order, seen] = [[], new Set()];
  // As deep as calls are, which may be deeper than JavaScript's own stack.
  const visit = (from) => {
    const open = [[from, calls[from].length]];
    seen.add(from);
    while (open.length > 0) {
      const top = open.at(-1);
      const next = top[1] > 0 ? calls[top[0]][--top[1]] : undefined;
      if (next === undefined) order.push(open.pop()[0]);
      else if (!seen.has(next)) {
        seen.add(next);
        open.push([next, calls[next].length]);
      }
    }
  };
  const all = [...functions.keys()];
  for (const number of [...all.filter((number) => !called.has(number)), ...all]) if (!seen.has(number)) visit(number);
  return order;
};

/** How the sections that have numbers of functions are written with other ones. */
const REWRITE = {
  [FUNCTIONS]: (bytes, { order }) => {
    const types = listOf(new Cursor(bytes));
    return list(order.map((before) => leb(types[before])));
  },
  [EXPORTS]: (bytes, { numbers, names }) => {
    const cursor = new Cursor(bytes);
    return list(Array.from({ length: cursor.number() }, () => {
      const length = cursor.number();
      const name = Buffer.from(bytes.subarray(cursor.at, cursor.at + length)).toString();
      cursor.skip(length);
      const kind = bytes[cursor.at++];
      const number = cursor.number();
      const written = Buffer.from(names.get(name) ?? name);
      return [...leb(written.length), ...written, kind, ...leb(kind === 0 ? numbers.get(number) : number)];
    }));
  },
  [ELEMENTS]: (bytes, { numbers }) => {
    const cursor = new Cursor(bytes);
    return list(Array.from({ length: cursor.number() }, () => {
      const start = cursor.at;
      cursor.skip(1);
      while (cursor.instruction() !== 0x0b);
      const place = bytes.subarray(start, cursor.at);
      return [...place, ...list(listOf(cursor).map((number) => leb(numbers.get(number))))];
    }));
  },
  [CODE]: (bytes, { order, numbers, functions }) => list(order.map((before) => {
    const { variables, instructions } = functions[before];
    const written = instructions.flatMap((one) => (one[0] === CALL ? [CALL, ...leb(numbers.get(calledBy(one)))] : [...one]));
    return [...leb(variables.length + written.length), ...variables, ...written];
  })),
};

const calledBy = (instruction) => new Cursor(instruction, 1).number();

/** Whether all lists of elements are of the oldest form: a place, and functions. */
const isPlain = (bytes) => {
  const cursor = new Cursor(bytes);
  for (let left = cursor.number(); left > 0; left--) {
    if (cursor.number() !== 0) return false;
    while (cursor.instruction() !== 0x0b);
    listOf(cursor);
  }
  return true;
};

const listOf = (cursor) => Array.from({ length: cursor.number() }, () => cursor.number());
const list = (items) => Uint8Array.from([...leb(items.length), ...items.flatMap((item) => [...item])]);

const leb = (number) => {
  const bytes = [];
  for (; number > 127; number = Math.floor(number / 128)) bytes.push((number % 128) | 128);
  return [...bytes, number];
};
