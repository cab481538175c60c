// The module of the benchmark `checksum-wasm`, built as the package's own full module is.
import { join } from 'node:path';
import { TARGET, at } from '../lib/paths.mjs';
import { must } from '../lib/run.mjs';
import { OPTIONS, TRIPLE } from './wasm.mjs';
import { XTASK } from './xtask.mjs';

/** Builds it into a folder: `checksum.js` and `checksum_bg.wasm`. @param {string} folder */
export const buildChecksum = async (folder) => {
  await must('cargo', [
    'build', '--quiet', '--package', 'drywire-bench-checksum', '--profile', 'wasm-full', '--target', TRIPLE,
  ], { env: { RUSTFLAGS: undefined, CARGO_ENCODED_RUSTFLAGS: undefined }, next: 'the compiler\'s message above says why' });
  const input = join(TARGET, TRIPLE, 'wasm-full', 'drywire_bench_checksum.wasm');
  await must(XTASK, ['bindgen', '--target', 'web', '--out-name', 'checksum', '--out-dir', folder, input]);
  const file = join(folder, 'checksum_bg.wasm');
  await must(process.execPath, [at('node_modules', 'binaryen', 'bin', 'wasm-opt'), '-O3', ...OPTIONS, file, '-o', file]);
};
