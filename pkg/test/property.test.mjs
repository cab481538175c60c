// A run of the property tests tells the same as the one before it, unless it is asked for others: whoever tests a change must not
// meet by chance a fault that was there all along.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SCRIPT = `
  import fc from 'fast-check';
  import { holds, holdsSlowly } from './support/property.mjs';
  const seen = [];
  holds(fc.nat(), (value) => { seen.push(value); });
  holdsSlowly(fc.nat(), (value) => { seen.push(value); });
  console.log(JSON.stringify(seen));
  if (process.env.FAILS) holds(fc.nat(), () => { throw new Error('no'); });`;

function run(settings) {
  const { FC_SEED, FC_RUNS, NODE_TEST_CONTEXT, ...env } = process.env;
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT], { cwd, encoding: 'utf8', env: { ...env, ...settings } });
  const [, seed, values] = /^FC_SEED=(.*)\n(.*)\n$/.exec(stdout) ?? assert.fail(stdout + stderr);
  return { seed, values, count: JSON.parse(values).length, stderr };
}

test('the same inputs are tried each time, and their seed is printed', () => {
  const first = run({});
  assert.deepEqual([first.seed, first.count], ['1', 350]);
  assert.deepEqual(run({}), first);
});

test('another seed tries others, and a random one can be repeated', () => {
  assert.notEqual(run({ FC_SEED: '2' }).values, run({}).values);
  const random = run({ FC_SEED: 'random', FC_RUNS: '60' });
  assert.equal(random.count, 70);
  assert.deepEqual(run({ FC_SEED: random.seed, FC_RUNS: '60' }), random);
});

test('a failure says how to repeat it', () => {
  assert.match(run({ FC_SEED: '7', FC_RUNS: '20', FAILS: '1' }).stderr, /To repeat: FC_SEED=7 FC_RUNS=20 node --test/);
});
