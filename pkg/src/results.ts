/** What of the package's results an object is, told without running any code of its own. */
import { encode } from './encode.js';
import { dissect } from './dissect.js';
import type { Dissection, Packet } from './types.js';

/** A packet that `decode` gave, or what is left of one after it was changed. */
export function isPacket(value: unknown): value is Packet {
  return isArray(value, 'layers') && isArray(value, 'problems') && own(value, 'payload') instanceof Uint8Array
    && ['link', 'ipv4', 'tcp', 'udp', 'icmp'].every((key) => typeof own(value, key) === 'object');
}

/** What `dissect` gave. */
export function isDissection(value: unknown): value is Dissection {
  return isArray(value, 'layers') && isArray(value, 'problems') && own(value, 'bytes') instanceof Uint8Array && typeof own(value, 'link') === 'string';
}

/** The dissection of a packet's bytes as they are now; nothing where they can't be written. */
export function dissected(packet: Packet): Dissection | undefined {
  try {
    // IP packets have no link header, and neither have bytes that no header was read from.
    const link = packet.link === null ? (packet.layers.length === 0 ? 'auto' : 'raw') : packet.layers[0] as Dissection['link'];
    return dissect(encode(packet), { link });
  } catch {
    return undefined;
  }
}

function isArray(value: unknown, key: string): boolean {
  return Array.isArray(own(value, key));
}

/** A property of an object's own that is data: a getter may do anything. */
function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
