// `npm run fuzz [-- TARGET [SECONDS]] [--keep]`: looks for inputs that break a rule, with cargo-fuzz; without a target, by
// each of them in turn. `--keep` adds what reached new code to fuzz/corpus, which `npm test` replays on stable Rust.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TARGET, at } from './lib/paths.mjs';
import { ask, say, start } from './lib/run.mjs';

const VERSION = '0.13.2';
const TARGETS = readdirSync(at('fuzz', 'fuzz_targets')).filter((file) => file.endsWith('.rs')).map((file) => file.slice(0, -3));

/** Instrumented code that is linked as one piece takes minutes to build, and is no faster. */
const ENV = { CARGO_PROFILE_RELEASE_LTO: 'false', CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16' };

const keep = process.argv.includes('--keep');
const [target, time = '60'] = process.argv.slice(2).filter((argument) => argument !== '--keep');

const main = async () => {
  if (target && !TARGETS.includes(target)) return refuse(`there is no target ${target}; there are ${TARGETS.join(', ')}`);
  if (!/^[1-9]\d*$/.test(time)) return refuse(`${time} is not a number of seconds`);
  if (ask('cargo', ['+nightly', '--version']) === undefined) {
    return refuse('fuzzing needs nightly Rust: `rustup toolchain install nightly`');
  }
  if (ask('cargo', ['+nightly', 'fuzz', '--version']) === undefined && !(await install())) return 1;
  for (const name of target ? [target] : TARGETS) {
    const code = await fuzz(name);
    if (code !== 0) return code;
  }
  return 0;
};

const install = async () => {
  say(`fuzz: installing cargo-fuzz ${VERSION}`);
  const { code } = await start('cargo', ['install', '--locked', 'cargo-fuzz', '--version', VERSION]);
  return code === 0;
};

/** What is found goes to target/, so that the corpus in the repository only grows when asked to. */
const fuzz = async (name) => {
  const [found, corpus, captures] = [join(TARGET, 'fuzz', name), at('fuzz', 'corpus', name), at('fuzz', 'corpus', 'captures')];
  mkdirSync(found, { recursive: true });
  say(`fuzz: ${name}, ${time} s`);
  const code = await run(name, [found, corpus, captures, '--', `-max_total_time=${time}`, '-print_final_stats=1']);
  if (code !== 0) {
    say(`fuzz: the input is in fuzz/artifacts/${name}; copied to fuzz/corpus/${name}, it is replayed by \`npm test\``);
    return code;
  }
  return keep ? run(name, [corpus, captures, found, '--', '-merge=1', '-use_counters=0']) : 0;
};

/** The sanitizers look for what safe Rust does not have. */
const run = async (name, args) => {
  const { code } = await start('cargo', ['+nightly', 'fuzz', 'run', '--sanitizer', 'none', name, ...args], { env: ENV });
  return Number(code) || (code === 0 ? 0 : 1);
};

const refuse = (text) => {
  say(`fuzz: ${text}`);
  return 2;
};

process.exitCode = await main();
