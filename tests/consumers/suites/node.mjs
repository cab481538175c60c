// Node: both module systems, and one file that a bundler made of all.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { esbuildNode, oneFunction } from '../lib/bundle.mjs';
import { EXPECTED } from '../lib/expected.mjs';
import { runNode } from '../lib/project.mjs';

/** @param {() => import('../lib/project.mjs').Project} project */
export const nodeSuite = (project) => {
  for (const [system, program] of [['ES modules', 'node-esm.mjs'], ['CommonJS', 'node-cjs.cjs']]) {
    test(`Node, ${system}: all entries decode, encode, dissect and build tables`, async () => {
      assert.deepEqual(JSON.parse(await runNode([program], { cwd: project().folder })), EXPECTED);
    });
  }

  test('Node, esbuild: one file with package and module in it runs where nothing is installed', async () => {
    const { folder } = project();
    const program = await esbuildNode(folder, join(dirname(folder), 'alone'));
    assert.deepEqual(readdirSync(dirname(program)), ['program.cjs']);
    assert.deepEqual(JSON.parse(await runNode([program], { cwd: dirname(program) })), EXPECTED);
  });

  test('esbuild, Vite and webpack leave out the WebAssembly of what a program does not import', async () => {
    for (const [bundler, code] of Object.entries(await oneFunction(project().folder))) {
      assert.match(code, /recordPointer/, `${bundler}: the codec is there`);
      assert.doesNotMatch(code, /\.dissect\(/, `${bundler}: so is the dissector`);
      assert.doesNotMatch(code, /tcpExchange/, `${bundler}: so is TCP`);
      assert.ok(code.length < 70_000, `${bundler}: ${code.length} characters`);
    }
  });
};
