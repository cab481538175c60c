// Contestants take turns, round after round, and what counts is the median of the ratios within each round. Time is the
// processor's time of the whole process: what a decoder leaves to the garbage collector is part of its price.

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {() => void} pass one pass over all packets
 */

/**
 * Runs the contestants in turns, each round beginning with another one.
 * @param {Contestant[]} contestants
 * @param {{ packets: number, rounds: number, warmUp: number }} sizes packets a pass, rounds that count, and those before
 */
export const run = (contestants, { packets, rounds, warmUp }) => runTurns(contestants, { units: packets, rounds, warmUp });

/**
 * The same, whatever is counted.
 * @param {Contestant[]} contestants
 * @param {{ units: number, rounds: number, warmUp: number }} sizes how much a pass does
 */
export const runTurns = (contestants, { units, rounds, warmUp }) => {
  const rows = [];
  for (let round = 0; round < rounds + warmUp; round++) {
    const row = new Array(contestants.length);
    for (let turn = 0; turn < contestants.length; turn++) {
      const index = (turn + round) % contestants.length;
      globalThis.gc?.({ type: 'minor' });
      const start = process.cpuUsage();
      contestants[index].pass();
      const { user, system } = process.cpuUsage(start);
      row[index] = units / (user + system);
    }
    if (round >= warmUp) rows.push(row);
  }
  letCompilersEnd();
  return new Rates(contestants.map(({ name }) => name), rows);
};

/** The same for contestants that are waited for: what others do meanwhile in this process counts, so nothing else may. */
export const runAwaited = async (contestants, { units, rounds, warmUp }) => {
  const rows = [];
  for (let round = 0; round < rounds + warmUp; round++) {
    const row = new Array(contestants.length);
    for (let turn = 0; turn < contestants.length; turn++) {
      const index = (turn + round) % contestants.length;
      globalThis.gc?.();
      const start = process.cpuUsage();
      await contestants[index].pass();
      const { user, system } = process.cpuUsage(start);
      row[index] = units / (user + system);
    }
    if (round >= warmUp) rows.push(row);
  }
  letCompilersEnd();
  return new Rates(contestants.map(({ name }) => name), rows);
};

/**
 * Keeps the process alive for a moment when all is done. Node 20 never ends if it is about to end while a compiler's thread waits
 * for a garbage collection (https://github.com/nodejs/node/issues/54918): two of 63 short runs did, and none of 130 that waited.
 */
const letCompilersEnd = () => {
  setTimeout(() => setTimeout(() => {}, 500), 0);
};

/** Millions of packets, or of what else was counted, a second of processor time, of each contestant in each round. */
class Rates {
  constructor(names, rows) {
    this.names = names;
    this.rows = rows;
  }

  median(name) {
    const index = this.names.indexOf(name);
    return median(this.rows.map((row) => row[index]));
  }

  /** How many times `peer`'s rate: the median, and the middle half. */
  ratio(name, peer) {
    const [index, other] = [this.names.indexOf(name), this.names.indexOf(peer)];
    const ratios = this.rows.map((row) => row[index] / row[other]).sort((a, b) => a - b);
    const quarter = Math.floor(ratios.length / 4);
    return { median: median(ratios), low: ratios[quarter], high: ratios[ratios.length - 1 - quarter] };
  }

  /** The table for people. */
  print(title, name) {
    console.log(`\n${title} (median of ${this.rows.length} rounds)`);
    const digits = this.median(name) < 100 ? 3 : 0;
    for (const one of this.names) {
      const { median: ratio, low, high } = this.ratio(name, one);
      const spread = `(middle half ${low.toFixed(3)} to ${high.toFixed(3)})`;
      console.log(`  ${one.padEnd(24)}${this.median(one).toFixed(digits).padStart(8)}    ${name} does ${ratio.toFixed(3)} times that ${spread}`);
    }
  }

  /** The line for machines: at least `bar` times the peer's rate is wanted. */
  line(label, name, peer, bar, unit = 'Mpackets/s') {
    const { median: ratio } = this.ratio(name, peer);
    const digits = this.median(name) < 100 ? 3 : 0;
    report(label, this.median(name).toFixed(digits), unit, this.median(peer).toFixed(digits), ratio, bar, ratio >= bar);
  }
}

/** `BENCH name value unit peer=VALUE ratio=R bar=B ok|short` */
export const report = (label, value, unit, peer, ratio, bar, ok) => {
  console.log(`BENCH ${label} ${value} ${unit} peer=${peer} ratio=${ratio.toFixed(3)} bar=${bar.toFixed(2)} ${ok ? 'ok' : 'short'}`);
};

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** What a run is given: the captures, and whether it is only to be seen to run. */
export const settings = () => {
  const [mixed, small, ...flags] = process.argv.slice(2);
  const quick = flags.includes('--quick');
  return { mixed, small, packets: quick ? 2_000 : 100_000, rounds: quick ? 3 : 41, warmUp: quick ? 1 : 8 };
};
