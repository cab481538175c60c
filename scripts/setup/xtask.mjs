// The workspace tool that carries wasm-bindgen: the one long compile of the setup.
import { join } from 'node:path';
import { EXE, TARGET, shown } from '../lib/paths.mjs';
import { must } from '../lib/run.mjs';
import { stamp } from '../lib/stamp.mjs';

/** The tool itself. */
export const XTASK = join(TARGET, 'xtask', `xtask${EXE}`);

const mark = stamp('xtask', () => ['xtask', 'Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml'], () => [shown(XTASK)]);

/** @type {import('../lib/ensure.mjs').Task} */
export const xtask = {
  title: 'the pinned wasm-bindgen (a minute, the first time)',
  after: [],
  tools: ['toolchain'],
  ready: mark.fresh,
  make: async () => {
    const hash = mark.hash();
    const next = 'the compiler\'s message above says why; a linker or a C library that is missing has to be installed first';
    await must('cargo', ['build', '--profile', 'xtask', '--package', 'xtask'], { next });
    mark.set(hash);
  },
};
