// The packets that the native benchmarks made, as a capture has them: in one buffer, each after a header of its own.
import { readFileSync } from 'node:fs';

/**
 * Reads a pcap file of the native benchmarks.
 * @param {string} path
 * @param {number} limit how many packets at most
 * @returns {{ data: Uint8Array, bounds: Uint32Array, frames: Uint8Array[] }} `bounds`: offset and length of each packet
 */
export const readMix = (path, limit) => {
  const file = readFileSync(path);
  const data = new Uint8Array(file.buffer, file.byteOffset, file.length);
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  if (view.getUint32(0, true) !== 0xa1b2c3d4) throw new Error(`${path} is no capture of the native benchmarks`);
  const bounds = [];
  for (let at = 24; at < data.length && bounds.length < limit * 2;) {
    const length = view.getUint32(at + 8, true);
    bounds.push(at + 16, length);
    at += 16 + length;
  }
  const frames = [];
  for (let at = 0; at < bounds.length; at += 2) frames.push(data.subarray(bounds[at], bounds[at] + bounds[at + 1]));
  return { data, bounds: Uint32Array.from(bounds), frames };
};
