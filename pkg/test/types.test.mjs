// The types, as those see them who import the package: TypeScript's two ways to resolve it, as strict as it gets.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const manifest = require.resolve('typescript/package.json');
const TSC = join(dirname(manifest), require(manifest).bin.tsc);
const FLAGS = [
  '--ignoreConfig', '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--target', 'es2022',
  '--skipLibCheck', 'false',
];
/** A page's globals, Node's, and none at all. */
const GLOBALS = [['dom', ['--lib', 'es2022,dom', '--types', '']], ['node', ['--lib', 'es2022', '--types', 'node']], ['no', ['--lib', 'es2022', '--types', '']]];

for (const [resolution, module, [globals, libraries]] of [
  ...GLOBALS.map((globals) => ['nodenext', 'nodenext', globals]), ['bundler', 'esnext', GLOBALS[0]],
]) {
  test(`usage type-checks with moduleResolution ${resolution} and ${globals} globals`, () => {
    const { status, stdout } = spawnSync(process.execPath, [
      TSC, ...FLAGS, ...libraries, '--moduleResolution', resolution, '--module', module, fileURLToPath(new URL('types/usage.mts', import.meta.url)),
    ], { encoding: 'utf8' });
    assert.equal(stdout, '');
    assert.equal(status, 0);
  });
}
