// `goodput-wasm`: two ends of a TCP connection within one WebAssembly module, MSS 1460, buffers of 1 MiB, checksums computed and
// verified; ours beside smoltcp's, compiled by the same compiler with the same flags and allocator.
import { loadBenches } from './benches.mjs';
import { runTurns } from './rounds.mjs';

const quick = process.argv.includes('--quick');
const { glue } = await loadBenches();

const wrong = glue.checkEnds();
if (wrong !== undefined) throw new Error(wrong);

const bytes = quick ? 1 << 20 : 64 << 20;
const goodput = runTurns([
  { name: 'drywire', pass: () => glue.drywireTransfer(bytes) },
  { name: 'smoltcp', pass: () => glue.smoltcpTransfer(bytes) },
], quick ? { rounds: 3, warmUp: 1, units: bytes } : { rounds: 31, warmUp: 5, units: bytes });
goodput.print('goodput-wasm, MB per second of processor time', 'drywire');
goodput.line('goodput-wasm', 'drywire', 'smoltcp', 1.3, 'MB/s');
