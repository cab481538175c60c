// `table-js`: a capture into a PacketTable, checksums verified, beside the decoder of peer.mjs making every packet an object:
// for payloads of all sizes, and for small ones. Then what it takes of memory: WebAssembly's after one capture and after
// eight, and the process's while eight more go through, none of them kept.
import { deepStrictEqual } from 'node:assert/strict';
import { wasmMemory } from '../../pkg/test/support/wasm-memory.mjs';
import { PacketTable } from 'drywire';
import { decode as decodeByHand } from './peer.mjs';
import { readMix } from './mix.mjs';
import { report, run, settings } from './rounds.mjs';

const { mixed, small, packets, rounds, warmUp } = settings();
const BARS = { mixed: 2, small: 1.3 };

const fill = ({ data, bounds }, retain = true) => {
  const table = new PacketTable({ link: 'ethernet', retain });
  table.append(data, bounds);
  return table;
};

const agree = (capture) => {
  const table = fill(capture);
  capture.frames.slice(0, 2000).forEach((frame, index) => {
    const packet = decodeByHand(frame);
    deepStrictEqual(table.packet(index), packet);
    deepStrictEqual(table.columns.destinationPort[index], (packet.tcp ?? packet.udp).destinationPort);
    deepStrictEqual(table.columns.checksumStatus[index], 0);
  });
};

const kept = new Array(1024).fill(null);
let total = 0;

for (const [name, path] of Object.entries({ mixed, small })) {
  const capture = readMix(path, packets);
  agree(capture);
  const rates = run([
    {
      name: 'PacketTable',
      pass: () => {
        for (const length of fill(capture).columns.payloadLength) total += length;
      },
    },
    {
      name: 'by hand',
      pass: () => capture.frames.forEach((frame, at) => {
        const packet = decodeByHand(frame);
        kept[at & 1023] = packet;
        total += packet.payload.length;
      }),
    },
  ], { packets: capture.frames.length, rounds, warmUp });
  rates.print(`table-js, ${name} payloads, millions of packets per second of processor time`, 'PacketTable');
  rates.line(name === 'mixed' ? 'table-js' : 'table-js:small', 'PacketTable', 'by hand', BARS[name]);
}

const capture = readMix(mixed, packets);
const resident = () => {
  globalThis.gc?.();
  return process.memoryUsage.rss();
};
fill(capture, false);
const first = wasmMemory();
const before = resident();
for (let time = 0; time < 8; time++) fill(capture, false);
const grown = resident() - before;
const bytes = capture.data.length;
const size = (count) => `${(count / 2 ** 20).toFixed(1)} MiB`;
console.log(`\ntable-js, memory: a capture of ${size(bytes)}, then eight more`);
console.log(`  WebAssembly: ${size(first)} after the first, ${size(wasmMemory())} after the last`);
console.log(`  the process grew by ${size(grown)} meanwhile`);
report('table-js:memory', (wasmMemory() / 1024).toFixed(0), 'KiB', (first / 1024).toFixed(0), wasmMemory() / first, 1, wasmMemory() <= first);
if (!(total > 0)) throw new Error('nothing was read');
