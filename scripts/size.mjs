// What the package weighs, after Brotli: the codec's wasm, the wasm that has everything, and what a bundler puts into an app that imports the whole codec from
// `drywire`. Fails past what they may be. The lines are those of `npm run bench`.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { ROOT, at } from './lib/paths.mjs';
import { ensureOrExit } from './lib/ensure.mjs';

await ensureOrExit('package');

const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });

/** What of `drywire` is the codec: the bundler leaves out the rest, with its WebAssembly. */
const CODEC = ['decode', 'encode', 'parseHex', 'PacketTable', 'PacketError', 'HexError'];

/** What a page for decoding whatever people paste imports: as much of it as there is. */
const DECODE_PAGE = ['decode', 'dissect', 'summarize', 'parseDump', 'readCapture'];

/** An app that uses these names of an entry, minified; all of them unless it says which. */
const entry = async (name, names) => {
  const { build } = await import('esbuild');
  const { outputFiles: [file] } = await build({
    stdin: { contents: `export ${names ? `{ ${names} }` : '*'} from '${name}'`, resolveDir: ROOT },
    bundle: true, minify: true, format: 'esm', platform: 'browser', write: false, logLevel: 'warning',
  });
  return file.contents;
};

/** Those of these names that `drywire` exports. */
const exported = async (names) => {
  const all = await import('drywire');
  return names.filter((name) => name in all);
};

/** `allowed` is what a size may be meanwhile where its limit has not been reached. */
const report = (name, bytes, limit, allowed = limit) => {
  const size = brotli(bytes).length;
  const ok = size <= limit;
  const ratio = (size / limit).toFixed(3);
  console.log(`BENCH ${name} ${size} B peer=${limit} ratio=${ratio} bar=1.000 ${ok ? 'ok' : 'short'}  (${bytes.length} B before Brotli)`);
  if (size > allowed) console.error(`${name}: ${size} B is over the ${allowed} B that it may take: find what has grown`);
  return size <= allowed;
};

const results = [
  // Over their limits since IPv6, its extension headers and ICMPv6 came (RFC 8200, 4302, 4443): benches/README.md.
  report('size-codec', readFileSync(at('pkg/wasm/codec/drywire_bg.wasm')), 10_000, 14_100),
  // The codec and TCP: what is for people has modules of its own. Over its limit since recovery, CUBIC and BBR came (RFC 8985,
  // 6937, 5682, 9438), with which it may be 45 kB.
  report('size-all', readFileSync(at('pkg/wasm/full/drywire_bg.wasm')), 35_000, 45_000),
  report('size-entry', await entry('drywire', CODEC), 20_000, 25_800),
  // With what came before its time, for the page: short, and held to where it is. Its module has the summaries too: a page takes
  // both, and they share the parser.
  report('size-entry:dissect', await entry('drywire', [...CODEC, 'dissect']), 20_000, 53_500),
  // Short: IPv6, applications' fields and the summaries came; benches/README.md says what weighs what.
  report('size-decode-page', await entry('drywire', await exported(DECODE_PAGE)), 45_000, 82_000),
];
for (const name of ['drywire', 'drywire/slim', 'drywire/codec']) {
  const bytes = await entry(name);
  console.log(`all of ${name}: ${brotli(bytes).length} B (${bytes.length} B before Brotli), for information`);
}
process.exitCode = results.every(Boolean) ? 0 : 1;
