// Where things are. Every script works from the repository's root, wherever it was called from.
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Cargo's output folder: the user's own choice, if there is one. */
export const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR || 'target');

/** A path below the root from its parts. */
export const at = (...parts) => join(ROOT, ...parts);

/** A path as a reader at the root would write it. */
export const shown = (path) => relative(ROOT, path).split(sep).join('/') || '.';

export const EXE = process.platform === 'win32' ? '.exe' : '';
