import * as drywire from 'drywire';
import * as codec from 'drywire/codec';
import wasm from 'drywire/drywire.wasm?url';
import * as inspect from 'drywire/inspect';
import * as slim from 'drywire/slim';
import { run } from './page.js';

run({ drywire, codec, inspect, slim }, wasm, new Worker(new URL('./bundled-worker.js', import.meta.url), { type: 'module' }));
