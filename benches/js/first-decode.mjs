// `first-decode`: the first decode in a fresh process. Measured inside of it, from before `import('drywire')` to the packet: reading
// the package's files, instantiating the WebAssembly and decoding; Node's own start is not in it. Median of many processes.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median, report } from './rounds.mjs';

const BAR = 15;
const processes = process.argv.includes('--quick') ? 3 : 31;

const PROGRAM = `
const start = performance.now();
const { decode } = await import('drywire');
const packet = decode('4500001c000100004011 66ce 0a000001 0a000002 30390035 0008 bb81');
const end = performance.now();
if (packet.udp.destinationPort !== 53) throw new Error('not decoded');
console.log(end - start);
`;

const once = () => Number(execFileSync(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
  cwd: fileURLToPath(new URL('../..', import.meta.url)), encoding: 'utf8',
}));

once(); // the files are in the system's cache from here on
const times = Array.from({ length: processes }, once);
const time = median(times);
const sorted = [...times].sort((a, b) => a - b);
console.log(`\nfirst-decode, milliseconds from before the import to the packet (median of ${processes} processes)`);
console.log(`  drywire ${time.toFixed(1)}    (${sorted[0].toFixed(1)} to ${sorted.at(-1).toFixed(1)})`);
report('first-decode', time.toFixed(1), 'ms', BAR.toFixed(1), time / BAR, 1, time <= BAR);
