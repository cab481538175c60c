// `npm run properties -- [--runs N] [--seed SEED]`: every property test, of the crate and of the package, with more inputs than
// `npm test` has time for, and from a new seed, which is printed: `--seed` repeats a run.
import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureOrExit } from './lib/ensure.mjs';
import { ROOT, at } from './lib/paths.mjs';
import { say, start } from './lib/run.mjs';

const options = { runs: { type: 'string', default: '5000' }, seed: { type: 'string' } };

const main = async () => {
  let values;
  try {
    ({ values } = parseArgs({ options }));
  } catch (error) {
    return refuse(error.message);
  }
  const { runs, seed = String(Math.floor(Math.random() * 0x8000_0000)) } = values;
  if (!/^[1-9]\d{0,8}$/.test(runs)) return refuse(`--runs: ${runs} is not a number of inputs`);
  if (!/^\d{1,10}$/.test(seed) || Number(seed) > 0x7fff_ffff) return refuse(`--seed: ${seed} is not a number below 2^31`);
  say(`seed ${seed}; to repeat: npm run properties -- --runs ${runs} --seed ${seed}`);
  await ensureOrExit('toolchain', 'package');
  const rust = await start('cargo', ['test', '--no-fail-fast', '--all-features', '--lib', ...crateTests()], { env: { PROPTEST_RNG_SEED: seed, PROPTEST_CASES: runs } });
  const js = await start(process.execPath, ['--test', ...packageTests()], { env: { FC_SEED: seed, FC_RUNS: runs } });
  return rust.code === 0 && js.code === 0 ? 0 : 1;
};

const holding = (folder, pattern, name) =>
  readdirSync(at(folder), { recursive: true }).filter((path) => name.test(path) && pattern.test(readFileSync(join(ROOT, folder, path), 'utf8')));

/** The tests of the crate that have a property in one of their files. */
const crateTests = () => {
  const names = holding('tests', /\bproptest!/, /\.rs$/).map((path) => path.split(sep)[0].replace(/\.rs$/, ''));
  return [...new Set(names)].flatMap((name) => ['--test', name]);
};

const packageTests = () =>
  ['pkg/test', 'www/test'].flatMap((folder) => holding(folder, /support\/property\.mjs'/, /\.test\.mjs$/).map((path) => join(folder, path)));

const refuse = (text) => {
  say(`properties: ${text}`);
  return 2;
};

process.exitCode = await main();
