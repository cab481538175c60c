// Node, in one file: esbuild's `binary` loader makes the module's bytes a part of it.
import * as drywire from 'drywire';
import * as codec from 'drywire/codec';
import wasm from 'drywire/drywire.wasm';
import * as inspect from 'drywire/inspect';
import * as slim from 'drywire/slim';
import { exercise } from './exercise.js';

process.stdout.write(JSON.stringify(exercise({ drywire, codec, inspect, slim }, new WebAssembly.Module(wasm))));
