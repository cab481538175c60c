// The steps of `npm test`, in the order in which they run: what is cheap and fails often comes first.
import { existsSync, readFileSync, readdirSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser, findDriver } from '../setup/browser.mjs';
import { TARGET, at } from './paths.mjs';
import { bin, npm } from './run.mjs';
import { Failure, command, commandShowing } from './steps.mjs';

const TRIPLE = 'wasm32-unknown-unknown';

/** The crate and the fuzz targets' replay, but not xtask: it has no tests, and would be compiled a second time. */
const WORKSPACE = ['--workspace', '--exclude', 'xtask', '--all-features'];

const cargo = (args, options) => command('cargo', args, options);

const node = (args, options) => command(process.execPath, args, options);

/** @type {import('./steps.mjs').Step[]} */
export const STEPS = [
  {
    name: 'fmt',
    title: 'Rust is formatted',
    needs: ['toolchain'],
    run: () => cargo(['fmt', '--all', '--check']),
  },
  {
    name: 'clippy',
    title: 'lints, with no warning: as it is, with all features, and as WebAssembly',
    needs: ['toolchain'],
    run: async () => {
      const strict = ['--', '-D', 'warnings'];
      await cargo(['clippy', '--workspace', '--all-targets', ...strict]);
      await cargo(['clippy', '--all-targets', '--all-features', ...strict]);
      await cargo(['clippy', '--target', TRIPLE, '--features', 'wasm,wasm-dissect,wasm-dump,wasm-capture,wasm-capture-write,wasm-flow,wasm-filter,wasm-lab,wasm-values', '--lib', ...wasmTests(), ...strict], { env: wasmEnv() });
    },
  },
  {
    name: 'rust',
    title: 'unit tests, integration tests, and the replay of the fuzz corpus',
    needs: ['toolchain'],
    folders: ['tests', 'fuzz'],
    run: () => cargo(['test', '--no-fail-fast', ...WORKSPACE, '--lib', '--bins', '--tests', '--examples']),
  },
  {
    name: 'ledger',
    title: 'each requirement of RFC 9293 has a test that passes, or a reason why not',
    needs: ['toolchain'],
    folders: ['tests/tcp/ledger'],
    run: () => node([at('scripts', 'ledger.mjs')]),
  },
  {
    name: 'doctest',
    title: 'the examples in Rust\'s documentation run',
    needs: ['toolchain'],
    run: () => cargo(['test', '--all-features', '--doc']),
  },
  {
    name: 'docs',
    title: 'Rust\'s documentation builds, with no warning',
    needs: ['toolchain'],
    run: () => cargo(['doc', '--no-deps', '--all-features'], { env: { RUSTDOCFLAGS: '-D warnings' } }),
  },
  {
    name: 'wasm-node',
    title: 'the bindings, tested from Rust, in Node',
    needs: ['toolchain', 'xtask'],
    folders: ['tests/wasm.rs'],
    run: () => wasmTest({ WASM_BINDGEN_TEST_ONLY_NODE: '1' }),
  },
  {
    name: 'wasm-browser',
    title: 'the bindings, tested from Rust, in headless Chromium',
    needs: ['toolchain', 'xtask', 'browser'],
    folders: ['tests/wasm.rs'],
    run: () => wasmTest({ WASM_BINDGEN_USE_BROWSER: '1', ...browserEnv(), ...driverEnv() }),
  },
  {
    name: 'scripts',
    title: 'the build\'s own tests',
    needs: [],
    run: () => nodeTests('scripts/test'),
  },
  {
    name: 'types',
    title: 'TypeScript, strict',
    needs: ['package'],
    folders: ['pkg/tsconfig.json', 'www/tsconfig.json'],
    run: async () => {
      await node([bin('typescript', 'tsc'), '--project', 'pkg/tsconfig.json', '--noEmit']);
      await node([bin('typescript', 'tsc'), '--project', 'www/tsconfig.json', '--noEmit']);
    },
  },
  {
    name: 'js',
    title: 'the npm package\'s tests, in Node',
    needs: ['package'],
    folders: ['pkg/test'],
    run: () => nodeTests('pkg/test'),
  },
  {
    name: 'package',
    title: 'the packages are fit to publish: publint, are-the-types-wrong, cargo package',
    needs: ['toolchain', 'package'],
    run: async () => {
      const tarball = await packed();
      await node([bin('publint'), 'run', tarball, '--strict']);
      // node10 is the resolution that knows no "exports": no Node that runs this package has it.
      const ignored = ['--profile', 'node16', '--exclude-entrypoints', './drywire.wasm', './codec.wasm', './package.json'];
      await node([bin('@arethetypeswrong/cli', 'attw'), tarball, ...ignored]);
      await cargo(['package', '--package', 'drywire', '--allow-dirty']);
    },
  },
  {
    name: 'consumers',
    title: 'the packed package in bundlers, module systems, a worker and a strict page',
    needs: ['package', 'browser'],
    folders: ['tests/consumers'],
    run: () => nodeTests('tests/consumers', browserEnv()),
  },
  {
    name: 'page',
    title: 'the page, in headless Chromium',
    needs: ['package', 'browser'],
    folders: ['www/test'],
    run: () => nodeTests('www/test', browserEnv()),
  },
  {
    name: 'size',
    title: 'the package stays small',
    needs: ['package'],
    run: () => node([at('scripts', 'size.mjs')]),
  },
  {
    name: 'bench',
    title: 'every benchmark runs, and its contestants do the same work; nothing is timed',
    needs: ['toolchain', 'package', 'xtask'],
    run: () => node([at('scripts', 'bench.mjs'), '--quick']),
  },
];

/** Debug information would make the tests' wasm ten times as large, and wasm-bindgen that much slower. */
const wasmEnv = () => ({ CARGO_PROFILE_DEV_DEBUG: '0' });

const wasmTests = () =>
  readdirSync(at('tests')).filter((file) => /^wasm\w*\.rs$/.test(file)).flatMap((file) => ['--test', file.slice(0, -3)]);

const wasmTest = (env) =>
  commandShowing(/test result: ok\. [1-9]/, 'cargo', ['test', '--target', TRIPLE, '--features', 'wasm,wasm-dissect,wasm-dump,wasm-capture,wasm-capture-write,wasm-flow,wasm-filter,wasm-lab,wasm-values', ...wasmTests()], {
    env: { ...wasmEnv(), ...env },
  });

const browserEnv = () => ({ CHROMIUM_PATH: findBrowser(), CHROMEDRIVER: findDriver() });

/** The driver's settings: those of webdriver.json, and which browser to start. */
const driverEnv = () => {
  const settings = JSON.parse(readFileSync(at('webdriver.json'), 'utf8'));
  settings['goog:chromeOptions'].binary = findBrowser();
  const file = join(TARGET, 'setup', 'webdriver.json');
  mkdirSync(join(TARGET, 'setup'), { recursive: true });
  writeFileSync(file, JSON.stringify(settings));
  return {
    WASM_BINDGEN_TEST_ONLY_WEB: '1',
    WASM_BINDGEN_TEST_WEBDRIVER_JSON: file,
    WASM_BINDGEN_TEST_DRIVER_TIMEOUT: '60',
    WASM_BINDGEN_TEST_TIMEOUT: '300',
  };
};

/** Named one by one: what `node --test` makes of a folder differs from one Node to the next. */
const nodeTests = (folder, env) => {
  const files = readdirSync(at(folder), { recursive: true })
    .filter((file) => /\.test\.m?js$/.test(file) && !file.includes('node_modules')).sort();
  if (files.length === 0) throw new Failure(`there is no *.test.mjs in ${folder}`);
  return node([...STEADY, '--test', '--test-reporter=spec', `--test-timeout=${FILE_LIMIT}`, ...files.map((file) => join(folder, file))], { env });
};

/**
 * Node hands its options on to the process of each file. While a thread beside it compiles, a process may never end
 * (https://github.com/nodejs/node/issues/54918).
 */
const STEADY = ['--no-concurrent-recompilation'];

/** A file of tests that has not ended by then is ended, and named. The longest takes a minute on two cores. In milliseconds. */
const FILE_LIMIT = 10 * 60_000;

/** The package as npm would publish it. */
const packed = async () => {
  const folder = join(TARGET, 'npm');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [program, args] = npm(['pack', '--workspace', 'pkg', '--pack-destination', folder, '--loglevel=error']);
  await command(program, args);
  const file = existsSync(folder) && readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (!file) throw new Failure('npm pack made no tarball');
  return join(folder, file);
};
