// The text that carries the wasm inside the package's JavaScript (pkg/build/packed.mjs).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pack, unpack } from '../../pkg/build/packed.mjs';

test('every byte, alone and beside every other, comes back', () => {
  const bytes = new Uint8Array(2 * 256 * 256);
  for (let i = 0; i < 256 * 256; i++) bytes.set([i >> 8, i & 255], 2 * i);
  assert.deepEqual(unpack(pack(bytes), bytes.length), bytes);
});

test('the text is ASCII that needs no escape in any JavaScript file', () => {
  const text = pack(Uint8Array.from({ length: 256 }, (_, i) => i));
  assert.match(text, /^[ !#-[\]-~]*$/);
  assert.equal(JSON.stringify(text), `"${text}"`);
});

test('nothing is the empty text', () => {
  assert.equal(pack(new Uint8Array(0)), '');
  assert.deepEqual(unpack('', 0), new Uint8Array(0));
});
