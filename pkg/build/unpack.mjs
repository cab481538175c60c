// Text back to WebAssembly: this file goes into the package as it is. packed.mjs makes the text, and says why it is so.

/** What is seldom in a module, and the bytes that have these characters instead: by all modules of the package together. */
export const SELDOM = ' !#%&\'*+/[7B:;=>?9DEFGHIJKLMNOQRSTUVWXYZ5]^_jqz|';
export const OFTEN = [
  32, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 28, 125, 127, 128, 129, 132, 136,
  148, 160, 162, 171, 172, 176, 180, 184, 192, 193, 208, 209, 231, 232, 252, 255,
];
export const SPACE = 32;
export const BACKSLASH = 92;
/** The first character after the quotation mark, and the first mark: what is between them stands for itself or counts, after a mark. */
export const FIRST = 35;
export const MARK = 125;
export const COUNTED = 91;

/** The instructions that have a character, from the space on. */
export const INSTRUCTIONS = 'A}B|&wTZ6}bR}I}^}=9:}1~/}E}L}`}A}G}>}C}?}y1P3}a};s!}2$}[}65=\'}4Q}7%}*}.}F}Yx,}5}%*LN},}D}_}H}K|~%}9;?}+gnpU)}Mr }W}}}J}Q}P}3}&-k(}Zlt}X}@}Ovy]}-';
/** The first and the last instruction that have a number of each kind; two more parts are the variables, and what has no character. */
export const NUMBERS = [[2, 4], [12, 13], [16, 16], [32, 34], [35, 36], [40, 62], [65, 65], [66, 66]];
const VARIABLES = 8;
const WHOLE = 9;
/** Kinds that are more than that. */
const BLOCK = 0;
export const MEMORY = 5;
/** The instruction that ends what a block or a function begins, and the section of the functions. */
const END = 11;
const CODE = 10;

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
 * @param {string[]} texts what is before the functions and after them, their variables, instructions without a character, and the
 *   numbers of each kind
 */
export const unpack = (length, code, ...texts) => {
  const [instructions, before, after, ...parts] = bytesOf([INSTRUCTIONS, ...texts]);
  const kinds = Array.from(instructions, (byte) => NUMBERS.findIndex(([first, last]) => byte >= first && byte <= last));
  const bytes = new Uint8Array(length);
  bytes.set(before);
  bytes[before.length] = CODE;
  let [end, at] = [before.length + 1, 0];
  const places = parts.map(() => 0);
  const take = (part) => (bytes[end++] = parts[part][places[part]++]);
  /** The last byte of a number is the one without the highest bit. */
  const number = (part) => {
    while (take(part) > 127);
    return bytes[end - 1];
  };
  /** The count of the bytes that follow is three bytes. */
  const counted = (fill) => {
    const start = (end += 3);
    fill();
    const count = end - start;
    bytes.set([count | 128, (count >> 7) | 128, count >> 14], start - 3);
  };
  const body = () => {
    for (let groups = number(VARIABLES) * 2; groups > 0; groups--) number(VARIABLES);
    for (let depth = 0; depth >= 0;) {
      const character = code.charCodeAt(at++) - SPACE;
      const instruction = instructions[character];
      const kind = kinds[character];
      if (instruction === undefined) for (let count = parts[WHOLE][places[WHOLE]++]; count > 0; count--) take(WHOLE);
      else {
        bytes[end++] = instruction;
        if (instruction === END) depth--;
        if (kind === BLOCK) depth++;
        if (kind === MEMORY) end++;
        if (kind >= 0) number(kind);
      }
    }
  };
  counted(() => {
    number(VARIABLES);
    while (at < code.length) counted(body);
  });
  bytes.set(after, end);
  return bytes;
};
