// What a WebAssembly module's bytes are: its sections, and the instructions of its functions, as the core specification's chapter
// 5 writes them. Only as much as packed.mjs and order.mjs need: where each instruction begins and ends.

/** The section of functions. */
export const CODE = 10;
/** Instructions that have the number of a function. */
export const [CALL, REFERENCE] = [0x10, 0xd2];

/** Instructions with so many numbers after them; those that are not named have none. */
const COUNTS = new Map([
  ...each(1, [[0x02, 0x04], [0x0c, 0x0d], [0x10, 0x10], [0x20, 0x26], [0x3f, 0x42], [0xd0, 0xd0], [0xd2, 0xd2]]),
  ...each(2, [[0x11, 0x11], [0x28, 0x3e]]),
]);
/** The same of those after the prefix 0xfc. */
const BULK = new Map([...each(1, [[9, 9], [11, 11], [13, 13], [15, 17]]), ...each(2, [[8, 8], [10, 10], [12, 12], [14, 14]])]);

function each(count, ranges) {
  return ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => [first + at, count]));
}

/** A place in a module that goes on as it is read. */
export class Cursor {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** An unsigned number; a signed one is as long. */
  number() {
    for (let value = 0, scale = 1; ; scale *= 128) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  numbers(count) {
    for (let left = count; left > 0; left--) this.number();
  }

  skip(count) {
    this.at += count;
  }

  /** Goes to the end of an instruction. */
  instruction() {
    const code = this.bytes[this.at++];
    if (code === 0x0e) this.numbers(this.number() + 1);
    else if (code === 0x1c) this.skip(this.number());
    else if (code === 0x43) this.skip(4);
    else if (code === 0x44) this.skip(8);
    else if (code === 0xfc) this.numbers(BULK.get(this.number()) ?? 0);
    else if (code === 0xfd) this.vector();
    else this.numbers(COUNTS.get(code) ?? 0);
    return code;
  }

  vector() {
    const code = this.number();
    const isMemory = code <= 11 || (code >= 84 && code <= 93);
    if (isMemory) this.numbers(2);
    if (code === 12 || code === 13) this.skip(16);
    if ((code >= 21 && code <= 34) || (code >= 84 && code <= 91)) this.skip(1);
  }
}

/**
 * A module's sections: what each is, where it begins and ends, and what is in it.
 * @param {Uint8Array} bytes
 */
export const sectionsOf = (bytes) => {
  const cursor = new Cursor(bytes, 8);
  const sections = [];
  while (cursor.at < bytes.length) {
    const start = cursor.at;
    const kind = bytes[cursor.at++];
    const end = cursor.number() + cursor.at;
    sections.push({ kind, start, end, bytes: bytes.subarray(cursor.at, end) });
    cursor.at = end;
  }
  return sections;
};

/**
 * A module's functions, between what comes before and after them.
 * @param {Uint8Array} bytes
 * @returns {{ before: Uint8Array, after: Uint8Array, functions: { variables: Uint8Array, instructions: Uint8Array[] }[] }}
 */
export const functionsOf = (bytes) => {
  const code = sectionsOf(bytes).find(({ kind }) => kind === CODE);
  if (code === undefined) throw new Error('a module without functions');
  return { before: bytes.subarray(0, code.start), after: bytes.subarray(code.end), functions: bodies(new Cursor(code.bytes)) };
};

const bodies = (cursor) => Array.from({ length: cursor.number() }, () => {
  const end = cursor.number() + cursor.at;
  const [start, { bytes }] = [cursor.at, cursor];
  for (let groups = cursor.number(); groups > 0; groups--) cursor.numbers(2);
  const variables = bytes.subarray(start, cursor.at);
  const instructions = [];
  while (cursor.at < end) {
    const from = cursor.at;
    cursor.instruction();
    instructions.push(bytes.subarray(from, cursor.at));
  }
  if (cursor.at !== end) throw new Error('an instruction that is not known');
  return { variables, instructions };
});
