// `capture-table`: a pcap file of 144 MB and 200,000 packets to a PacketTable, checksums verified. Beside it the npm package
// pcap-parser with node_pcap's decoder, which is how packets of a file become objects with them; nothing is verified there. Both
// get the file's bytes in memory, the peer as a stream of 64 KiB chunks, as it wants them. Then what it takes of memory to read
// the same file as a stream.
import { deepStrictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { readTable } from 'drywire';
import { makeCapture } from './capture-file.mjs';
import { report, runAwaited, settings } from './rounds.mjs';

const require = createRequire(import.meta.url);
const pcap = require('pcap/decode');
// It says `new Buffer`, of which Node warns.
process.noDeprecation = true;
const { parse } = require('pcap-parser');

const { mixed, packets } = settings();
const isQuick = process.argv.includes('--quick');
/** Packets a second of processor time that are wanted, and bytes. */
const BAR = 1.5;
const MOST_MEMORY = 64;

const { path, bytes, count } = makeCapture(mixed, packets);

/** The peer: each packet of a stream, decoded. */
const decodeAll = (stream, take) => new Promise((resolve, reject) => {
  const parser = parse(stream);
  const header = Buffer.alloc(16);
  parser.on('packet', ({ header: { timestampSeconds, timestampMicroseconds, capturedLength, originalLength }, data }) => {
    // What node_pcap has from libpcap.
    header.writeUInt32LE(timestampSeconds, 0);
    header.writeUInt32LE(timestampMicroseconds, 4);
    header.writeUInt32LE(capturedLength, 8);
    header.writeUInt32LE(originalLength, 12);
    take(pcap.decode.packet({ link_type: 'LINKTYPE_ETHERNET', header, buf: data }));
  });
  parser.on('error', reject);
  parser.on('end', resolve);
});

const chunked = function* (whole) {
  const buffer = Buffer.from(whole.buffer, whole.byteOffset, whole.length);
  for (let at = 0; at < buffer.length; at += 65_536) yield buffer.subarray(at, at + 65_536);
};

/** Both read the same packets. */
const agree = async () => {
  const { columns, length } = await readTable(bytes);
  deepStrictEqual(length, count);
  let row = 0;
  await decodeAll(Readable.from(chunked(bytes)), ({ payload: { payload: ip } }) => {
    deepStrictEqual([columns.totalLength[row], columns.identification[row]], [ip.length, ip.identification]);
    const { sport, dport } = ip.payload;
    deepStrictEqual([columns.sourcePort[row], columns.destinationPort[row]], [sport, dport]);
    deepStrictEqual([columns.ipv4ChecksumStatus[row], columns.checksumStatus[row]], [0, 0]);
    row += 1;
  });
  deepStrictEqual(row, count);
};

await agree();
// In a process of its own, which has nothing else.
const memory = Number(execFileSync(process.execPath, [fileURLToPath(new URL('./capture-memory.mjs', import.meta.url)), path, String(count)]));

const kept = new Array(1024).fill(null);
const rates = await runAwaited([
  { name: 'drywire', pass: () => readTable(bytes) },
  {
    name: 'pcap-parser and pcap, unverified',
    pass: () => {
      let at = 0;
      return decodeAll(Readable.from(chunked(bytes)), (packet) => {
        kept[at++ & 1023] = packet;
      });
    },
  },
], { units: count, rounds: isQuick ? 1 : 7, warmUp: isQuick ? 0 : 2 });

rates.print(`capture-table, a file of ${(bytes.length / 1e6).toFixed(0)} MB, millions of packets per second of processor time`, 'drywire');
const rate = rates.median('drywire');
report('capture-table', rate.toFixed(3), 'Mpackets/s', BAR, rate / BAR, 1, rate >= BAR);
rates.line('capture-table:peers', 'drywire', 'pcap-parser and pcap, unverified', 3);
report('capture-table:memory', memory.toFixed(1), 'MiB', MOST_MEMORY, memory / MOST_MEMORY, 1, memory <= MOST_MEMORY);
