import { readCapture } from './capture.js';
import { FlowTable } from './flow-table.js';
import type { CaptureSource, FlowTableOptions, ReadCaptureOptions } from './types.js';

/**
 * Reads a capture into a `FlowTable`. Each packet is read by the link type of its interface, or by `options.link` where that is
 * given.
 *
 * @throws As `readCapture` does. What is wrong further on in the file is told to `options.onProblem`.
 *
 * @example
 * ```js
 * import { encode, readFlows, writeCapture } from 'drywire';
 *
 * const data = encode({ ipv4: { source: '10.0.0.1', destination: '10.0.0.2' }, udp: { sourcePort: 40000, destinationPort: 53 } });
 * const packets = [0n, 2_500_000n].map((timestamp) => ({ data, timestamp, link: 'raw' }));
 * const table = await readFlows(writeCapture(packets));
 * const { a, b, duration } = table.conversation(0);
 * table.release();
 * console.log(`${a.address}:${a.port} to ${b.address}:${b.port}: ${a.packets} packets, ${duration} ms`); // 10.0.0.1:40000 to 10.0.0.2:53: 2 packets, 2.5 ms
 * ```
 */
export async function readFlows(source: CaptureSource, options: FlowTableOptions & ReadCaptureOptions = {}): Promise<FlowTable> {
  const table = new FlowTable(options);
  try {
    for await (const { data, bounds, timestamps, originalLengths, links } of readCapture(source, options).batches()) {
      table.append(data, bounds, options.link === undefined ? { timestamps, originalLengths, links } : { timestamps, originalLengths });
    }
  } catch (error) {
    table.release();
    throw error;
  }
  return table;
}
