// Node, in one file: esbuild's `binary` loader makes the module's bytes a part of it.
import * as drywire from 'drywire';
import * as codec from 'drywire/codec';
import wasm from 'drywire/drywire.wasm';
import * as slim from 'drywire/slim';
import { exercise } from './exercise.js';

process.stdout.write(JSON.stringify(exercise({ drywire, codec, slim }, new WebAssembly.Module(wasm))));
