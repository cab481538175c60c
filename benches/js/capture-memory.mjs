// What it takes of memory to read a capture as a stream into the columns of a table: `node capture-memory.mjs FILE PACKETS` prints the
// most that there was outside of the heap beyond what there was before, in MiB: ArrayBuffers and whatever else Node has there,
// and WebAssembly.
import { strictEqual } from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { wasmMemory } from '../../pkg/test/support/wasm-memory.mjs';
import { readTable } from 'drywire';

const [path, count] = process.argv.slice(2);

const outside = () => process.memoryUsage().external + wasmMemory();
const before = outside();
let most = 0;
const onProgress = () => {
  most = Math.max(most, outside() - before);
};
const table = await readTable(createReadStream(path), { retain: false, onProgress });
strictEqual(table.length, Number(count));
console.log((most / 2 ** 20).toFixed(1));
