// pkg/dist: the npm package out of TypeScript and wasm.
import { at } from '../lib/paths.mjs';
import { must } from '../lib/run.mjs';
import { stamp } from '../lib/stamp.mjs';

const INPUTS = [
  'pkg/src', 'pkg/wasm', 'pkg/package.json', 'pkg/build.mjs', 'pkg/build', 'pkg/tsconfig.json',
  'node_modules/esbuild/package.json', 'node_modules/typescript/package.json',
];
const OUTPUTS = [
  ...['esm', 'cjs'].flatMap((format) => ['index.js', 'index.d.ts'].map((file) => `pkg/dist/${format}/${file}`)),
  'pkg/dist/node/index.mjs', 'pkg/dist/node/index.cjs', 'pkg/dist/cli.mjs',
];
const mark = stamp('package', () => INPUTS, () => OUTPUTS);

/** @type {import('../lib/ensure.mjs').Task} */
export const bundle = {
  title: 'the npm package',
  after: ['wasm'],
  tools: [],
  ready: mark.fresh,
  make: async () => {
    const hash = mark.hash();
    mark.clear();
    await must(process.execPath, [at('pkg', 'build.mjs')], { what: 'building pkg/dist', next: 'the message above says why' });
    mark.set(hash);
  },
};
