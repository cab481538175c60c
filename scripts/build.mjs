// `npm run build`: the wasm builds and the npm package.
import { ensureOrExit } from './lib/ensure.mjs';
import { say } from './lib/run.mjs';

await ensureOrExit('package');
say('build: pkg/dist is up to date');
