// The crate as WebAssembly: `full` with every binding, and a build for each group of bindings, so that an app carries only
// those that it calls.
import { mkdirSync, readFileSync, renameSync, rmSync, cpSync, existsSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ROOT, TARGET, at, shown } from '../lib/paths.mjs';
import { must, say } from '../lib/run.mjs';
import { stamp } from '../lib/stamp.mjs';
import { XTASK } from './xtask.mjs';

export const TRIPLE = 'wasm32-unknown-unknown';

/**
 * `optimise` is rustc's `opt-level`, `level` is wasm-opt's: speed where connections and conversations run,
 * bytes elsewhere.
 */
const BUILDS = [
  // For those who count bytes or share it: 2 kB less after Brotli, and up to a tenth slower.
  { name: 'full', feature: 'wasm', optimise: 's', level: '-O3' },
  // As fast as with 3 and -O3: what is hot is asked to be inlined. 3 % smaller after Brotli.
  { name: 'codec', feature: 'wasm-codec', optimise: 's', level: '-Oz' },
  // Its time is spent in JavaScript, on objects: bytes count for more.
  { name: 'dissect', feature: 'wasm-dissect', optimise: 's', level: '-Oz' },
  { name: 'tcp', feature: 'wasm-tcp', optimise: 3, level: '-O3' },
  // Texts are short: bytes count for more than speed.
  { name: 'dump', feature: 'wasm-dump', optimise: 'z', level: '-Oz' },
  // Its loop is short, and the rest is memory moved.
  { name: 'capture', feature: 'wasm-capture', optimise: 'z', level: '-Oz' },
  { name: 'capture-write', feature: 'wasm-capture-write', optimise: 'z', level: '-Oz' },
  { name: 'flow', feature: 'wasm-flow', optimise: 3, level: '-O3' },
  // For pages that show packets: what reads them, with one parser for all of it. A function with one caller is put there only if
  // it is short: Brotli makes less of two functions than of one as long.
  { name: 'inspect', feature: 'wasm-inspect', optimise: 'z', level: '-Oz', inline: 20 },
  // A filter's own code is small: most of the module is the dissector, and half of that its names.
  { name: 'filter', feature: 'wasm-filter', optimise: 's', level: '-Oz' },
  // A page that has a lab loads it for itself: bytes count for more than speed, which is thousands of packets in milliseconds.
  { name: 'lab', feature: 'wasm-lab', optimise: 'z', level: '-Oz' },
];

/** What rustc may emit, so what wasm-opt must read; the last ones only let it drop what nobody needs. */
export const OPTIONS = [
  '--enable-simd', '--enable-bulk-memory', '--enable-sign-ext', '--enable-nontrapping-float-to-int',
  '--enable-reference-types', '--enable-multivalue', '--enable-mutable-globals',
  '--converge', '--strip-debug', '--strip-producers', '--strip-target-features',
  // The lowest addresses are the stack's last: who gets there has no more room, and traps.
  '--low-memory-unused',
];

const INPUTS = [
  'src', 'Cargo.toml', 'Cargo.lock', '.cargo/config.toml', 'rust-toolchain.toml', 'scripts/setup/wasm.mjs',
  'node_modules/binaryen/package.json',
];
const outputs = ({ name }) => [`pkg/wasm/${name}/drywire_bg.wasm`, `pkg/wasm/${name}/drywire_bg.js`];
const mark = stamp('wasm', () => INPUTS, () => BUILDS.flatMap(outputs));

/** @type {import('../lib/ensure.mjs').Task} */
export const wasm = {
  title: 'the WebAssembly builds of the crate',
  after: ['packages'],
  tools: ['toolchain', 'xtask'],
  ready: mark.fresh,
  make: async () => {
    const hash = mark.hash();
    mark.clear();
    // While a build is bound and optimised, the next one is compiled.
    let compiled;
    for (const build of [...BUILDS, undefined]) {
      await Promise.all([build && compile(build), compiled && finish(compiled)]);
      compiled = build;
    }
    mark.set(hash);
  },
};

const compile = async ({ name, feature, optimise }) => {
  say(`setup: wasm ${name}: feature \`${feature}\` …`);
  await must('cargo', [
    'rustc', '--lib', '--crate-type', 'cdylib', '--profile', 'wasm', '--target', TRIPLE,
    '--no-default-features', '--features', `${feature},wasm-alone`,
    '--config', `profile.wasm.opt-level = ${JSON.stringify(optimise)}`,
    '--config', `target.${TRIPLE}.rustflags = ${JSON.stringify(remaps())}`,
  ], {
    // Flags of the user's would replace the project's own, and with them SIMD.
    env: { RUSTFLAGS: undefined, CARGO_ENCODED_RUSTFLAGS: undefined },
    what: `compiling the crate to WebAssembly (${name})`,
    next: 'the compiler\'s message above says why',
  });
  take(name);
};

/**
 * All builds have one profile, whose folder has one name for what they make: it is taken away before the next one. Cargo's other
 * name of it goes too, or cargo would hold the next build's for this one's.
 */
const take = (name) => {
  mkdirSync(staging(name), { recursive: true });
  const folder = join(TARGET, TRIPLE, 'wasm');
  cpSync(join(folder, 'drywire.wasm'), compiledFile(name));
  for (const file of ['drywire.wasm', join('deps', 'drywire.wasm')]) rmSync(join(folder, file), { force: true });
};

/** What most changes of the sources leave as it was need not be optimised again: that takes as long as to compile it. */
const finish = async (build) => {
  const tools = ['xtask', 'Cargo.lock', 'scripts/setup/wasm.mjs', 'node_modules/binaryen/package.json'];
  const done = stamp(`wasm-${build.name}`, () => [shown(compiledFile(build.name)), ...tools], () => outputs(build));
  if (done.fresh()) return;
  const hash = done.hash();
  done.clear();
  await bind(build);
  await optimise(build);
  install(build);
  done.set(hash);
};

/** A panic's message names its source file: without this, that is the builder's home folder, and no two builds are equal. */
const remaps = () => {
  const cargo = process.env.CARGO_HOME || join(homedir(), '.cargo');
  return [`--remap-path-prefix=${join(cargo, 'registry', 'src')}=registry`, `--remap-path-prefix=${ROOT}=drywire`];
};

const staging = (name) => join(TARGET, 'setup', 'wasm', name);
const compiledFile = (name) => join(staging(name), 'compiled.wasm');

const bind = ({ name }) => {
  const folder = ['--out-name', 'drywire', '--out-dir', staging(name)];
  // The glue without what instantiates: pkg/build.mjs has that.
  const args = ['bindgen', '--target', 'bundler', ...folder, compiledFile(name)];
  return must(XTASK, args, { what: 'wasm-bindgen', next: 'delete target/setup, and run the command again' });
};

const optimise = async ({ name, level, inline }) => {
  const file = join(staging(name), 'drywire_bg.wasm');
  const tool = at('node_modules', 'binaryen', 'bin', 'wasm-opt');
  const inlining = inline === undefined ? [] : ['--one-caller-inline-max-function-size', `${inline}`];
  const result = join(staging(name), 'optimised.wasm');
  await must(process.execPath, [tool, ...withoutObjects(file), level, ...inlining, ...OPTIONS, file, '-o', result], {
    what: 'wasm-opt',
    next: 'run `npm ci`, and the command again',
  });
  writeFileSync(result, withoutPlaces(readFileSync(result)));
};

/** Where panics are in the sources: nobody is told, yet the compiler leaves the names of files in a module's data. */
const withoutPlaces = (wasm) =>
  Buffer.from(wasm.toString('latin1').replace(/(\/rustc\/[0-9a-f]{40}\/library|src)\/[\w/]+\.rs/g, (name) => '\0'.repeat(name.length)), 'latin1');

/**
 * wasm-bindgen gives every module a table of JavaScript's objects, what fills it at the start, and globals for its own tests: a
 * module to which only numbers cross needs none of them. The names are all that keeps them.
 */
const withoutObjects = (file) => {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(file)));
  return imports.every(({ name }) => name === '__wbindgen_init_externref_table') ? ['--remove-exports=__*'] : [];
};

/** All files of a build at once, so that nobody ever sees half of it. The staging folder keeps the names of functions. */
const install = ({ name }) => {
  const [final, next] = [at('pkg', 'wasm', name), at('pkg', 'wasm', `${name}.next`)];
  rmSync(next, { recursive: true, force: true });
  mkdirSync(next, { recursive: true });
  for (const file of ['drywire_bg.js', 'drywire.d.ts', 'drywire_bg.wasm.d.ts']) {
    if (existsSync(join(staging(name), file))) cpSync(join(staging(name), file), join(next, file));
  }
  cpSync(join(staging(name), 'optimised.wasm'), join(next, 'drywire_bg.wasm'));
  rmSync(final, { recursive: true, force: true });
  renameSync(next, final);
};
