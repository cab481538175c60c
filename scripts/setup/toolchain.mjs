// Rust, and its target for wasm.
import { existsSync } from 'node:fs';
import { SetupError, ask, must } from '../lib/run.mjs';

const TARGET = 'wasm32-unknown-unknown';
const INSTALL = 'install Rust with rustup (see rustup.rs or your distribution), open a new shell, and run the command again';

/** @type {import('../lib/ensure.mjs').Task} */
export const toolchain = {
  title: `the Rust target ${TARGET}`,
  after: [],
  tools: [],
  ready: () => {
    const folder = ask('rustc', ['--print', 'target-libdir', '--target', TARGET]);
    return folder !== undefined && existsSync(folder) && ask('cargo', ['--version']) !== undefined;
  },
  make: async () => {
    if (ask('rustup', ['--version']) !== undefined) {
      const next = `run \`rustup target add ${TARGET}\` by hand to see why`;
      await must('rustup', ['target', 'add', TARGET], { next });
    } else if (ask('rustc', ['--version']) !== undefined) {
      throw new SetupError(`the Rust found here has no target ${TARGET}, and is not rustup's`, INSTALL);
    }
    if (!toolchain.ready()) throw new SetupError('Rust (rustc and cargo) was not found', INSTALL);
  },
};
