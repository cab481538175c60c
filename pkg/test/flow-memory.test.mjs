// What a table takes of the module's memory: as much as its conversations that are open, and nothing once it is released.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { wasmMemory } from './support/wasm-memory.mjs';
import { FlowTable, encode } from 'drywire';

const payload = new Uint8Array(1000);
const segment = (sourcePort, sequenceNumber, flags, data) => encode({
  ipv4: { source: '10.0.0.1', destination: '10.0.0.2' },
  tcp: { sourcePort, destinationPort: 80, sequenceNumber, window: 1000, flags },
  payload: data ? payload : undefined,
});

test('tables that are released take no more memory than the first', () => {
  const use = () => {
    const table = new FlowTable({ link: 'raw' });
    for (let sourcePort = 1; sourcePort <= 200; sourcePort++) {
      for (let at = 0; at < 10; at++) table.append(segment(sourcePort, at * 1000, { ack: true }, true));
    }
    table.release();
  };
  use();
  const before = wasmMemory();
  for (let time = 0; time < 10; time++) use();
  assert.equal(wasmMemory(), before);
});

test('a connection that is over costs its row alone', () => {
  const table = new FlowTable({ link: 'raw', streams: false, verdicts: false, linger: 1000 });
  const use = (first) => {
    for (let at = first; at < first + 5000; at++) {
      // A segment under way, then a reset; a second later it is forgotten.
      const timestamps = BigInt64Array.of(BigInt(at) * 10_000_000n);
      for (const packet of [segment(1 + at % 60_000, 0, { ack: true }, true), segment(1 + at % 60_000, 1000, { rst: true })]) {
        table.append(packet, undefined, { timestamps });
      }
    }
  };
  use(0);
  assert.ok(table.openCount <= 102, `${table.openCount} are watched`);
  const before = wasmMemory();
  use(5000);
  use(10_000);
  assert.ok((wasmMemory() - before) / 10_000 < 700, `${(wasmMemory() - before) / 10_000} bytes a conversation`);
  table.release();
});

test('a table that nobody has any more is released', () => {
  const program = `
    const instances = [];
    WebAssembly.Instance = class extends WebAssembly.Instance {
      constructor(...args) {
        super(...args);
        instances.push(this);
      }
    };
    const { FlowTable } = require('drywire');
    (async () => {
      for (let time = 0; time < 400; time++) {
        const table = new FlowTable({ link: 'raw' });
        const packet = new Uint8Array(50_040);
        packet.set([0x45, 0, 0xc3, 0x78, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0, 1, 0, 2, 0xc3, 0x64]);
        for (let at = 0; at < 20; at++) table.append(packet);
        if (time % 20 === 0) {
          globalThis.gc();
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      }
      console.log(instances[0].exports.memory.buffer.byteLength < 200e6);
    })();`;
  const options = { cwd: new URL('..', import.meta.url), encoding: 'utf8' };
  assert.equal(execFileSync(process.execPath, ['--expose-gc', '-e', program], options), 'true\n');
});
