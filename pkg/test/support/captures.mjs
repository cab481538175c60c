// Packets of the captures that the repository's tests share, by a reader of pcap files of its own.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const FOLDER = fileURLToPath(new URL('../../../../shared/captures', import.meta.url));

/** Names of the pcap files; none where the captures are not there. */
export const captures = () => (existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.pcap')).sort() : []);

export const missing = captures().length === 0 && 'no captures beside the repository: ../shared/captures';

/** A pcap file: its LINKTYPE, its bytes, and where its packets are in them. */
export function read(name) {
  const data = new Uint8Array(readFileSync(join(FOLDER, name)));
  const view = new DataView(data.buffer);
  const little = [0xa1b2c3d4, 0xa1b23c4d].includes(view.getUint32(0, true));
  const bounds = [];
  for (let at = 24; at + 16 <= data.length;) {
    const length = view.getUint32(at + 8, little);
    bounds.push(at + 16, length);
    at += 16 + length;
  }
  return { link: view.getUint32(20, little) & 0xffff, data, bounds: Uint32Array.from(bounds) };
}

/** The packets of a capture, one by one. */
export function packetsOf({ data, bounds }) {
  return Array.from({ length: bounds.length / 2 }, (_, index) => data.subarray(bounds[index * 2], bounds[index * 2] + bounds[index * 2 + 1]));
}
