// `checksum-wasm`: the package's checksum over 1,460 bytes inside of WebAssembly, beside the plain loop of RFC 1071 4.1 in two
// forms, both by the same compiler with the same flags: as the compiler likes it, which makes vectors of it, and with each
// carry added at once, which it can't. The bar stands for a machine whose plain loop does 2 GB/s, so it is three times that.
import { loadBenches } from './benches.mjs';
import { median, report } from './rounds.mjs';

const quick = process.argv.includes('--quick');
const { glue } = await loadBenches();

const contestants = { drywire: glue.drywireTimes, 'plain, carry at once': glue.carryTimes, 'plain, vectors': glue.plainTimes };
const sums = Object.values(contestants).map((times) => times(1));
if (new Set(sums).size !== 1) throw new Error(`the loops differ: ${sums}`);

const [times, rounds, warmUp] = quick ? [2_000, 3, 1] : [50_000, 61, 8];
const names = Object.keys(contestants);
const rows = [];
for (let round = 0; round < rounds + warmUp; round++) {
  const row = {};
  for (let turn = 0; turn < names.length; turn++) {
    const name = names[(turn + round) % names.length];
    const start = process.cpuUsage();
    contestants[name](times);
    const { user, system } = process.cpuUsage(start);
    row[name] = (times * glue.bytesEach()) / (user + system) / 1000;
  }
  if (round >= warmUp) rows.push(row);
}

console.log(`\nchecksum-wasm, ${glue.bytesEach()} bytes each, GB per second of processor time (median of ${rows.length} rounds)`);
for (const name of names) {
  const ratio = median(rows.map((row) => row.drywire / row[name]));
  console.log(`  ${name.padEnd(24)}${rate(name).toFixed(2).padStart(8)}    drywire does ${ratio.toFixed(2)} times that`);
}
for (const [label, peer, bar] of [
  ['checksum-wasm', 'plain, carry at once', 3],
  ['checksum-wasm:vectors', 'plain, vectors', 1],
]) {
  const ratio = median(rows.map((row) => row.drywire / row[peer]));
  report(label, rate('drywire').toFixed(2), 'GB/s', rate(peer).toFixed(2), ratio, bar, ratio >= bar);
}

function rate(name) {
  return median(rows.map((row) => row[name]));
}
