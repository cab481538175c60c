// Node, CommonJS. `exercise.cjs` is `exercise.js` in CommonJS, which the test writes.
const { readFileSync } = require('node:fs');
const drywire = require('drywire');
const codec = require('drywire/codec');
const inspect = require('drywire/inspect');
const slim = require('drywire/slim');
const { exercise } = require('./exercise.cjs');

const module_ = new WebAssembly.Module(readFileSync(require.resolve('drywire/drywire.wasm')));
process.stdout.write(JSON.stringify(exercise({ drywire, codec, inspect, slim }, module_)));
