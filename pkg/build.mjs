// Builds dist/: every entry as an ES module and as CommonJS, with types for both, the command line, and the wasm files.
// A plain node script, called by the repository's `npm run build` once pkg/wasm is there.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { ordered } from './build/order.mjs';
import { pack } from './build/packed.mjs';
import { unpack } from './build/unpack.mjs';

const PKG = dirname(fileURLToPath(import.meta.url));
const NEXT = join(PKG, 'dist.next');
const { exports, version } = JSON.parse(readFileSync(join(PKG, 'package.json'), 'utf8'));

/**
 * The package's entries, and those that make a file of each group of functions: `index` only names what is in these, so that a
 * bundler can leave a group out, with its WebAssembly. `drywire/slim` calls one module for all of them, which the caller brings;
 * `drywire/inspect` has one of its own.
 */
const ENTRIES = [
  'index', 'codec', 'dissect', 'summarize', 'dump', 'dump-write', 'capture', 'capture-table', 'capture-write', 'flow', 'filter', 'tcp',
  'sim', 'devtools',
];
const SLIM = ['slim'];
const INSPECT = ['inspect'];

/** Kinds of modules, and what a folder's manifest calls them. */
const FORMATS = { esm: 'module', cjs: 'commonjs' };

const main = async () => {
  rmSync(NEXT, { recursive: true, force: true });
  for (const [format, type] of Object.entries(FORMATS)) {
    mkdirSync(join(NEXT, format), { recursive: true });
    // A bundler asks the nearest package.json about side effects, so this one has to say it too.
    writeFileSync(join(NEXT, format, 'package.json'), `${JSON.stringify({ type, sideEffects: false })}\n`);
    await bundleInlined(format);
    await bundleForNode(format);
  }
  declarations();
  await commandLine();
  for (const group of readdirSync(join(PKG, 'wasm'))) cpSync(wasmFile(group), join(NEXT, wasmName(group)));
  for (const file of ['LICENSE-MIT', 'LICENSE-APACHE', 'CHANGELOG.md']) copyFromRoot(file);
  rmSync(join(PKG, 'dist'), { recursive: true, force: true });
  renameSync(NEXT, join(PKG, 'dist'));
};

/** npm publishes what is in the package's own folder; the one original of these is in the root. */
const copyFromRoot = (file) => {
  const original = join(PKG, '..', file);
  if (existsSync(original)) cpSync(original, join(PKG, file));
};

/** What all bundles share. Names are kept, for stack traces: the reader's own bundler takes them away. */
const common = {
  bundle: true,
  target: 'es2022',
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
  define: { __VERSION__: JSON.stringify(version) },
};

/** For bundlers and browsers: modules are inside of the JavaScript, which ES modules share between entries. */
const bundleInlined = async (format) => {
  const outdir = join(NEXT, format);
  const options = { format, outdir, platform: 'neutral', bytes: inlined };
  if (format === 'cjs') return aFileEach({ ...options, extension: '.js' });
  const sharing = { ...options, splitting: true, chunkNames: 'shared-[hash]' };
  await Promise.all([bundle(ENTRIES, each, sharing), bundle(SLIM, brought, sharing), bundle(INSPECT, together, sharing)]);
  withoutBareImports(outdir);
};

/** For Node, which has files: a module is one of its own that is read when it is first called, so that nothing waits for the others. */
const bundleForNode = (format) => {
  const extension = format === 'esm' ? '.mjs' : '.cjs';
  const outExtension = { '.js': extension };
  return aFileEach({ format, outdir: join(NEXT, 'node'), platform: 'node', outExtension, extension, bytes: read[format] });
};

/** Where it is files that take time, not bytes: an entry is one of them, and those that name parts of `drywire` take them from its. */
const aFileEach = ({ extension, ...options }) => {
  const overIndex = { ...options, plugins: [external(IN_INDEX, `./index${extension}`)] };
  const others = ENTRIES.filter((name) => isPublic(name) && name !== 'index');
  return Promise.all([
    bundle(['index'], each, options), bundle(others, each, overIndex), bundle(SLIM, brought, options), bundle(INSPECT, together, options),
  ]);
};

/** Files all of whose names `index` has. */
const IN_INDEX = /^\.\/(decode|encode|hex|table|errors|dissect|summarize)\.js$/;

/** Bundles entries over their modules: `path` says in which a group's functions are, `bytes` where it comes from. */
const bundle = (names, path, { bytes, plugins = [], ...options }) =>
  build({
    ...common,
    ...options,
    entryPoints: names.map((name) => join(PKG, 'src', `${name}.ts`)),
    plugins: [...plugins, provideWasm({ path, contents: (group) => (group === 'full' ? full() : instantiated(group, bytes)) })],
  });

/** Leaves what matches to be imported from `path`. */
const external = (filter, path) => ({
  name: 'external',
  setup: ({ onResolve }) => onResolve({ filter }, () => ({ path, external: true })),
});

/** What a shared file has no names for is imported for its effects alone, and none has any: a bundler would warn of each. */
const withoutBareImports = (folder) => {
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
    const file = join(folder, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^import "\.\/shared-\w+\.js";\n/gm, ''));
  }
};

const isPublic = (name) => name === 'index' || `./${name}` in exports;

/** The command line is for Node alone, and calls the package as any other user does. */
const commandLine = async () => {
  const outfile = join(NEXT, 'cli.mjs');
  await build({
    ...common,
    entryPoints: [join(PKG, 'src', 'cli', 'main.ts')],
    outfile,
    format: 'esm',
    platform: 'node',
    plugins: [external(/^(drywire|\.\.\/index(\.js)?)$/, './node/index.mjs')],
  });
  const code = readFileSync(outfile, 'utf8');
  if (!code.startsWith('#!')) writeFileSync(outfile, `#!/usr/bin/env node\n${code}`);
  chmodSync(outfile, 0o755);
};

/** Stands for `#wasm/GROUP`: the glue that wasm-bindgen wrote, and the module's memory. */
const provideWasm = ({ path, contents }) => ({
  name: 'wasm',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^#wasm\// }, (args) => ({ path: path(args.path.slice(6)), namespace: 'wasm', sideEffects: false }));
    onResolve({ filter: /^#(read|unpack)$/ }, (args) => ({ path: args.path, namespace: 'help', sideEffects: false }));
    onLoad({ filter: /.*/, namespace: 'wasm' }, (args) => ({ contents: contents(args.path), resolveDir: PKG, loader: 'js' }));
    onLoad({ filter: /read/, namespace: 'help' }, () => ({ contents: READ, loader: 'js' }));
    onLoad({ filter: /unpack/, namespace: 'help' }, async () => ({ contents: await unpacking(), loader: 'js' }));
  },
});

/** What unpacks, with numbers where it names them: bundlers keep the names of constants that stand by themselves. */
const unpacking = async () => {
  const source = readFileSync(join(PKG, 'build', 'unpack.mjs'), 'utf8');
  const named = /^(?:export )?const ([A-Z]+) = (\d+)(?: << (\d+))?;\n/gm;
  const define = Object.fromEntries(Array.from(source.matchAll(named), ([, name, number, by = 0]) => [name, `${number << by}`]));
  return (await transform(source.replace(named, ''), { define, charset: 'ascii', target: common.target })).code;
};

/** Which module a group's functions are in. Most groups have one of their own. */
const each = (group) => group;

/** The codec and TCP are one module, which the caller brings; what is for people comes with its own, where it is used. */
const BROUGHT = ['codec', 'tcp', 'slim'];
const brought = (group) => (BROUGHT.includes(group) ? 'full' : group);

/** What reads is one module. */
const together = () => 'inspect';

/** A module that is instantiated when it is first called. */
const instantiated = (group, bytes) => {
  const names = group === together() ? namesOf(group, bytes) : new Map();
  const { imports, value } = bytes(group, names);
  return `${imports}
${group === together() ? called(names) : glue(group)}
export const memory = () => (running ??= begin(new WebAssembly.Module(${value})));\n`;
};

/**
 * The module's own functions, which are there once it is, without what wasm-bindgen wrote around each: whoever calls these takes
 * numbers as a module gives them, signed and 0 for false.
 */
const called = (names) => `export let ${[...names.keys()]};
let running;
const begin = (module) => {
  const { exports } = new WebAssembly.Instance(module);
  ({ ${[...names].map(([name, exported]) => `${exported}: ${name}`)} } = exports);
  return exports.memory;
};`;

/** By which names a module has its functions: letters, where it is inside of the JavaScript and nobody else reads it. */
const namesOf = (group, bytes) => {
  const module = new WebAssembly.Module(readFileSync(wasmFile(group)));
  const names = WebAssembly.Module.exports(module).filter(({ kind }) => kind === 'function').map(({ name }) => name);
  return new Map(names.map((name, at) => [name, bytes === inlined ? String.fromCharCode(97 + at) : name]));
};

/** What wasm-bindgen wrote: functions that call the module once they have it, and those that it calls, where there are any. */
const glue = (group) => {
  const called = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(wasmFile(group)))).map(({ name }) => name);
  const imports = called.length > 0 ? `, { './drywire_bg.js': { ${called} } }` : '';
  return `import { ${['__wbg_set_wasm', ...called]} } from './wasm/${group}/drywire_bg.js';
export * from './wasm/${group}/drywire_bg.js';
let running;
const begin = (module) => {
  const { exports } = new WebAssembly.Instance(module${imports});
  __wbg_set_wasm(exports);
  ${called.length > 0 ? 'exports.__wbindgen_start();' : ''}
  return exports.memory;
};`;
};

/** Its bytes inside of the JavaScript. */
const inlined = (group, names) => {
  const parts = pack(ordered(new Uint8Array(readFileSync(wasmFile(group))), names));
  if (`${pack(unpack(...parts))}` !== `${parts}`) throw new Error('the packed wasm does not unpack to the same module');
  return { imports: "import { unpack } from '#unpack';", value: `unpack(${parts.map((part) => JSON.stringify(part))})` };
};

/** Its bytes from their file, named so that tools which collect a program's files find it. */
const read = {
  esm: (group) => ({ imports: "import { read } from '#read';", value: `read(new URL('../${wasmName(group)}', import.meta.url))` }),
  cjs: (group) => ({
    imports: "import { join } from 'node:path';\nimport { read } from '#read';",
    value: `read(join(__dirname, '../${wasmName(group)}'))`,
  }),
};

const READ = `import { readFileSync } from 'node:fs';
export const read = (file) => {
  try {
    return readFileSync(file);
  } catch (cause) {
    const hint = "a bundler that has moved the code must take the package's condition 'module', as in --conditions=module";
    throw new Error('drywire cannot read its WebAssembly from ' + file + ': ' + hint, { cause });
  }
};\n`;

/** The module that the caller brings. */
const full = () => `${glue('full')}
export const start = (module) => { running ??= begin(module instanceof WebAssembly.Module ? module : new WebAssembly.Module(module)); };
export const memory = () => {
  if (running) return running;
  throw new Error('drywire/slim has no WebAssembly of its own: call init(module) first, with drywire/drywire.wasm');
};\n`;

const wasmFile = (group) => join(PKG, 'wasm', group, 'drywire_bg.wasm');
const wasmName = (group) => `${group === 'full' ? 'drywire' : group}.wasm`;

/** One declaration per module; the folder's package.json says to TypeScript which kind of module it describes. */
const declarations = () => {
  const project = join(PKG, 'tsconfig.build.json');
  execFileSync(process.execPath, [tsc(), '--project', project, '--outDir', join(NEXT, 'esm')], { stdio: ['ignore', 2, 2] });
  cpSync(join(NEXT, 'esm'), join(NEXT, 'cjs'), {
    recursive: true,
    filter: (path) => !/\.[cm]?js(on)?$/.test(path),
  });
};

const tsc = () => {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve('typescript/package.json');
  return join(dirname(manifest), require(manifest).bin.tsc);
};

await main().catch((error) => {
  // A compiler has already printed what is wrong with the sources.
  if (error.errors === undefined && error.status === undefined) throw error;
  process.stderr.write(`pkg/build.mjs: ${error.message.split('\n')[0]}\n`);
  process.exitCode = 1;
});
