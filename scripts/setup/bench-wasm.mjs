// The module of the benchmarks in Node that is not the package's own, built as the package's one for TCP is.
import { join } from 'node:path';
import { TARGET, at } from '../lib/paths.mjs';
import { must } from '../lib/run.mjs';
import { OPTIONS, TRIPLE } from './wasm.mjs';
import { XTASK } from './xtask.mjs';

/** Builds it into a folder: `benches.js` and `benches_bg.wasm`. @param {string} folder */
export const buildBenches = async (folder) => {
  await must('cargo', [
    'build', '--quiet', '--package', 'drywire-bench-wasm', '--profile', 'wasm', '--target', TRIPLE,
  ], { env: { RUSTFLAGS: undefined, CARGO_ENCODED_RUSTFLAGS: undefined }, next: 'the compiler\'s message above says why' });
  const input = join(TARGET, TRIPLE, 'wasm', 'drywire_bench_wasm.wasm');
  await must(XTASK, ['bindgen', '--target', 'web', '--out-name', 'benches', '--out-dir', folder, input]);
  const file = join(folder, 'benches_bg.wasm');
  await must(process.execPath, [at('node_modules', 'binaryen', 'bin', 'wasm-opt'), '-O3', ...OPTIONS, file, '-o', file]);
};
