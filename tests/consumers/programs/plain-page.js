// No bundler: the browser loads the package's own ES modules as they were installed.
import * as codec from './node_modules/drywire/dist/esm/codec.js';
import * as drywire from './node_modules/drywire/dist/esm/index.js';
import * as inspect from './node_modules/drywire/dist/esm/inspect.js';
import * as slim from './node_modules/drywire/dist/esm/slim.js';
import { run } from './page.js';

run({ drywire, codec, inspect, slim }, './node_modules/drywire/dist/drywire.wasm', new Worker('plain-worker.js', { type: 'module' }));
