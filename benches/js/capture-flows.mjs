// `capture-flows`: the file of `capture-table` with conversations and analysis on, a verdict kept on every packet. Its packets are
// of as many conversations as a mix can have, so the same file is measured once more as what captures are as a rule: the same
// packets as segments of a few hundred connections. Then what it takes of memory while connections come and go: a table that
// watches a hundred of them at a time, however many there were.
import { deepStrictEqual } from 'node:assert/strict';
import { wasmMemory } from '../../pkg/test/support/wasm-memory.mjs';
import { FlowTable, encode, readFlows } from 'drywire';
import { makeCapture } from './capture-file.mjs';
import { report, runAwaited, settings } from './rounds.mjs';

const { mixed, packets } = settings();
const isQuick = process.argv.includes('--quick');
/** Millions of packets a second of processor time that are wanted. */
const BAR = 0.6;
/** What a connection that is over may cost, in bytes: its row. */
const ROW = 512;

const { bytes, count } = makeCapture(mixed, packets);

/** Connections that are opened and reset, of which a hundred are watched at a time. */
const churn = (table, first, last) => {
  for (let number = first; number < last; number++) {
    const timestamps = BigInt64Array.of(BigInt(number) * 10_000_000n);
    for (const packet of [SYN, RST]) {
      new DataView(packet.buffer, packet.byteOffset).setUint16(20, number % 60_000 + 1);
      table.append(packet, undefined, { timestamps });
    }
  }
};
const tcp = { sourcePort: 1, destinationPort: 80, window: 1000, sequenceNumber: 0 };
const ipv4 = { source: '10.0.0.1', destination: '10.0.0.2' };
const SYN = encode({ ipv4, tcp: { ...tcp, flags: { syn: true } } });
const RST = encode({ ipv4, tcp: { ...tcp, sequenceNumber: 1, flags: { rst: true } } });
// First of all: memory that was given back stays the module's.
const table = new FlowTable({ link: 'raw', streams: false, verdicts: false, linger: 1000 });
const [few, many] = isQuick ? [500, 2000] : [20_000, 200_000];
churn(table, 0, few);
const before = wasmMemory();
churn(table, few, few + many);
const each = (wasmMemory() - before) / many;
console.log(`capture-flows, memory: ${many} connections opened and over, ${table.openCount} watched: ${each.toFixed(0)} bytes each`);
report('capture-flows:memory', each.toFixed(0), 'B', ROW, each / ROW, 1, each <= ROW);
table.release();

/** The same file, each TCP segment and datagram between a few of its addresses, with numbers that go on. */
const connections = (file, limit) => {
  const copy = file.slice();
  const view = new DataView(copy.buffer);
  const next = new Map();
  for (let at = 24, index = 0; at + 16 <= copy.length; index++) {
    const length = view.getUint32(at + 8, true);
    const ip = at + 16 + 14;
    const tcp = ip + (copy[ip] & 15) * 4;
    const flow = index * 7919 % limit;
    view.setUint32(ip + 12, 0x0a000001 + flow % 16);
    view.setUint32(ip + 16, 0x0a010001);
    view.setUint16(tcp, 1024 + flow);
    view.setUint16(tcp + 2, 80);
    view.setUint32(at, 1_700_000_000 + Math.floor(index / 1e5), true);
    view.setUint32(at + 4, index * 10 % 1e6, true);
    if (copy[ip + 9] === 6) {
      const sequence = next.get(flow) ?? 0;
      const payload = view.getUint16(ip + 2) - (tcp - ip) - (copy[tcp + 12] >> 4) * 4;
      view.setUint32(tcp + 4, sequence);
      view.setUint32(tcp + 8, 1);
      copy[tcp + 13] = 0x10;
      next.set(flow, sequence + payload >>> 0);
    }
    at += 16 + length;
  }
  return copy;
};

const ordinary = connections(bytes, 400);

let conversations = 0;
const pass = (file, options) => async () => {
  const table = await readFlows(file, { link: 'ethernet', ...options });
  deepStrictEqual(table.length, count);
  conversations = table.conversationCount;
  table.release();
};

const units = { units: count, rounds: isQuick ? 1 : 7, warmUp: isQuick ? 0 : 2 };
const measure = async (title, file, label) => {
  const rates = await runAwaited([
    { name: 'verdicts', pass: pass(file, { streams: false }) },
    { name: 'verdicts and streams', pass: pass(file, {}) },
  ], units);
  rates.print(`capture-flows, ${title}: ${(file.length / 1e6).toFixed(0)} MB, ${conversations} conversations, millions of packets per second of processor time`, 'verdicts');
  const rate = rates.median('verdicts');
  report(label, rate.toFixed(3), 'Mpackets/s', BAR, rate / BAR, 1, rate >= BAR);
};

await measure('the mix', bytes, 'capture-flows');
await measure('400 connections', ordinary, 'capture-flows:connections');
