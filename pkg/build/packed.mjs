// Wasm as text inside JavaScript: as small as it gets after Brotli, and quickly taken apart again.
//
// Brotli guesses a byte by those before it, and the numbers of instructions are in its way: they tell little of the next instruction.
// So a module's parts are apart: all instructions one after the other, then the numbers of each kind (variables, constants, places in
// memory, functions, …). What can be told from the rest is left out: how long each function is, and how accesses are aligned, a hint
// that changes nothing. That is 6 to 14 % less than Brotli makes of the module itself, and costs some milliseconds when it is first called.
//
// A byte is one character where it can be and two otherwise, always on its own: base64 cuts three bytes into four characters, so
// that equal things no longer look equal. All of it is ASCII that needs no escape in a string in double quotes, so no bundler and
// no page's charset can change it. Bytes that are characters stand for themselves, so that Brotli knows the words of the
// module's texts. Of those characters the ones that wasm seldom has are given to the bytes it has most. What has no character
// of its own is counted, in order, by one of two marks and a character. Each instruction has a character of its own too: which, was
// tried out until Brotli, whose guesses go by kinds of characters, made least of them.
import { BACKSLASH, COUNTED, FIRST, INSTRUCTIONS, MARK, MEMORY, NUMBERS, OFTEN, SELDOM, SIZE, SPACE, bytesOf, sized } from './unpack.mjs';
import { CODE, functionsOf } from './wasm.mjs';

const [QUOTE, WHOLE] = [34, '~'];

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
  const [variables, whole, numbers] = [[], [], NUMBERS.map(() => [])];
  const head = [...before, CODE, ...sized(0), ...sized(functions.length)].map((byte) => byte & 255);
  let length = head.length + after.length;
  let code = '';
  for (const body of functions) {
    variables.push(...body.variables);
    length += SIZE + body.variables.length;
    for (const instruction of body.instructions) {
      length += instruction.length;
      code += place(instruction, whole, numbers);
    }
  }
  return [length, code, ...[head, after, ...numbers, variables, whole].map(textOf)];
};

/** Puts an instruction's numbers where they belong, and gives its character. */
const place = (instruction, whole, numbers) => {
  const [code, ...rest] = instruction;
  const kind = NUMBERS.findIndex(([first, last]) => code >= first && code <= last);
  const character = characters.get(code);
  if (character === undefined || (kind < 0 && rest.length > 0)) {
    const parts = Array.from({ length: Math.ceil(instruction.length / 255) }, (_, at) => instruction.subarray(255 * at, 255 * at + 255));
    for (const part of parts) whole.push(part.length, ...part);
    return WHOLE.repeat(parts.length);
  }
  if (kind >= 0) numbers[kind].push(...(kind === MEMORY ? afterNumber(rest) : rest));
  return character;
};

const afterNumber = (bytes) => bytes.slice(bytes.findIndex((byte) => byte < 128) + 1);
