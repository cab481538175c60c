// The bundlers, each with the settings that its users start from: none is told anything about the package.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import esbuild from 'esbuild';
import { build as viteBuild } from 'vite';
import webpack from 'webpack';

/** A page that loads one script. */
const html = (folder, kind, entry) => readFileSync(join(folder, `${kind}.html`), 'utf8').replace('ENTRY', entry);

/** The package's own modules, as they were installed. @returns {Promise<string>} the folder to serve, with an index.html */
export const plain = async (folder, entry = 'plain-page.js') => {
  writeFileSync(join(folder, 'index.html'), html(folder, 'module', entry));
  return folder;
};

/** ES modules, page and worker, with the wasm by `?url`. @returns {Promise<string>} */
export const vite = async (folder) => {
  const outDir = join(folder, 'out-vite');
  const index = join(folder, 'index.html');
  writeFileSync(index, html(folder, 'module', 'vite-page.js'));
  await viteBuild({ root: folder, configFile: false, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  return outDir;
};

/** Classic scripts, minified, with the wasm as a file. @returns {Promise<string>} */
export const esbuildPage = async (folder) => {
  const outdir = join(folder, 'out-esbuild');
  const { warnings } = await esbuild.build({
    absWorkingDir: folder, entryPoints: { page: 'esbuild-page.js', worker: 'bundled-worker.js' }, outdir,
    bundle: true, minify: true, loader: { '.wasm': 'file' }, logLevel: 'silent',
  });
  refuse(warnings.map(({ text }) => text));
  writeFileSync(join(outdir, 'index.html'), html(folder, 'classic', 'page.js'));
  return outdir;
};

/** One file for Node, alone in a folder. @returns {Promise<string>} the file */
export const esbuildNode = async (folder, target) => {
  mkdirSync(target, { recursive: true });
  const outfile = join(target, 'program.cjs');
  const { warnings } = await esbuild.build({
    absWorkingDir: folder, entryPoints: ['node-bundled.mjs'], outfile, platform: 'node', target: 'node20',
    bundle: true, minify: true, loader: { '.wasm': 'binary' }, logLevel: 'silent',
  });
  refuse(warnings.map(({ text }) => text));
  return outfile;
};

/** `new URL(…, import.meta.url)` for the worker and for the wasm. @returns {Promise<string>} */
export const webpackPage = async (folder) => {
  const path = join(folder, 'out-webpack');
  await runWebpack({
    context: folder, mode: 'production', entry: './webpack-page.js', performance: { hints: false },
    output: { path, filename: 'page.js' },
  });
  writeFileSync(join(path, 'index.html'), html(folder, 'classic', 'page.js'));
  return path;
};

const runWebpack = async (configuration) => {
  const compiler = webpack(configuration);
  const stats = await new Promise((done, failed) => compiler.run((error, result) => (error ? failed(error) : done(result))));
  await new Promise((closed) => compiler.close(closed));
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  refuse([...errors, ...warnings].map(({ message }) => message));
};

/** A warning is what users of the package would have to look at. */
const refuse = (messages) => {
  if (messages.length > 0) throw new Error(`the bundler complains:\n${messages.join('\n')}`);
};

/** What each bundler makes of a program that imports one function of the package. @returns {Promise<Record<string, string>>} */
export const oneFunction = async (folder) => {
  const entry = join(folder, 'one-function.js');
  const out = join(folder, 'out-one');
  const { outputFiles: [file] } = await esbuild.build({
    absWorkingDir: folder, entryPoints: [entry], bundle: true, minify: true, format: 'esm', write: false, logLevel: 'silent',
  });
  await viteBuild({
    root: folder, configFile: false, logLevel: 'error',
    build: { outDir: join(out, 'vite'), lib: { entry, formats: ['es'], fileName: 'main' } },
  });
  await runWebpack({ context: folder, mode: 'production', entry, performance: { hints: false }, output: { path: join(out, 'webpack') } });
  const read = (path) => readFileSync(join(out, path), 'utf8');
  return { esbuild: file.text, vite: read('vite/main.js'), webpack: read('webpack/main.js') };
};
