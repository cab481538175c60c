import * as drywire from 'drywire';
import * as codec from 'drywire/codec';
import * as inspect from 'drywire/inspect';
import * as slim from 'drywire/slim';
import { run } from './page.js';

const wasm = new URL('drywire/drywire.wasm', import.meta.url);
run({ drywire, codec, inspect, slim }, wasm, new Worker(new URL('./bundled-worker.js', import.meta.url)));
