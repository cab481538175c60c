import { PacketTable } from './table.js';
import { readCapture } from './capture.js';
import type { CaptureSource, PacketTableOptions, ReadCaptureOptions } from './types.js';

/**
 * Reads a capture into a `PacketTable`. Each packet is read by the link type of its interface (or by `options.link`, where that is
 * given), and the columns have `timestamp` and `originalLength` besides the others.
 *
 * With `retain: false` only the columns are kept, some 90 bytes a packet, and files larger than memory will do.
 *
 * @throws As `readCapture` does. What is wrong further on in the file is told to `options.onProblem`.
 *
 * @example
 * ```js
 * import { encode, readTable, writeCapture } from 'drywire';
 *
 * const data = encode({ ipv4: { source: '10.0.0.1', destination: '10.0.0.2' }, udp: { sourcePort: 40000, destinationPort: 53 } });
 * const table = await readTable(writeCapture([{ data, timestamp: 5n, link: 'raw' }]));
 * console.log(table.length, table.columns.destinationPort[0], table.columns.timestamp[0]); // 1 53 5n
 * ```
 */
export async function readTable(source: CaptureSource, options: PacketTableOptions & ReadCaptureOptions = {}): Promise<PacketTable> {
  const table = new PacketTable(options);
  const capture = readCapture(source, options);
  for await (const { data, bounds, timestamps, originalLengths, links } of capture.batches({ reuse: options.retain === false })) {
    table.append(data, bounds, options.link === undefined ? { timestamps, originalLengths, links } : { timestamps, originalLengths });
  }
  return table;
}
