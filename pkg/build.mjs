// Builds dist/: every entry as an ES module and as CommonJS, with types for both, the command line, and the wasm files.
// A plain node script, called by the repository's `npm run build` once pkg/wasm is there.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { UNPACK, pack, unpack } from './build/packed.mjs';

const PKG = dirname(fileURLToPath(import.meta.url));
const NEXT = join(PKG, 'dist.next');
const { exports, version } = JSON.parse(readFileSync(join(PKG, 'package.json'), 'utf8'));

/**
 * The package's entries, and those that make a file of each group of functions: `index` only names what is in these, so that a
 * bundler can leave a group out, with its WebAssembly. `drywire/slim` calls one module for all of them, which the caller brings.
 */
const ENTRIES = ['index', 'codec', 'dissect', 'summarize', 'dump', 'capture', 'capture-write', 'flow', 'filter', 'tcp', 'sim', 'devtools'];
const SLIM = ['slim'];

const FORMATS = { esm: 'module', cjs: 'commonjs' };

const main = async () => {
  rmSync(NEXT, { recursive: true, force: true });
  for (const [format, type] of Object.entries(FORMATS)) {
    mkdirSync(join(NEXT, format), { recursive: true });
    // A bundler asks the nearest package.json about side effects, so this one has to say it too.
    writeFileSync(join(NEXT, format, 'package.json'), `${JSON.stringify({ type, sideEffects: false })}\n`);
    await Promise.all([bundle(ENTRIES, inlined, format), bundle(SLIM, brought, format)]);
    withoutBareImports(join(NEXT, format));
  }
  declarations();
  await commandLine();
  cpSync(wasmFile('full'), join(NEXT, 'drywire.wasm'));
  cpSync(wasmFile('codec'), join(NEXT, 'codec.wasm'));
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

/** CommonJS cannot share files between entries, and nobody counts bytes there. */
const bundle = (names, provide, format) =>
  build({
    ...common,
    entryPoints: (format === 'esm' ? names : names.filter(isPublic)).map((name) => join(PKG, 'src', `${name}.ts`)),
    outdir: join(NEXT, format),
    chunkNames: 'shared-[hash]',
    splitting: format === 'esm',
    format,
    platform: 'neutral',
    plugins: [provideWasm(provide)],
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
    plugins: [{
      name: 'entry',
      setup: ({ onResolve }) => onResolve({ filter: /^(drywire|\.\.\/index(\.js)?)$/ }, () => ({
        path: './esm/index.js',
        external: true,
      })),
    }],
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
    onResolve({ filter: /^#unpack$/ }, () => ({ path: 'unpack', namespace: 'unpack', sideEffects: false }));
    onLoad({ filter: /.*/, namespace: 'wasm' }, (args) => ({ contents: contents(args.path), resolveDir: PKG, loader: 'js' }));
    onLoad({ filter: /.*/, namespace: 'unpack' }, () => ({ contents: `export const unpack = ${UNPACK};\n`, loader: 'js' }));
  },
});

/** Each group has a build of its own, inside of the package's JavaScript. */
const inlined = {
  path: (group) => group,
  contents: (group) => {
    const bytes = readFileSync(wasmFile(group));
    const text = pack(bytes);
    if (!bytes.equals(unpack(text, bytes.length))) throw new Error('the packed wasm does not unpack to the same bytes');
    return `import { initSync } from './wasm/${group}/drywire.js';
import { unpack } from '#unpack';
export * from './wasm/${group}/drywire.js';
let running;
export const memory = () => (running ??= initSync({ module: unpack(${JSON.stringify(text)}, ${bytes.length}) }).memory);\n`;
  },
};

/** The codec and TCP are one module, which the caller brings; what is for people comes with its own, where it is used. */
const BROUGHT = ['codec', 'tcp', 'slim'];
const brought = {
  path: (group) => (BROUGHT.includes(group) ? 'full' : group),
  contents: (group) => (group === 'full' ? FULL : inlined.contents(group)),
};

const FULL = `import { initSync } from './wasm/full/drywire.js';
export * from './wasm/full/drywire.js';
let running;
export const start = (module) => { running ??= initSync({ module }).memory; };
export const memory = () => {
  if (running) return running;
  throw new Error('drywire/slim has no WebAssembly of its own: call init(module) first, with drywire/drywire.wasm');
};\n`;

const wasmFile = (wasm) => join(PKG, 'wasm', wasm, 'drywire_bg.wasm');

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
