import * as codec from './node_modules/drywire/dist/esm/codec.js';
import * as drywire from './node_modules/drywire/dist/esm/index.js';
import * as inspect from './node_modules/drywire/dist/esm/inspect.js';
import * as slim from './node_modules/drywire/dist/esm/slim.js';
import { answer } from './worker.js';

answer({ drywire, codec, inspect, slim });
