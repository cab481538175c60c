// `goodput-js`: what two ends of a TCP connection move when every packet crosses from WebAssembly to JavaScript and back, one by
// one through `transmit` and `receive`, and many at a time through `transmitAll` and `receiveAll`. The bar stands for a machine
// that copies memory at 4.5 GB/s, so the peer of the first line is what it comes to here. That of the second is smoltcp, compiled
// to WebAssembly and called in the same way.
import { loadBenches } from './benches.mjs';
import { Peer, check, inBatches, oneByOne, transfer } from './live.mjs';
import { report, runTurns } from './rounds.mjs';

const quick = process.argv.includes('--quick');
const contestants = { drywire: oneByOne(), 'drywire, batches': inBatches(), smoltcp: new Peer(await loadBenches()) };
for (const [name, ends] of Object.entries(contestants)) {
  check(name, ends);
  ends.open();
}

const bytes = quick ? 1 << 20 : 64 << 20;
const [from, to] = [new Uint8Array(bytes).fill(1), new Uint8Array(bytes).fill(2)];
const rates = runTurns([
  ...Object.entries(contestants).map(([name, ends]) => ({ name, pass: () => transfer(ends, bytes) })),
  { name: 'a copy in memory', pass: () => to.set(from) },
], quick ? { rounds: 3, warmUp: 1, units: bytes } : { rounds: 31, warmUp: 5, units: bytes });

rates.print('goodput-js, MB per second of processor time', 'drywire');
const [name, copies] = ['drywire', 'a copy in memory'];
const bar = (rates.median(copies) * 400) / 4500;
const ratio = rates.ratio(name, copies).median / (400 / 4500);
report('goodput-js', rates.median(name).toFixed(0), 'MB/s', bar.toFixed(0), ratio, 1, ratio >= 1);
rates.line('goodput-js:smoltcp', name, 'smoltcp', 1, 'MB/s');
rates.line('goodput-js:batches', 'drywire, batches', name, 1, 'MB/s');
