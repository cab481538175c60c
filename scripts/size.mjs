// What the package weighs, after Brotli: modules, and what a bundler puts into an app that imports this or that. Fails past what
// they may be. The lines are those of `npm run bench`. `--write` brings the table in pkg/README.md along.
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { ROOT, at } from './lib/paths.mjs';
import { ensureOrExit } from './lib/ensure.mjs';
import { LIMITS, TABLE } from './lib/sizes.mjs';

await ensureOrExit('package');

const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;

/** An app that uses these names of an entry, minified; all of them unless it says which. */
const entry = async (name, names) => {
  const { build } = await import('esbuild');
  const { outputFiles: [file] } = await build({
    stdin: { contents: `export ${names ? `{ ${names} }` : '*'} from '${name}'`, resolveDir: ROOT },
    bundle: true, minify: true, format: 'esm', platform: 'browser', write: false, logLevel: 'warning',
  });
  return file.contents;
};

const bytesOf = ({ module, from, names }) =>
  (module === undefined ? entry(from, names) : readFileSync(at('pkg', 'wasm', module, 'drywire_bg.wasm')));

const report = async ({ name, limit, allowed = limit, ...what }) => {
  const bytes = await bytesOf(what);
  const size = brotli(bytes);
  const ok = size <= limit;
  const ratio = (size / limit).toFixed(3);
  console.log(`BENCH ${name} ${size} B peer=${limit} ratio=${ratio} bar=1.000 ${ok ? 'ok' : 'short'}  (${bytes.length} B before Brotli)`);
  if (size > allowed) console.error(`${name}: ${size} B is over the ${allowed} B that it may take: find what has grown`);
  return size <= allowed;
};

const results = [];
for (const line of LIMITS) results.push(await report(line));
for (const name of ['drywire', 'drywire/slim', 'drywire/codec', 'drywire/inspect']) {
  const bytes = await entry(name);
  console.log(`all of ${name}: ${brotli(bytes)} B (${bytes.length} B before Brotli), for information`);
}
process.exitCode = results.every(Boolean) ? 0 : 1;

/** What imports cost, in words for the package's readers. */
const table = async () => {
  const rows = [];
  for (const { from, names } of TABLE) {
    const size = brotli(await entry(from, names));
    rows.push(`| \`import { ${names.join(', ')} } from '${from}'\` | ${Math.round(size / 1000)} kB |`);
  }
  return ['| an app with | carries, after Brotli |', '|---|---|', ...rows].join('\n');
};

const README = at('pkg', 'README.md');
const [BEGIN, END] = ['<!-- sizes: node scripts/size.mjs --write -->\n', '\n<!-- /sizes -->'];
const readme = readFileSync(README, 'utf8');
const [from, to] = [readme.indexOf(BEGIN) + BEGIN.length, readme.indexOf(END)];
const found = await table();
console.log(`\n${found}`);
if (process.argv.includes('--write')) writeFileSync(README, readme.slice(0, from) + found + readme.slice(to));
else if (readme.slice(from, to) !== found) console.log('\npkg/README.md says otherwise: `node scripts/size.mjs --write` brings it along');
