// parseHex: bytes from text, and errors that name the place.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HexError, decode, encode, parseHex } from 'drywire';
import { holds } from './support/property.mjs';

const BYTES = Uint8Array.of(0x45, 0x00, 0xab, 0xff);

test('pairs may run together or stand apart with any separator and any prefix', () => {
  const texts = [
    '4500abff', '4500ABFF', '45 00 ab ff', '45:00:ab:ff', '45-00-ab-ff', '45,00,ab,ff', '45;00;ab;ff', '45.00.ab.ff',
    '45_00_ab_ff', '45|00|ab|ff', '4500 abff', '4500.abff', ' 45\t00\nab\r\nff\n', '0x45 0x00 0xab 0xff', '0x4500abff',
    '0X45,0X00,0XAB,0XFF', '\\x45\\x00\\xab\\xff', '%45%00%ab%ff', '0x450x000xab0xff', '\ufeff45\u00a000abff', ',45,,00ab--ff;',
  ];
  for (const text of texts) assert.deepEqual(parseHex(text), BYTES, JSON.stringify(text));
});

test('no digits are no bytes', () => {
  for (const text of ['', ' ', ' ,;\n']) assert.deepEqual(parseHex(text), new Uint8Array(0));
});

test('what is not hex is told with its line and column', () => {
  // [text, code, line, column]
  const table = [
    ['45 0g', 'hex-character', 1, 5],
    ['g', 'hex-character', 1, 1],
    ['450', 'hex-odd', 1, 3],
    ['4 5', 'hex-odd', 1, 1],
    ['45 00 a', 'hex-odd', 1, 7],
    ['4500\n00zz', 'hex-character', 2, 3],
    ['4500\r\n00\r\n0', 'hex-odd', 3, 1],
    ['0x', 'hex-character', 1, 2],
    ['45 0x 00', 'hex-character', 1, 5],
    ['0x4', 'hex-odd', 1, 3],
    ['0xg', 'hex-character', 1, 3],
    ['0x4g', 'hex-character', 1, 4],
    ['45 \\x', 'hex-character', 1, 4],
    ['45%', 'hex-character', 1, 3],
    ['45 \u{1f600}', 'hex-character', 1, 4],
    ['4500 (hex)', 'hex-character', 1, 6],
  ];
  for (const [text, code, line, column] of table) {
    assert.throws(() => parseHex(text), (error) => {
      assert.ok(error instanceof HexError && error instanceof SyntaxError, text);
      assert.deepEqual([error.code, error.line, error.column], [code, line, column], text);
      assert.match(error.message, new RegExp(`at line ${line}, column ${column}\\b`));
      return true;
    });
  }
});

test('text is taken by decode and by byte fields of encode', () => {
  assert.throws(() => decode('45 0g'), { name: 'HexError', column: 5 });
  assert.throws(() => encode({ payload: '0g' }), { name: 'HexError' });
  assert.deepEqual(encode({ payload: '0x01 02' }), Uint8Array.of(1, 2));
});

test('what is not a string is a TypeError that names the argument', () => {
  for (const value of [undefined, null, 45, {}, BYTES]) {
    assert.throws(() => parseHex(value), { name: 'TypeError', message: /^text must be a string/ });
  }
});

test('any bytes come back from any such text', () => {
  const separator = fc.constantFrom('', ' ', ':', '-', ', ', ';', '.', '_', '|', '\n');
  const prefix = fc.constantFrom('', '0x', '\\x', '%');
  holds(fc.uint8Array({ maxLength: 100 }), separator, prefix, fc.boolean(), (bytes, between, before, upper) => {
    const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
    const text = pairs.map((pair) => before + (upper ? pair.toUpperCase() : pair)).join(between);
    assert.deepEqual(parseHex(text), bytes);
  });
});
