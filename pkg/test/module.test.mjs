// What the modules of the codec and of the dissector have not: their size and their safety rest on it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import binaryen from 'binaryen';

for (const build of ['codec', 'dissect']) {
  const bytes = readFileSync(new URL(`../wasm/${build}/drywire_bg.wasm`, import.meta.url));

  test(`the module of ${build} has no allocator: its memory never grows`, () => {
    const module = binaryen.readBinary(bytes);
    const code = module.emitText();
    module.dispose();
    assert.match(code, /i32\.load/, 'there is code');
    assert.doesNotMatch(code, /memory\.grow/);
  });

  test(`the module of ${build} has no path to a panic: a panic names its source file`, () => {
    const files = bytes.toString('latin1').match(/[\w./-]+\.rs\b/g) ?? [];
    // Data stays when the code that names it is dropped: this is what wasm-bindgen's own unused functions leave.
    assert.deepEqual(files.filter((file) => !/\/dlmalloc-[\d.]+\/src\/dlmalloc\.rs$/.test(file)), []);
  });
}
