/** Conversations and what was said in them, from numbers and words in the module's memory: `src/wasm/flow.rs`. */
import { ipv4Text, ipv6Text } from './address.js';
import { copy, words } from './engines/flow.js';
import type { Conversation, FlowEnd, FlowFinding, FlowState, FollowedStream, StreamChunk } from './types.js';

/** Findings by their bits, the lowest first. */
export const FINDINGS: readonly FlowFinding[] = [
  'retransmission', 'fast-retransmission', 'spurious-retransmission', 'out-of-order', 'duplicate-ack', 'zero-window',
  'zero-window-probe', 'zero-window-probe-ack', 'window-full', 'window-update', 'keep-alive', 'keep-alive-ack', 'lost-segment',
  'ack-lost-segment', 'reused-ports',
];

const STATES: readonly (FlowState | null)[] = [
  null, 'opening', 'accepted', 'established', 'mid-stream', 'closing', 'closed', 'reset',
];

const HEAD = 4;
const PART = 8;

/** A conversation from its numbers. */
export function readConversation(number: number, values: Float64Array): Conversation {
  const [protocol, portA, portB, family] = values as unknown as number[];
  const a = readEnd(family!, values.subarray(4, 8), portA!, values.subarray(18, 28));
  const b = readEnd(family!, values.subarray(8, 12), portB!, values.subarray(28, 38));
  const segments = a.segments + b.segments;
  const initialRtt = values[17]!;
  return {
    number,
    protocol: protocol!,
    a,
    b,
    start: join(values[12]!, values[13]!),
    duration: values[14]!,
    firstPacket: values[15]!,
    state: STATES[values[16]!]!,
    initialRtt: Number.isNaN(initialRtt) ? null : initialRtt,
    retransmitShare: segments === 0 ? 0 : (a.retransmissions + b.retransmissions) / segments,
  };
}

/** What was said, from the words at an address. */
export function readStream(at: number): FollowedStream {
  const [count, settled, low, high] = words(at, HEAD) as unknown as number[];
  const parts = words(at + HEAD * 4, count! * PART);
  const chunks = Array.from({ length: count! }, (_, index) => readChunk(parts.subarray(index * PART)));
  return { chunks, settled: settled!, leftOut: high! * 2 ** 32 + low! };
}

function readChunk([from, kind, low, high, at, packet, timeLow, timeHigh]: Uint32Array): StreamChunk {
  const length = high! * 2 ** 32 + low!;
  return {
    from: from === 0 ? 'a' : 'b',
    data: kind === 0 ? copy(at!, length) : null,
    length,
    packet: packet!,
    timestamp: join(timeHigh!, timeLow!),
  };
}

function readEnd(family: number, address: Float64Array, port: number, values: Float64Array): FlowEnd {
  const [packets, bytes, payloadBytes, segments, retransmissions, retransmittedBytes, samples, minimum, average, maximum] =
    values as unknown as [number, number, number, number, number, number, number, number, number, number];
  return {
    address: family === 4 ? ipv4Text(address[0]!) : ipv6Text(Uint32Array.from(address), 0),
    port,
    packets,
    bytes,
    payloadBytes,
    segments,
    retransmissions,
    retransmittedBytes,
    rtt: samples === 0 ? null : { samples, minimum, average, maximum },
  };
}

function join(high: number, low: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}
