// What the package weighs: the wasm of `drywire/codec`, and all of `drywire` as an app would bundle it, after Brotli.
// Fails past what they may be. The lines are those of `npm run bench`.
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

/** `allowed` is what a size may be meanwhile where its limit has not been reached: it may fall, and never rise. */
const report = (name, bytes, limit, allowed = limit) => {
  const size = brotli(bytes).length;
  const ok = size <= limit;
  const ratio = (size / limit).toFixed(3);
  console.log(`BENCH ${name} ${size} B peer=${limit} ratio=${ratio} bar=1.000 ${ok ? 'ok' : 'short'}  (${bytes.length} B before Brotli)`);
  if (size > allowed) console.error(`${name}: ${size} B is over the ${allowed} B that it may take: find what has grown`);
  return size <= allowed;
};

const results = [
  report('size-codec', readFileSync(at('pkg/wasm/codec/drywire_bg.wasm')), 10_000),
  // Short of its limit: the package's own code takes 9.9 kB, the codec 9.4, and dissect's names and words 7.4.
  report('size-entry', await entry('drywire'), 20_000, 28_000),
];
for (const name of ['drywire/slim', 'drywire/codec']) {
  const bytes = await entry(name);
  console.log(`${name}: ${brotli(bytes).length} B (${bytes.length} B before Brotli), for information`);
}
process.exitCode = results.every(Boolean) ? 0 : 1;
