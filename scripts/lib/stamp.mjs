// A stamp says from which inputs something was made. A hash of contents, not times: a fresh clone, a checked-out branch or
// a touched file does not fool it, and hashing all of the sources takes a few milliseconds.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TARGET, at } from './paths.mjs';

/**
 * @param {string} name
 * @param {() => string[]} inputs paths of files and folders, from the root
 * @param {() => string[]} outputs paths that must exist, from the root
 */
export const stamp = (name, inputs, outputs) => {
  const file = join(TARGET, 'setup', `${name}.stamp`);
  return {
    fresh: () => outputs().every((path) => existsSync(at(path))) && read(file) === hash(inputs()),
    clear: () => rmSync(file, { force: true }),
    /** The hash from before the work began is the one to set: an input edited meanwhile must count as new. */
    hash: () => hash(inputs()),
    set: (value) => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, value);
    },
  };
};

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

const hash = (paths) => {
  const digest = createHash('sha256');
  for (const path of paths) add(digest, path);
  return digest.digest('hex');
};

const add = (digest, path) => {
  const full = at(path);
  if (!existsSync(full)) {
    digest.update(`absent ${path}\n`);
  } else if (statSync(full).isDirectory()) {
    for (const entry of readdirSync(full).sort()) add(digest, `${path}/${entry}`);
  } else {
    const bytes = readFileSync(full);
    digest.update(`file ${path} ${bytes.length}\n`).update(bytes);
  }
};
