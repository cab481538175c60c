// Wasm as text inside JavaScript: as small as it gets after Brotli, and quickly taken apart again.
//
// Brotli guesses a byte by those before it, and the numbers of instructions are in its way: they tell little of the next instruction.
// So a module's parts are apart: all instructions one after the other, then the numbers of each kind (variables, constants, places in
// memory, functions, …). A variable or a function is told by how lately it was used, and a first call by nothing (order.mjs).
// Constants that are addresses, whose halves are alike for themselves, and those that are masks are kinds of their own. What can be
// told from the rest is left out: how long each function is, and how accesses are aligned, a hint that changes nothing. That is
// 7 to 17 % less than Brotli makes of the module itself, and costs some milliseconds when it is first called.
//
// A byte is one character where it can be and two otherwise, always on its own: base64 cuts three bytes into four characters, so
// that equal things no longer look equal. All of it is ASCII that needs no escape in a string in double quotes, so no bundler and
// no page's charset can change it. Bytes that are characters stand for themselves, so that Brotli knows the words of the
// module's texts. Of those characters the ones that wasm seldom has are given to the bytes it has most. What has no character
// of its own is counted, in order, by one of two marks and a character. Each instruction has a character of its own too: which, was
// tried out until Brotli, whose guesses go by kinds of characters, made least of them.
import {
  ADDRESS, BACKSLASH, CALL, CONSTANT, COUNTED, FIRST, HIGH, INSTRUCTIONS, LOCAL, LOW, MARK, MASK, MEMORY, NUMBERS, OFTEN, RECENT, SELDOM, SIZE,
  SPACE, START, VARIABLES, WHOLE, among, bytesOf, isMask, moved, sized,
} from './unpack.mjs';
import { CODE, functionsOf } from './wasm.mjs';

const [QUOTE, ENTIRE] = [34, '~'];

/** The text of each byte, by the rule of `bytesOf`. */
const texts = (() => {
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const often = OFTEN.indexOf(byte);
    if (often >= 0) return SELDOM[often];
    const itself = String.fromCharCode(byte);
    if (byte >= FIRST && byte < MARK && byte !== BACKSLASH && !SELDOM.includes(itself)) return itself;
    const count = FIRST + (others % COUNTED);
    const mark = MARK + Math.floor(others++ / COUNTED);
    return String.fromCharCode(mark, count < BACKSLASH ? count : count + 1);
  });
})();

/** The character of each instruction that has one. */
const characters = (() => {
  const [instructions] = bytesOf([INSTRUCTIONS]);
  const pairs = Array.from(instructions, (instruction, at) => [instruction, SPACE + at]);
  const usable = pairs.filter(([, code]) => code !== QUOTE && code !== BACKSLASH);
  return new Map(usable.map(([instruction, code]) => [instruction, String.fromCharCode(code)]));
})();

const textOf = (bytes) => {
  let text = '';
  for (const byte of bytes) text += texts[byte];
  return text;
};

/**
 * What `unpack` is called with to have this module again.
 * @param {Uint8Array} wasm
 * @returns {[length: number, code: string, ...texts: string[]]}
 */
export const pack = (wasm) => {
  const { before, after, functions } = functionsOf(wasm);
  const head = [...before, CODE, ...sized(0), ...sized(functions.length)].map((byte) => byte & 255);
  const numbers = NUMBERS.map(() => []);
  const recent = { [CALL]: RECENT.slice(), waiting: [] };
  let length = head.length + after.length;
  let code = '';
  for (const [number, body] of functions.entries()) {
    recent[LOCAL] = RECENT.slice();
    numbers[VARIABLES].push(...body.variables);
    length += SIZE + body.variables.length;
    const codes = body.instructions.map(codeOf);
    for (const [at, instruction] of body.instructions.entries()) {
      length += instruction.length;
      if (codes[at] === undefined) code += entire(instruction, numbers[WHOLE]);
      else {
        code += characters.get(codes[at]);
        place(codes[at], codes[at + 1], instruction.slice(1), numbers, recent);
      }
    }
    recent.waiting.push(number);
  }
  return [length, code, ...[head, after, ...numbers].map(textOf)];
};

/** What an instruction is told by: nothing if it has no character, or more numbers than its kind has. */
const codeOf = ([code, ...rest]) => {
  const kind = among(NUMBERS, code);
  if (kind === CONSTANT && isAddress(rest)) return ADDRESS;
  const isNamed = (kind === LOCAL || kind === CALL) && numberOf(rest) >= RECENT.length;
  return characters.has(code) && !isNamed && (rest.length === 0 || kind >= 0) ? code : undefined;
};

/** An instruction as it is, and a mark for each piece of it. */
const entire = (instruction, whole) => {
  const pieces = Array.from({ length: Math.ceil(instruction.length / 255) }, (_, at) => instruction.subarray(255 * at, 255 * at + 255));
  for (const piece of pieces) whole.push(piece.length, ...piece);
  return ENTIRE.repeat(pieces.length);
};

/** Puts an instruction's numbers where they belong. */
const place = (code, next, rest, numbers, recent) => {
  const kind = among(NUMBERS, code);
  if (kind < 0) return;
  if (kind === HIGH) {
    numbers[kind].push((numberOf(rest) - START) >> 8);
    numbers[LOW].push(numberOf(rest) & 255);
  } else if (kind === CONSTANT) numbers[isMask(next) ? MASK : kind].push(...rest);
  else if (kind === MEMORY) numbers[kind].push(...rest.slice(lengthOf(rest)));
  else if (recent[kind]) {
    const number = numberOf(rest);
    const at = recent[kind].indexOf(number);
    moved(recent[kind], at, kind);
    numbers[kind].push(...short(kind === CALL ? callOf(number, at, recent.waiting) : at));
  } else numbers[kind].push(...rest);
};

/** A call by how lately its function was called; none is told of one whose first call it is, if it is the last that waits for it. */
const callOf = (number, at, waiting) => {
  if (waiting.at(-1) !== number) return at + 1;
  waiting.pop();
  return 0;
};

const short = (number) => (number > 127 ? [(number & 127) | 128, number >> 7] : [number]);
const lengthOf = (bytes) => bytes.findIndex((byte) => byte < 128) + 1;
const numberOf = (bytes) => bytes.reduce((number, byte, at) => number + (byte & 127) * 128 ** at, 0);

/** Of four bytes, as all addresses of a module that is no larger have. */
const isAddress = (rest) => rest.length === 4 && rest[3] === 0 && numberOf(rest) >= START && numberOf(rest) < START + 65536;
