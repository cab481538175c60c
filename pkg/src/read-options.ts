/** Options of TCP, from their rows. */
import { Row } from './layout.js';
import { TCP_OPTIONS } from './options.js';
import { readOption } from './read-fields.js';
import type { TcpOption } from './types.js';

/** The `count` TCP options whose rows begin at `at`. */
export function readTcpOptions(w: Uint32Array, at: number, count: number, bytes: Uint8Array): TcpOption[] {
  // Of known length: an array that grows makes room for seventeen.
  const options = new Array<TcpOption>(count);
  for (let row = 0; row < count; row++) {
    const head = w[at]!;
    options[row] = tcpOption(w, at, head, bytes);
    at += 1 + (head >>> 16);
  }
  return options;
}

function tcpOption(w: Uint32Array, at: number, head: number, bytes: Uint8Array): TcpOption {
  switch (head & 255) {
    // Literals for what SYNs and acknowledgments have: by the table they would take as long as all the rest of a packet.
    case Row.NoOperation: return { kind: 1, name: 'nop' };
    case Row.MaximumSegmentSize: return { kind: 2, name: 'mss', value: w[at + 1]! };
    case Row.WindowScale: return { kind: 3, name: 'windowScale', shift: w[at + 1]! };
    case Row.SackPermitted: return { kind: 4, name: 'sackPermitted' };
    case Row.Timestamps: return { kind: 8, name: 'timestamps', value: w[at + 1]!, echoReply: w[at + 2]! };
    case Row.Sack: return { kind: 5, name: 'sack', blocks: sackBlocks(w, at, head >>> 17) };
    default: return readOption(w, at, bytes, TCP_OPTIONS) as TcpOption;
  }
}

function sackBlocks(w: Uint32Array, at: number, count: number): { left: number; right: number }[] {
  const blocks = new Array<{ left: number; right: number }>(count);
  for (let index = 0; index < count; index++) {
    blocks[index] = { left: w[at + 1 + 2 * index]!, right: w[at + 2 + 2 * index]! };
  }
  return blocks;
}
