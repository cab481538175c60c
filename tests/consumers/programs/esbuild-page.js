// A classic script: esbuild's `file` loader copies the wasm and gives its name; the worker is a bundle of its own.
import * as drywire from 'drywire';
import * as codec from 'drywire/codec';
import wasm from 'drywire/drywire.wasm';
import * as inspect from 'drywire/inspect';
import * as slim from 'drywire/slim';
import { run } from './page.js';

run({ drywire, codec, inspect, slim }, wasm, new Worker('worker.js'));
