// Wasm as text inside JavaScript. Not base64: that cuts three bytes into four characters, so equal instructions no longer
// look equal, and Brotli makes the result a third larger than the wasm's own compressed bytes. Here a byte is one
// character where it can be and two otherwise, always on its own, which costs 5%. All of it is ASCII that needs no escape
// in a string in double quotes, so no bundler and no page's charset can change it.
//
// The alphabet is the 91 characters from "#" to "~" but "\". A byte under 89 is the character of that index; the others
// are one of the last two characters, which say 89 or 180, and the character of what is to be added.

const FIRST = 35;
const BACKSLASH = 92;
const SINGLE = 89;
const ALPHABET = 91;

/** The text of these bytes. @param {Uint8Array} bytes */
export const pack = (bytes) => {
  const character = (index) => String.fromCharCode(FIRST + index + (FIRST + index >= BACKSLASH ? 1 : 0));
  let text = '';
  for (const byte of bytes) {
    const over = byte - SINGLE;
    text += over < 0 ? character(byte) : character(SINGLE + Math.floor(over / ALPHABET)) + character(over % ALPHABET);
  }
  return text;
};

/** The bytes of this text, as a function's source: it goes into the package beside the text. */
export const UNPACK = `(text, length) => {
  const bytes = new Uint8Array(length);
  let at = 0;
  const next = () => {
    const code = text.charCodeAt(at++) - ${FIRST};
    return code > ${BACKSLASH - FIRST} ? code - 1 : code;
  };
  for (let i = 0; i < length; i++) {
    const code = next();
    bytes[i] = code < ${SINGLE} ? code : ${SINGLE} + (code - ${SINGLE}) * ${ALPHABET} + next();
  }
  return bytes;
}`;

/** @type {(text: string, length: number) => Uint8Array} */
export const unpack = new Function(`return ${UNPACK}`)();
