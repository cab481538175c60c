// What the package weighs: the wasm of `drywire/codec`, and all of `drywire` as an app would bundle it, after Brotli.
// Fails past the limits. The lines are those of `npm run bench`.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { ROOT, at } from './lib/paths.mjs';
import { ensureOrExit } from './lib/ensure.mjs';

await ensureOrExit('package');

const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });

/** An app that uses everything, minified. */
const entry = async (name) => {
  const { build } = await import('esbuild');
  const { outputFiles: [file] } = await build({
    stdin: { contents: `export * from '${name}'`, resolveDir: ROOT },
    bundle: true, minify: true, format: 'esm', platform: 'browser', write: false, logLevel: 'warning',
  });
  return file.contents;
};

const report = (name, bytes, limit) => {
  const size = brotli(bytes).length;
  const ok = size <= limit;
  const ratio = (size / limit).toFixed(3);
  console.log(`BENCH ${name} ${size} B peer=${limit} ratio=${ratio} bar=1.000 ${ok ? 'ok' : 'short'}  (${bytes.length} B before Brotli)`);
  return ok;
};

const results = [
  report('size-codec', readFileSync(at('pkg/wasm/codec/drywire_bg.wasm')), 10_000),
  report('size-entry', await entry('drywire'), 20_000),
];
for (const name of ['drywire/slim', 'drywire/codec']) {
  const bytes = await entry(name);
  console.log(`${name}: ${brotli(bytes).length} B (${bytes.length} B before Brotli), for information`);
}
process.exitCode = results.every(Boolean) ? 0 : 1;
