// The text that carries the wasm inside the package's JavaScript (pkg/build/packed.mjs).
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import binaryen from 'binaryen';
import { ordered } from '../../pkg/build/order.mjs';
import { functionsOf } from '../../pkg/build/wasm.mjs';
import { pack } from '../../pkg/build/packed.mjs';
import { unpack } from '../../pkg/build/unpack.mjs';
import { at } from '../lib/paths.mjs';

/** A module as the text of the specification's own language. */
const assemble = (text) => {
  const module = binaryen.parseText(text);
  module.setFeatures(binaryen.Features.All);
  try {
    return module.emitBinary();
  } finally {
    module.dispose();
  }
};

const run = (bytes) => new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;

/** All that has numbers of its own, and all that is written otherwise. */
const MODULE = `(module
  (memory (export "memory") 1)
  (data (i32.const 8) "\\00\\01\\7d\\7e\\7f\\80\\ff\\"\\\\ GET / HTTP/1.1")
  (data $passive "later")
  (type $binary (func (param i32) (result i32)))
  (table 2 funcref)
  (elem (i32.const 0) $switch $loads)
  (global $count (mut i32) (i32.const 300))
  (func $switch (export "switch") (param i32) (result i32)
    (block $0 (block $1 (block $2
      (br_table ${Array.from({ length: 300 }, (_, at) => `$${at % 3}`).join(' ')} $2 (local.get 0)))
      (return (i32.const -1)))
      (return (i32.const 1000000)))
    (i32.const 3))
  (func $loads (export "loads") (param i32) (result i32)
    (local i64) (local f64) (local f32) (local i32 i32 i32)
    (local.set 1 (i64.load offset=8 align=1 (local.get 0)))
    (i64.store offset=4000 align=2 (local.get 0) (i64.xor (local.get 1) (i64.const -81985529216486896)))
    (local.set 2 (f64.const 0.1))
    (local.set 3 (f32.const 0.2))
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (i32.add (i32.load8_u offset=4003 (local.get 0)) (i32.add (global.get $count)
      (i32.trunc_sat_f64_s (f64.add (local.get 2) (f64.promote_f32 (local.get 3)))))))
  (func (export "indirect") (param i32 i32) (result i32)
    (if (result i32) (i32.lt_u (local.get 0) (i32.const 2))
      (then (call_indirect (type $binary) (local.get 1) (local.get 0)))
      (else (select (result i32) (call $switch (local.get 1)) (i32.const 7) (memory.size)))))
  (func (export "bulk") (result i32)
    (memory.init $passive (i32.const 100) (i32.const 0) (i32.const 5))
    (memory.copy (i32.const 200) (i32.const 100) (i32.const 5))
    (memory.fill (i32.const 201) (i32.const 33) (i32.const 2))
    (i32.load (i32.const 200)))
  (func (export "vector") (param i32) (result i32)
    (v128.store offset=16 (i32.const 300) (i8x16.add (v128.load (local.get 0)) (v128.const i8x16 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16)))
    (i32.add (i8x16.extract_lane_u 15 (v128.load (i32.const 316)))
      (i32x4.extract_lane 2 (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (v128.load (i32.const 316)) (v128.load8_splat (i32.const 10))))))
)`;

/** What the functions of MODULE do in another form of it, compared. */
const same = (original, other) => {
  const [there, back] = [run(original), run(other)];
  const calls = [
    ...[0, 1, 2, 299, 300, -5].map((value) => ['switch', value]), ['loads', 0], ['loads', 3],
    ['indirect', 0, 4], ['indirect', 1, 5], ['indirect', 2, 6], ['bulk'], ['vector', 8],
  ];
  for (const [name, ...values] of calls) assert.equal(back[name](...values), there[name](...values), `${name}(${values})`);
  assert.deepEqual(new Uint8Array(back.memory.buffer), new Uint8Array(there.memory.buffer));
};

test('a module with every kind of instruction does the same after it was text', () => {
  const original = assemble(MODULE);
  same(original, unpack(...pack(original)));
});

test('a module does the same with its functions in the order of their calls, also when they call themselves and each other', () => {
  const original = assemble(MODULE);
  same(original, ordered(original));
  assert.deepEqual(ordered(ordered(original)), ordered(original));
  // $a calls itself, and $b and $c each other: who calls them is before them in the module, and after them when ordered.
  const cyclic = assemble(`(module
    (func $start (export "start") (result i32) (i32.add (call $a (i32.const 3)) (call $b (i32.const 4))))
    (func $a (param i32) (result i32) (if (result i32) (local.get 0) (then (call $a (i32.sub (local.get 0) (i32.const 1)))) (else (call $c (i32.const 2)))))
    (func $b (param i32) (result i32) (if (result i32) (local.get 0) (then (call $c (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 40))))
    (func $c (param i32) (result i32) (if (result i32) (local.get 0) (then (call $b (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 2)))))`);
  for (const bytes of [ordered(cyclic), unpack(...pack(ordered(cyclic)))]) assert.equal(run(bytes).start(), run(cyclic).start());
});

test('functions that call each other as deep as there are functions are ordered', () => {
  const COUNT = 20_000;
  const functions = Array.from({ length: COUNT }, (_, at) => `(func $f${at} (result i32) ${at + 1 < COUNT ? `(call $f${at + 1})` : '(i32.const 7)'})`);
  const original = assemble(`(module ${functions.join('')} (export "first" (func $f0)))`);
  const [there, back] = [functionsOf(original), functionsOf(ordered(original))];
  assert.deepEqual(back.functions.length, there.functions.length);
  assert.deepEqual(`${back.functions[0].instructions}`, `${there.functions.at(-1).instructions}`);
  assert.ok(WebAssembly.validate(unpack(...pack(ordered(original)))));
});

test('packed again it is the same text: nothing but counts and alignments is other than before', () => {
  const parts = pack(assemble(MODULE));
  assert.deepEqual(pack(unpack(...parts)), parts);
});

/** What is in a module, but for how its accesses are aligned. */
const shown = (bytes) => {
  const { before, after, functions } = functionsOf(bytes);
  const isAccess = ([code]) => code >= 40 && code <= 62;
  const bodies = functions.map(({ variables, instructions }) => [
    ...variables, ...instructions.map((bytes) => `${isAccess(bytes) ? [bytes[0], ...bytes.slice(2)] : bytes}`),
  ]);
  return { before: `${before}`, after: `${after}`, bodies };
};

test('what comes before and after the functions is unchanged, as are instructions but for alignments', () => {
  const original = assemble(MODULE);
  assert.deepEqual(shown(unpack(...pack(original))), shown(original));
});

test('constants come back that are addresses and masks, and those beside them', () => {
  const borders = [1 << 20, (1 << 20) + (1 << 16)].flatMap((border) => [border - 1, border, border + 1]);
  const values = [...borders, ...borders.map((value) => -value), 0, -1, 63, 64, 127, 128, 255, 256, 65535, 2 ** 31 - 1, -(2 ** 31)];
  const taken = ['and', 'or', 'xor', 'add'].flatMap((name) => values.map((value) => `(drop (i32.${name} (call $any) (i32.const ${value})))`));
  const original = assemble(`(module (func $any (export "any") (result i32) (i32.const 1)) (func ${taken.join('\n')}))`);
  assert.deepEqual(shown(unpack(...pack(original))), shown(original));
});

test('functions and variables come back whatever their numbers, near and far', () => {
  const COUNT = 5000;
  const numbers = Array.from({ length: 3 * COUNT }, (_, at) => (at % 3 === 2 ? at % 130 : (at * 2741) % COUNT));
  const functions = Array.from({ length: COUNT }, (_, at) => `(func $f${at})`);
  const calls = `(func (export "calls") ${numbers.map((at) => `(call $f${at})`).join('')})`;
  const variables = `(func (export "variables") (local ${'i32 '.repeat(COUNT)})
    ${numbers.map((at) => `(local.set ${at} (local.get ${(at * 7) % COUNT}))`).join('')})`;
  const original = assemble(`(module ${functions.join('')} ${calls} ${variables})`);
  assert.deepEqual(shown(unpack(...pack(original))), shown(original));
});

test('every byte comes back from data, alone and beside every other', () => {
  const data = Array.from({ length: 65_536 }, (_, pair) => [pair >> 8, pair & 255]).flat();
  const text = data.map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
  const original = assemble(`(module (memory (export "memory") 2) (data (i32.const 0) "${text}") (func (export "none")))`);
  const { memory } = run(unpack(...pack(original)));
  assert.deepEqual(new Uint8Array(memory.buffer), Uint8Array.from(data));
});

test('the text is ASCII that needs no escape in any JavaScript file', () => {
  const [, ...texts] = pack(assemble(MODULE));
  for (const text of texts) {
    assert.match(text, /^[ !#-[\]-~]*$/);
    assert.equal(JSON.stringify(text), `"${text}"`);
  }
});

test('the package\'s own modules are valid and the same after they were text', (t) => {
  const folder = at('pkg', 'wasm');
  if (!existsSync(folder)) {
    t.skip('there is no pkg/wasm: `npm run build` makes it');
    return;
  }
  for (const group of readdirSync(folder)) {
    const original = new Uint8Array(readFileSync(at('pkg', 'wasm', group, 'drywire_bg.wasm')));
    const back = unpack(...pack(original));
    for (const bytes of [back, ordered(original)]) assert.ok(WebAssembly.validate(bytes), group);
    const exportsOf = (bytes) => WebAssembly.Module.exports(new WebAssembly.Module(bytes));
    assert.deepEqual(exportsOf(ordered(original)), exportsOf(original), group);
    assert.deepEqual(shown(back), shown(original), group);
  }
});
