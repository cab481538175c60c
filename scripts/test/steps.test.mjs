// The runner of `npm test`: its last line is what CI reads, so a failure must never be counted as passed.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../lib/paths.mjs';

const run = (steps) => {
  const script = `
    import { Failure, command, commandShowing, runSteps } from './scripts/lib/steps.mjs';
    const node = (code) => [process.execPath, ['-e', code]];
    process.exitCode = (await runSteps([${steps}])) ? 0 : 1;`;
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT, encoding: 'utf8' });
  return { status, last: stdout.trimEnd().split('\n').at(-1), stdout };
};

const step = (name, run, more = '') => `{ name: '${name}', title: '', needs: [], run: async () => { ${run} } ${more} }`;

test('all passed', () => {
  const { status, last } = run(step('one', 'await command(...node(""))'));
  assert.deepEqual({ status, last }, { status: 0, last: '2 passed, 0 failed' });
});

test('a failing command, an error, an absent folder and a runner that ran nothing are failures, and the rest still runs', () => {
  const { status, last, stdout } = run([
    step('fails', 'await command(...node("process.exit(3)"))'),
    step('throws', 'null.x'),
    step('absent', '', ", folders: ['no/such/folder']"),
    step('idle', 'await commandShowing(/ok [1-9]/, ...node("console.log(\'ok 0\')"))'),
    step('missing', 'await command("no-such-program", [])'),
    step('good', 'await commandShowing(/ok [1-9]/, ...node("console.log(\'ok 2\')"))'),
  ].join());
  assert.deepEqual({ status, last }, { status: 1, last: '2 passed, 5 failed' });
  assert.match(stdout, /absent {2,}absent/);
  assert.match(stdout, /good {2,}passed/);
});

test('a command that does not end is ended, with what it has started, and the rest still runs', () => {
  // The child of the child holds the output open.
  const endless = 'setInterval(() => {}, 1000)';
  const parent = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(endless)}], { stdio: "inherit" }); console.log("here"); ${endless}`;
  const { status, last, stdout } = run([
    step('hangs', `await commandShowing(/here/, ...node(${JSON.stringify(parent)}), { limit: 1500 })`),
    step('good', 'await command(...node(""))'),
  ].join());
  assert.deepEqual({ status, last }, { status: 1, last: '2 passed, 1 failed' });
  assert.match(stdout, /had not ended after 1.5 s/);
});

test('what a step has started ends with us', { timeout: 120_000, skip: process.platform === 'win32' && 'Windows has no process groups' }, async () => {
  const script = `
    import { command } from './scripts/lib/steps.mjs';
    await command(process.execPath, ['-e', 'console.log("child", 6 * 7); setInterval(() => {}, 1000)']);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  await new Promise((known) => {
    parent.stdout.on('data', (data) => {
      output += data;
      if (output.includes('child 42')) known();
    });
  });
  parent.kill('SIGINT');
  // The child holds the output open: it ends only with the child.
  const [code] = await once(parent, 'close');
  assert.equal(code, 130);
});

test('a file of tests that does not end is ended, and named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'drywire-steps-'));
  try {
    const file = join(folder, 'endless.test.mjs');
    // As Node 20 sometimes does: all tests have passed, and the process does not end.
    writeFileSync(file, "import { test } from 'node:test'; test('passes', () => {}); process.on('exit', () => { for (;;); });");
    const { status, stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=spec', '--test-timeout=2000', file], {
      encoding: 'utf8', env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    });
    assert.equal(status, 1);
    assert.match(stdout, /endless\.test\.mjs[^]*timed out/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a step that is not there is refused by name', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/test.mjs', 'nonsense'], { cwd: ROOT, encoding: 'utf8' });
  assert.equal(status, 2);
  assert.match(stderr, /no step nonsense/);
});
