// `npm run bench`: every benchmark; `npm run bench -- NAME…` runs some, `--quick` only sees that they run. Besides its table
// each prints a line `BENCH name value unit peer=VALUE ratio=R bar=B ok|short` per comparison. benches/README.md tells what
// is compared with what. `linux` stands for both that need Linux. A bar that is not reached is no failure; a benchmark that
// does not run is.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureOrExit, tell } from './lib/ensure.mjs';
import { EXE, TARGET, at } from './lib/paths.mjs';
import { SetupError, must, npm, say, start } from './lib/run.mjs';
import { LIMITS } from './lib/sizes.mjs';
import { buildBenches } from './setup/bench-wasm.mjs';

const NATIVE = ['parse', 'verify', 'emit', 'goodput-native', 'connections-native', 'clean-256k', 'clean-1m', 'loss-cubic', 'loss-bbr', 'tail'];
/** In real time, minutes of it: on Linux only, and only where it may make network namespaces. */
const LINUX = ['linux-cubic', 'linux-bbr'];
const SIZES = [...new Set(LIMITS.map(({ name }) => name.split(':')[0]))];
/** Those that read a capture, and those that call the module of benches/wasm. */
const CAPTURES = ['decode-js', 'table-js', 'capture-table', 'capture-flows', 'dissect-js'];
const MODULES = ['checksum-wasm', 'goodput-wasm', 'goodput-js', 'connections-js'];
/** Those that need the package alone. */
const PLAIN = ['first-decode'];
const SCRIPTS = [...CAPTURES, ...MODULES, ...PLAIN];
const NAMES = [...NATIVE, ...SCRIPTS, ...SIZES, ...LINUX];

const FOLDER = join(TARGET, 'bench');
const BINARY = join(TARGET, 'release', `drywire-bench${EXE}`);
const LINUX_BINARY = join(TARGET, 'release', `drywire-linux-bench${EXE}`);

const main = async () => {
  const quick = process.argv.includes('--quick') ? ['--quick'] : [];
  const asked = process.argv.slice(2).filter((argument) => argument !== '--quick');
  const names = asked.flatMap((name) => (name === 'linux' ? LINUX : [name]));
  const unknown = names.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) {
    say(`there is no benchmark ${unknown.join(', ')}; there are ${NAMES.join(', ')}`);
    return 2;
  }
  const chosen = NAMES.filter((name) => names.length === 0 || names.includes(name));
  const [native, scripts, sizes, linux] = [NATIVE, SCRIPTS, SIZES, LINUX].map((list) => chosen.filter((name) => list.includes(name)));
  mkdirSync(FOLDER, { recursive: true });
  await setUp(native, scripts, linux);
  const runs = [
    native.length > 0 && [BINARY, [...native, ...quick]],
    ...scripts.map((name) => [process.execPath, ['--expose-gc', at('benches', 'js', `${name}.mjs`), ...inputs(name), ...quick]]),
    // A module that is too large fails elsewhere, in the step `size` of `npm test`: here it is a line that says `short`.
    sizes.length > 0 && [process.execPath, [at('scripts', 'size.mjs')], true],
    linux.length > 0 && (await punctually(LINUX_BINARY, [...linux, ...quick], quick.length > 0)),
  ].filter(Boolean);
  let failed = 0;
  for (const [program, args, may] of runs) {
    const { code, error } = await (quick.length > 0 ? rehearse : perform)(program, args);
    if (error) say(`${program} could not be started: ${error.message}`);
    if (code !== 0 && !may) failed++;
  }
  return failed === 0 ? 0 : 1;
};

const perform = (program, args) => start(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });

/** So long none takes by far: what does not end is named. In milliseconds. */
const REHEARSAL_LIMIT = 240_000;

/** What so short a run prints is no measurement: only the names of what ran are shown. */
const rehearse = async (program, args) => {
  let text = '';
  const listen = (child) => child.stdout.on('data', (data) => {
    text += data;
  });
  const result = await start(program, args, { stdio: ['ignore', 'pipe', 'inherit'], listen, limit: REHEARSAL_LIMIT });
  if (result.late) say(`${[program, ...args].join(' ')} did not end`);
  if (result.code !== 0) process.stdout.write(text);
  else for (const [, name] of text.matchAll(/^BENCH (\S+)/gm)) console.log(`ran ${name}`);
  return result;
};

/** Where the realtime scheduler may be had, what else the machine does does not make the link late. */
const punctually = async (program, args, isRehearsal) => {
  const first = ['--fifo', '5'];
  const { code } = isRehearsal ? { code: 1 } : await start('chrt', [...first, 'true'], { stdio: 'ignore' });
  return code === 0 ? ['chrt', [...first, program, ...args]] : [program, args];
};

const setUp = async (native, scripts, linux) => {
  const captures = scripts.filter((name) => CAPTURES.includes(name));
  if (native.length > 0 || captures.length > 0) {
    await ensureOrExit('toolchain');
    await must('cargo', ['build', '--quiet', '--release', '--package', 'drywire-bench'], {
      next: 'the compiler\'s message above says why',
    });
  }
  if (linux.length > 0) {
    await ensureOrExit('toolchain');
    await must('cargo', ['build', '--quiet', '--release', '--package', 'drywire-linux-bench'], {
      next: 'the compiler\'s message above says why',
    });
  }
  if (captures.length > 0) {
    await ensureOrExit('package');
    await peers();
    await must(BINARY, ['--mix', capture('mixed')]);
    await must(BINARY, ['--small', capture('small')]);
  }
  if (scripts.some((name) => PLAIN.includes(name))) await ensureOrExit('package');
  if (scripts.some((name) => MODULES.includes(name))) {
    await ensureOrExit('toolchain', 'package', 'xtask');
    await buildBenches(join(FOLDER, 'wasm'));
  }
};

/** The decoders to compare with. Their native parts are not wanted, and would have to be compiled. */
const peers = async () => {
  const folder = at('benches', 'js');
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (Object.keys(dependencies).every((name) => existsSync(join(folder, 'node_modules', name)))) return;
  say('setup: the decoders to compare with …');
  const [program, args] = npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  await must(program, args, { cwd: folder, next: 'look at the network' });
};

const capture = (name) => join(FOLDER, `${name}.pcap`);

const inputs = (name) => {
  if (PLAIN.includes(name)) return [];
  return MODULES.includes(name) ? [join(FOLDER, 'wasm')] : [capture('mixed'), capture('small')];
};

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  tell(error);
  process.exitCode = 1;
}
