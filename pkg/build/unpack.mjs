// Text back to WebAssembly: this file goes into the package as it is. packed.mjs makes the text, and says why it is so.

/** What is seldom in a module, and the bytes that have these characters instead: by all modules of the package together. */
export const SELDOM = ' SB[U*/VZF9:;=X?LN|GJK#EOQ!T\'+W>Y`&]^_5jqz{7';
export const OFTEN = [
  32, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 24, 28, 127, 128, 129, 132, 136, 143,
  144, 160, 167, 176, 180, 181, 192, 193, 226, 231, 252, 253, 255,
];
export const SPACE = 32;
export const BACKSLASH = 92;
/** The first character after the quotation mark, and the first mark: what is between them stands for itself or counts, after a mark. */
export const FIRST = 35;
export const MARK = 125;
export const COUNTED = 91;

/** The instructions that have a character, from the space on. */
export const INSTRUCTIONS = 'A~.7~,}?}Y}D=}`+}^}[}_N;L}<}=}CR}H}G}wM}>}@1P3I};s}FpS[}&_$*X\'}46}7}6}+}U}.}B}5U/}X}-}K}A}]}L57~$}9~#}1},}\'rn}v}ExH }Sl!}W`}3)tk}T}2,v-(}JgyY%';
/** The first and the last instruction that have a number of each kind. */
export const NUMBERS = [[2, 4], [12, 13], [16, 16], [32, 34], [35, 36], [40, 62], [65, 65], [66, 66]];
/** Kinds that are more than that. */
const BLOCK = 0;
export const MEMORY = 5;
/** The instruction that ends what a block or a function begins. */
const END = 11;

/** How long something is: always in as many bytes. */
export const SIZE = 3;
export const sized = (size) => [size | 128, (size >> 7) | 128, size >> 14];

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
export const unpack = (length, code, ...texts) => {
  // No function in here has `end`, so that it stays in a register: this is read before it is compiled.
  const [instructions, before, after, ...parts] = bytesOf([INSTRUCTIONS, ...texts]);
  const [variables, whole] = parts.splice(NUMBERS.length);
  const kinds = Array.from(instructions, (byte) => NUMBERS.findIndex(([first, last]) => byte >= first && byte <= last));
  const bytes = new Uint8Array(length);
  const places = parts.map(() => 0);
  bytes.set(before);
  let end = before.length;
  for (let at = 0, variable = 0, other = 0, depth = 0, start = 0; at < code.length; at++) {
    if (depth === 0) {
      start = end += SIZE;
      depth++;
      for (let left = 1 + 2 * variables[variable]; left > 0; end++) {
        bytes[end] = variables[variable++];
        if (bytes[end] < 128) left--;
      }
    }
    const character = code.charCodeAt(at) - SPACE;
    const kind = kinds[character];
    if (kind === undefined) {
      for (let left = whole[other++]; left > 0; left--) bytes[end++] = whole[other++];
      continue;
    }
    const instruction = instructions[character];
    bytes[end++] = instruction;
    if (kind >= 0) {
      const numbers = parts[kind];
      let place = places[kind];
      if (kind === MEMORY) end++;
      if (kind === BLOCK) depth++;
      while (numbers[place] > 127) bytes[end++] = numbers[place++];
      bytes[end++] = numbers[place++];
      places[kind] = place;
    } else if (instruction === END && --depth === 0) bytes.set(sized(end - start), start - SIZE);
  }
  bytes.set(sized(end - before.length + SIZE), before.length - 2 * SIZE);
  bytes.set(after, end);
  return bytes;
};
