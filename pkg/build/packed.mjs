// Wasm as text inside JavaScript. Not base64: that cuts three bytes into four characters, so equal instructions no longer
// look equal, and Brotli makes the result a third larger than the wasm's own compressed bytes. Here a byte is one
// character where it can be and two otherwise, always on its own, which costs 2 to 3%. All of it is ASCII that needs no
// escape in a string in double quotes, so no bundler and no page's charset can change it.
//
// Bytes that are characters stand for themselves, so that Brotli knows the words of the module's texts. Of those
// characters the ones that wasm seldom has are given to the bytes it has most. What has no character of its own is counted,
// in order, by one of two marks and a character.

/** What is seldom in a module, and the bytes that have these characters instead: by all modules of the package together. */
const SELDOM = '%&\'*+,1234589<=>?CDHJLNPQRSTUVWXYZ[]^_bgwyz';
const OFTEN = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 24, 26, 27, 28, 34, 127, 128, 129, 132, 134, 136,
  144, 168, 184, 192, 193, 208, 224, 248, 252, 253, 255,
];
const [SPACE, BACKSLASH, MARK] = [32, 92, 125];
/** How many bytes a mark counts, and the first of the characters that count. */
const [COUNTED, FIRST] = [91, 35];

/**
 * The text of each byte, by the same rule as `UNPACK`.
 * @returns {string[]}
 */
const texts = () => {
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const often = OFTEN.indexOf(byte);
    if (often >= 0) return SELDOM[often];
    const itself = String.fromCharCode(byte);
    if (byte >= SPACE && byte < MARK && byte !== BACKSLASH && !SELDOM.includes(itself)) return itself;
    const count = FIRST + (others % COUNTED);
    const mark = MARK + Math.floor(others++ / COUNTED);
    return String.fromCharCode(mark, count < BACKSLASH ? count : count + 1);
  });
};

/** The text of these bytes. @param {Uint8Array} bytes */
export const pack = (bytes) => {
  const each = texts();
  let text = '';
  for (const byte of bytes) text += each[byte];
  return text;
};

/** The bytes of this text, as a function's source: it goes into the package beside the text. */
export const UNPACK = `(text, length) => {
  const often = [${OFTEN}], seldom = ${JSON.stringify(SELDOM)};
  const single = new Uint8Array(${MARK}), others = [];
  for (let byte = 0; byte < 256; byte++) {
    const at = often.indexOf(byte);
    if (at >= 0) single[seldom.charCodeAt(at)] = byte;
    else if (byte >= ${SPACE} && byte < ${MARK} && byte !== ${BACKSLASH} && !seldom.includes(String.fromCharCode(byte))) single[byte] = byte;
    else others.push(byte);
  }
  const bytes = new Uint8Array(length);
  for (let i = 0, at = 0; i < length; i++) {
    const code = text.charCodeAt(at++);
    if (code < ${MARK}) bytes[i] = single[code];
    else {
      const count = text.charCodeAt(at++) - ${FIRST};
      bytes[i] = others[(code - ${MARK}) * ${COUNTED} + (count > ${BACKSLASH - FIRST} ? count - 1 : count)];
    }
  }
  return bytes;
}`;

/** @type {(text: string, length: number) => Uint8Array} */
export const unpack = new Function(`return ${UNPACK}`)();
