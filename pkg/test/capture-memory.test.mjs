// A capture may be larger than memory: what is read is let go of, the source is asked for no more than is used, and files that nobody
// reads to their end give their place back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wasmMemory } from './support/wasm-memory.mjs';
import { readCapture, streamCapture, writeCapture } from 'drywire';

const packets = Array.from({ length: 100 }, (_, index) => ({ data: new Uint8Array(1000).fill(index), timestamp: 1n }));
const file = writeCapture(packets, { link: 'raw' });
const [interfaces] = [writeCapture([], { interfaces: [{ link: 101 }] })];

/** A file of any length: its head, and the same packets over and over. */
async function* endless(times, told) {
  yield interfaces;
  const blocks = file.subarray(interfaces.length);
  for (let time = 0; time < times; time++) {
    told.pulled += 1;
    yield blocks;
  }
}

test('a stream of 200 MB goes through without memory growing', async () => {
  const told = { pulled: 0 };
  let count = 0;
  let after;
  for await (const batch of readCapture(endless(2000, told)).batches({ reuse: true })) {
    count += batch.links.length;
    assert.ok(count >= (told.pulled - 1) * 100, 'no chunk is asked for before the last one is used');
    if (told.pulled === 10) after = wasmMemory();
  }
  assert.equal(count, 200_000);
  assert.equal(wasmMemory(), after, 'the module holds what it held after a megabyte');
  assert.ok(after < 3 * 2 ** 20, `${after} bytes`);
});

test('a stream is written without memory growing', async () => {
  const told = { pulled: 0 };
  let length = 0;
  let after;
  for await (const chunk of streamCapture(readCapture(endless(300, told)), { format: 'pcap' })) {
    length += chunk.length;
    if (told.pulled === 100) after = wasmMemory();
  }
  assert.equal(length, 24 + 300 * 100 * 1016);
  assert.ok(wasmMemory() <= after, 'no more than after a third of it');
});

test('files that are not read to their end give their place back', async () => {
  const read = async () => {
    for await (const { number } of readCapture(file)) if (number === 2) break;
  };
  for (let time = 0; time < 20; time++) await read();
  const before = wasmMemory();
  for (let time = 0; time < 2000; time++) await read();
  assert.equal(wasmMemory(), before);
});

test('a block that claims much and never comes takes no memory', async () => {
  const claims = Uint8Array.of(...interfaces, 6, 0, 0, 0, 0xfc, 0xff, 0xff, 0);
  const before = wasmMemory();
  const capture = readCapture([claims, new Uint8Array(1000)]);
  for await (const packet of capture) assert.fail(packet);
  assert.deepEqual(capture.problems.map(({ code }) => code), ['cut-short']);
  assert.equal(wasmMemory(), before);
});
