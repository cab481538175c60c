// `npm run fuzz [-- TARGET [SECONDS]]`: looks for inputs that break a rule, with cargo-fuzz. Without a target, each of
// them in turn. (`npm test` replays what was ever found, and needs neither cargo-fuzz nor nightly Rust.)
import { readdirSync } from 'node:fs';
import { at } from './lib/paths.mjs';
import { ask, say, start } from './lib/run.mjs';

const targets = readdirSync(at('fuzz', 'fuzz_targets')).filter((file) => file.endsWith('.rs')).map((file) => file.slice(0, -3));
const [target, time = '60'] = process.argv.slice(2);

const main = async () => {
  if (target && !targets.includes(target)) return refuse(`there is no target ${target}; there are ${targets.join(', ')}`);
  if (!/^[1-9]\d*$/.test(time)) return refuse(`${time} is not a number of seconds`);
  if (ask('cargo', ['+nightly', 'fuzz', '--version']) === undefined) {
    return refuse('fuzzing needs nightly Rust and cargo-fuzz: `rustup toolchain install nightly`, `cargo install cargo-fuzz`');
  }
  for (const name of target ? [target] : targets) {
    say(`fuzz: ${name}, ${time} s`);
    const { code } = await start('cargo', ['+nightly', 'fuzz', 'run', name, '--', `-max_total_time=${time}`]);
    if (code !== 0) return code;
  }
  return 0;
};

const refuse = (text) => {
  say(`fuzz: ${text}`);
  return 2;
};

process.exitCode = Number(await main()) || 0;
