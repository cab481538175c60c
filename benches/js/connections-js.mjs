// `connections-js`: connections opened, used for a byte and closed, TIME-WAIT waited for in virtual time, both ends in Node and
// every packet crossing to JavaScript and back. The bar is 50,000 a second; smoltcp, called in the same way, makes no connections: it
// uses two sockets again and again.
import { loadBenches } from './benches.mjs';
import { Peer, inBatches, life, oneByOne } from './live.mjs';
import { report, runTurns } from './rounds.mjs';

const quick = process.argv.includes('--quick');
const contestants = { drywire: oneByOne(), 'drywire, batches': inBatches(), smoltcp: new Peer(await loadBenches()) };

const lives = quick ? 50 : 5000;
const rates = runTurns(
  Object.entries(contestants).map(([name, ends]) => ({
    name,
    pass: () => {
      for (let time = 0; time < lives; time++) life(ends);
    },
  })),
  // Rates are per microsecond: so units are connections in millions of them.
  quick ? { rounds: 3, warmUp: 1, units: lives * 1e6 } : { rounds: 31, warmUp: 5, units: lives * 1e6 },
);

rates.print('connections-js, per second of processor time', 'drywire');
const rate = rates.median('drywire');
report('connections-js', rate.toFixed(0), 'connections/s', 50_000, rate / 50_000, 1, rate >= 50_000);
