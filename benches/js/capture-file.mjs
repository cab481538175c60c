// The file that benchmarks of captures read: 144 MB of 200,000 packets.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readMix } from './mix.mjs';

/** Bytes of a record that counts as large. */
const LARGER = 240;

/** The mix, and after it as many of its larger packets: 720 bytes each on average, record included. */
export const makeCapture = (mixed, packets) => {
  const path = join(dirname(mixed), 'capture.pcap');
  const whole = readFileSync(mixed);
  const { bounds } = readMix(mixed, packets);
  const records = Array.from({ length: bounds.length / 2 }, (_, index) => whole.subarray(bounds[index * 2] - 16, bounds[index * 2] + bounds[index * 2 + 1]));
  const larger = records.filter(({ length }) => length >= LARGER);
  const more = records.map((_, index) => larger[index % larger.length]);
  const file = Buffer.concat([whole.subarray(0, 24), ...records, ...more]);
  writeFileSync(path, file);
  return { path, bytes: new Uint8Array(file.buffer, file.byteOffset, file.length), count: records.length + more.length };
};
