// Text back to WebAssembly: this file goes into the package as it is. packed.mjs makes the text, and says why it is so.

/** What is seldom in a module, and the bytes that have these characters instead: by all modules of the package together. */
export const SELDOM = ' S;[UzKVZF9:B/X5LJ\'GN=#E_Q!Y|+W>T`&]jO?^q*{7';
export const OFTEN = [
  32, 0, 160, 2, 3, 4, 5, 16, 127, 8, 9, 10, 11, 12, 13, 14, 15, 6, 17, 18, 19, 20, 22, 24, 28, 7, 128, 129, 132, 136, 143, 144,
  1, 167, 176, 180, 181, 192, 193, 226, 231, 252, 253, 255,
];
export const SPACE = 32;
export const BACKSLASH = 92;
/** The first character after the quotation mark, and the first mark: what is between them stands for itself or counts, after a mark. */
export const FIRST = 35;
export const MARK = 125;
export const COUNTED = 91;

/** The instructions that have a character, from the space on. */
export const INSTRUCTIONS = ',~.7}4}D}[}?/}&+}F}YAVBL}@R}C}`}J}5}H}>S}<}UP3}X};$lI}+~,!O;KX|[6}7}A)}2%}Bn}6zM}-}KU}]}LJ7}w}9}=}1},}\'r}_}v}ExH }S}T~#}Wvy}.tk}^g}3`-p~$1}G(s';
/** The first and the last instruction that have a number of each kind, and kinds that are parts of others or that belong to none. */
export const NUMBERS = [[2, 4], [12, 13], [16, 16], [32, 34], [35, 36], [40, 62], [66, 66], [65, 65], [], [6, 6], [], [], []];
const BLOCK = 0;
export const CALL = 2;
export const LOCAL = 3;
export const MEMORY = 5;
export const CONSTANT = 7;
export const MASK = 8;
export const HIGH = 9;
export const LOW = 10;
export const VARIABLES = 11;
export const WHOLE = 12;
/** Instructions: what ends a block or a function, what has a constant, what stands for one that is an address, and what takes masks. */
const END = 11;
const CONST = 65;
export const ADDRESS = 6;
const AND = 113;
const OR = 114;
/** Where a module's addresses begin: where its stack ends. */
export const START = 1 << 20;

/** How long something is: always in as many bytes. */
export const SIZE = 3;
export const sized = (size) => [size | 128, (size >> 7) | 128, size >> 14];

/** In which range something is: -1 if in none. */
export const among = (ranges, byte) => ranges.findIndex(([first, last]) => byte >= first && byte <= last);

/** Variables and functions by how lately they were used, before the first use. */
export const RECENT = Uint16Array.from({ length: 4096 }, (_, at) => at);

/** Whether a constant is a mask, by the instruction after it. */
export const isMask = (next) => next === AND || next === OR;

/** The number at a place, which moves nearer to the front: functions all the way, variables half of it. */
export const moved = (recent, place, kind) => {
  const number = recent[place];
  const to = kind === LOCAL ? place >> 1 : 0;
  recent.copyWithin(to + 1, to, place);
  recent[to] = number;
  return number;
};

/** The bytes of texts. */
export const bytesOf = (texts) => {
  const single = new Uint8Array(MARK);
  const others = [];
  for (let byte = 0; byte < 256; byte++) {
    const character = SELDOM[OFTEN.indexOf(byte)];
    const itself = String.fromCharCode(byte);
    if (character) single[character.charCodeAt(0)] = byte;
    else if (byte >= FIRST && byte < MARK && byte !== BACKSLASH && !SELDOM.includes(itself)) single[byte] = byte;
    else others.push(byte);
  }
  return texts.map((text) => {
    const bytes = new Uint8Array(text.length);
    let end = 0;
    for (let at = 0; at < text.length;) {
      const code = text.charCodeAt(at++);
      if (code < MARK) bytes[end++] = single[code];
      else {
        const count = text.charCodeAt(at++) - FIRST;
        bytes[end++] = others[(code - MARK) * COUNTED + (count > BACKSLASH - FIRST ? count - 1 : count)];
      }
    }
    return bytes.subarray(0, end);
  });
};

/**
 * A module from its parts.
 * @param {number} length of the module, in bytes
 * @param {string} code its functions' instructions
 * @param {string[]} texts what is before the first function and after the last, the numbers of each kind, the functions' variables,
 *   and instructions without a character
 */
export const unpack = (length, code, before, after, ...texts) => {
  // No function in here has `end`, so that it stays in a register: this is read before it is compiled.
  const [instructions, head, tail, ...parts] = bytesOf([INSTRUCTIONS, before, after, ...texts]);
  const kinds = Array.from(instructions, (byte) => among(NUMBERS, byte));
  const places = parts.map(() => 0);
  const take = (kind) => parts[kind][places[kind]++];
  const recent = [];
  recent[CALL] = RECENT.slice();
  // Functions that no call was seen of.
  const waiting = [];
  const bytes = new Uint8Array(length);
  bytes.set(head);
  let end = head.length;
  for (let at = 0, depth = 0, start = 0, count = 0; at < code.length;) {
    if (depth === 0) {
      start = end += SIZE;
      depth++;
      recent[LOCAL] = RECENT.slice();
      for (let left = 1 + 2 * parts[VARIABLES][places[VARIABLES]]; left > 0; end++) {
        bytes[end] = take(VARIABLES);
        if (bytes[end] < 128) left--;
      }
    }
    const character = code.charCodeAt(at++) - SPACE;
    const instruction = instructions[character];
    let kind = kinds[character];
    if (kind === undefined) {
      for (let left = take(WHOLE); left > 0; left--) bytes[end++] = take(WHOLE);
    } else if (kind === HIGH) {
      bytes.set([CONST, ...sized(3 * START + 256 * take(kind) + take(LOW)), 0], end);
      end += 5;
    } else {
      bytes[end++] = instruction;
      if (kind === BLOCK) depth++;
      if (kind === MEMORY) end++;
      if (kind === CONSTANT && isMask(instructions[code.charCodeAt(at) - SPACE])) kind = MASK;
      if (recent[kind]) {
        let number = take(kind);
        if (number > 127) number += 128 * (take(kind) - 1);
        if (kind === CALL) number = number > 0 ? number - 1 : recent[kind].indexOf(waiting.pop());
        number = moved(recent[kind], number, kind);
        if (number > 127) bytes[end++] = number | 128;
        bytes[end++] = number > 127 ? number >> 7 : number;
      } else if (kind >= 0) {
        do bytes[end] = take(kind);
        while (bytes[end++] > 127);
      } else if (instruction === END && --depth === 0) {
        bytes.set(sized(end - start), start - SIZE);
        waiting.push(count++);
      }
    }
  }
  bytes.set(sized(end - head.length + SIZE), head.length - 2 * SIZE);
  bytes.set(tail, end);
  return bytes;
};
