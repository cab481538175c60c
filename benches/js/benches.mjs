// The module of benches/wasm, in the folder that the first argument names.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What the module exports, and its memory. */
export const loadBenches = async () => {
  const folder = process.argv[2];
  const glue = await import(pathToFileURL(join(folder, 'benches.js')).href);
  const { memory } = glue.initSync({ module: readFileSync(join(folder, 'benches_bg.wasm')) });
  return { glue, memory };
};
