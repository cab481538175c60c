// Node, ES modules.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as drywire from 'drywire';
import * as codec from 'drywire/codec';
import * as inspect from 'drywire/inspect';
import * as slim from 'drywire/slim';
import { exercise } from './exercise.js';

const module = new WebAssembly.Module(readFileSync(fileURLToPath(import.meta.resolve('drywire/drywire.wasm'))));
process.stdout.write(JSON.stringify(exercise({ drywire, codec, inspect, slim }, module)));
