// TypeScript, as strict as it gets, against the declarations that were installed.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXPECTED_OF_TYPED } from '../lib/expected.mjs';
import { ROOT, run, runNode } from '../lib/project.mjs';

const MODULES = join(ROOT, 'node_modules');
const FLAGS = [
  '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--noUnusedLocals', '--skipLibCheck', 'false',
  '--verbatimModuleSyntax', '--target', 'es2022', '--pretty', 'false',
];
const PAGE = ['--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2022,dom', '--types', '', '--noEmit'];
const NODE = [
  '--module', 'nodenext', '--moduleResolution', 'nodenext', '--lib', 'es2022', '--types', 'node',
  '--typeRoots', join(MODULES, '@types'),
];
const EXPECTATION = /^\/\/ @ts-expect-error .*$/;

/** @param {() => import('../lib/project.mjs').Project} project */
export const typesSuite = (project) => {
  test('TypeScript, moduleResolution bundler: a page\'s program compiles, every union told apart to its last case', async () => {
    assert.deepEqual(await tsc(project(), [...PAGE, 'types/page.ts']), { code: 0, output: '' });
  });

  for (const [name, source, made] of [['an ES module', 'esm.mts', 'esm.mjs'], ['CommonJS', 'commonjs.cts', 'commonjs.cjs']]) {
    test(`TypeScript, moduleResolution nodenext, ${name}: compiles, and what it compiles to runs`, async () => {
      const { folder } = project();
      const args = [...NODE, '--rootDir', 'types', '--outDir', 'types/out', `types/${source}`];
      assert.deepEqual(await tsc(project(), args), { code: 0, output: '' });
      assert.deepEqual(JSON.parse(await runNode([join('types', 'out', made)], { cwd: folder })), EXPECTED_OF_TYPED);
    });
  }

  test('TypeScript refuses each deliberate mistake, and nothing else', async () => {
    const { folder } = project();
    const lines = readFileSync(join(folder, 'types', 'mistakes.ts'), 'utf8').split('\n');
    const mistakes = lines.flatMap((line, index) => (EXPECTATION.test(line) ? [index + 2] : []));
    assert.ok(mistakes.length >= 20, 'the file has its mistakes');
    for (const resolution of [PAGE, [...NODE, '--noEmit']]) {
      assert.deepEqual(await tsc(project(), [...resolution, 'types/mistakes.ts']), { code: 0, output: '' });
    }
    mkdirSync(join(folder, 'types', 'bare'), { recursive: true });
    writeFileSync(join(folder, 'types', 'bare', 'mistakes.ts'), lines.map((line) => line.replace(EXPECTATION, '//')).join('\n'));
    const { code, output } = await tsc(project(), [...PAGE, 'types/bare/mistakes.ts']);
    const refused = [...output.matchAll(/mistakes\.ts\((\d+),\d+\): error TS/g)].map(([, line]) => Number(line));
    assert.notEqual(code, 0);
    assert.deepEqual([...new Set(refused)], mistakes);
  });
};

const tsc = async ({ folder }, args) => {
  const manifest = JSON.parse(readFileSync(join(MODULES, 'typescript', 'package.json'), 'utf8'));
  const program = join(MODULES, 'typescript', manifest.bin.tsc);
  const { code, stdout, stderr } = await run(process.execPath, [program, ...FLAGS, ...args], { cwd: folder });
  return { code, output: stdout + stderr };
};
