// What must type-check, and what must not: read by types.test.mjs, never run.
import {
  Capture, FlowTable, PacketTable, TcpConnection, TcpError, decode, dissect, encode, parseHex, readCapture, writeCapture,
} from 'drywire';
import type { Icmp, Ipv4Option, Packet, PacketSpec, TcpEvent, TcpOption, TcpOptionSpec, TcpState } from 'drywire';
import * as codec from 'drywire/codec';
import { init } from 'drywire/slim';

const ipv4 = { source: '10.0.0.1', destination: '10.0.0.2' };
const ports = { sourcePort: 1, destinationPort: 2 };

// A packet that was read can be written, as it is or changed.
const packet: Packet = decode(new Uint8Array(20), { link: 'raw', strict: false });
const spec: PacketSpec = packet;
encode(packet);
encode({ ...spec, ipv4: { ...ipv4, ttl: 3 } }, { fill: 'all' });
const fromTheSmallBuild: Packet = codec.decode('45');

// What has a default may be left out; the rest may not.
encode({ ipv4, tcp: { ...ports, flags: { syn: true }, options: [{ name: 'mss', value: 1460 }, { name: 'nop' }] }, payload: [1, 2] });
encode({ link: { kind: 'ethernet', tags: [{ id: 5 }] }, ipv4, icmp: { name: 'redirect', gateway: '192.0.2.1' } });
encode({ ipv4, icmp: { type: 13, restOfHeader: 1 }, payload: '00 01' });
// @ts-expect-error an address is missing
encode({ ipv4: { source: '10.0.0.1' } });
// @ts-expect-error a value is missing
encode({ ipv4, tcp: { ...ports, options: [{ name: 'mss' }] } });
// @ts-expect-error there is no such option
const unknownOption: TcpOptionSpec = { name: 'tartan', value: 1 };
// @ts-expect-error a link type is misspelt
decode('45', { link: 'ether' });
// @ts-expect-error numbers are no input
decode([0x45]);

// Unions are told apart by their names.
const number = (option: TcpOption): number => {
  switch (option.name) {
    case 'mss': return option.value;
    case 'sack': return option.blocks.length;
    case 'timestamps': return option.echoReply;
    case 'unknown':
    case 'malformed': return option.data.length;
    // @ts-expect-error a NOP has no value
    case 'nop': return option.value;
    default: return option.kind;
  }
};
const addresses = (option: Ipv4Option): string[] =>
  option.name === 'timestamp' ? option.entries.flatMap((entry) => ('address' in entry ? [entry.address] : [])) : [];
const mtu = (icmp: Icmp): number | undefined => (icmp.name === 'destinationUnreachable' ? icmp.nextHopMtu : undefined);
if (packet.link?.kind === 'ethernet') packet.link.tags.map((tag) => tag.id.toFixed());
// @ts-expect-error there may be no TCP header
packet.tcp.window;

// What was written is in memory of its own, as a Blob, fetch and WebSocket.send want it.
const own: Uint8Array<ArrayBuffer>[] = [encode({ ipv4 }), parseHex('45'), writeCapture([], { link: 'raw' })];

const capture: Capture = readCapture(own[0] ?? new ArrayBuffer(0));
// @ts-expect-error only readCapture makes one
new Capture(own[0]);

const table = new PacketTable({ verify: false });
table.append(new ArrayBuffer(4), Uint32Array.of(0, 4));
const windows: Uint16Array = table.columns.window;
// @ts-expect-error the length is the table's to say
table.length = 3;

const client = TcpConnection.connect({ local: '10.0.0.1:1', remote: { address: '10.0.0.2', port: 2 }, seed: 1, keepAlive: { idle: 5 } }, 0);
const server = TcpConnection.listen({ local: '10.0.0.2:2', secret: new Uint8Array(16), userTimeout: null });
const state: TcpState = server.state;
const sent: Uint8Array | null = client.transmit(0);
if (sent !== null && server.receive(sent, 0) === 'taken') server.receiveAll(client.transmitAll(0), 0);
// @ts-expect-error there may be nothing to send
server.receive(client.transmit(0), 0);
// @ts-expect-error a moment is missing
client.advance();
// @ts-expect-error neither seed nor secret
TcpConnection.listen({ local: '10.0.0.2:2' });
// @ts-expect-error both
TcpConnection.listen({ local: '10.0.0.2:2', seed: 1, secret: new Uint8Array(16) });
// @ts-expect-error one that listens has no peer yet
TcpConnection.listen({ local: '10.0.0.2:2', seed: 1, remote: '10.0.0.1:1' });
// @ts-expect-error only these two make one
new TcpConnection();
const ending = (event: TcpEvent): string => {
  switch (event.type) {
    case 'urgent': return event.ahead.toFixed();
    case 'closed': return event.reason;
    // @ts-expect-error nothing comes with it
    case 'readable': return event.reason;
    default: return event.type;
  }
};
const code = (error: unknown): string => (error instanceof TcpError ? error.code : '');
client[Symbol.dispose]();

const flows = new FlowTable({ link: 'raw', streams: [1] });
const { state: flowState, a: { rtt } } = flows.conversation(0);
const average: number | undefined = rtt?.average;
const isOver: boolean = flowState === 'closed' || flowState === 'reset';
// @ts-expect-error no such finding
flows.packet(0).findings.includes('lost');
// @ts-expect-error a gap has no bytes
flows.followStream(0).chunks[0]!.data.length;

const mask: number | undefined = dissect('45').layers[0]?.fields[0]?.bitMask;
init(new Uint8Array(0));

export { addresses, average, code, ending, fromTheSmallBuild, isOver, mask, mtu, number, state, unknownOption, windows };
