// What TypeScript must refuse: each line after an `@ts-expect-error` is a mistake, and nothing else is one.
import { PacketError, PacketTable, decode, dissect, encode } from 'drywire';
import type { Icmp, Ipv4Option, LinkLayer, Packet, PacketSpec, TcpOption } from 'drywire';
import { init } from 'drywire/slim';

declare const packet: Packet;
declare const link: LinkLayer;
declare const icmp: Icmp;
declare const tcpOption: TcpOption;
declare const ipv4Option: Ipv4Option;
const ipv4 = { source: '10.0.0.1', destination: '10.0.0.2' };

// @ts-expect-error a packet may lack a TCP header
export const window = packet.tcp.window;
// @ts-expect-error a loopback header has no address
export const source = link.source;
// @ts-expect-error there is no such link
export const wireless = link.kind === 'wireless';
// @ts-expect-error not every option has a value
export const value = tcpOption.value;
// @ts-expect-error an MSS has no shift
export const shift = tcpOption.name === 'mss' ? tcpOption.shift : 0;
// @ts-expect-error this kind is not of this name
export const contradiction: TcpOption = { kind: 3, name: 'mss', value: 1460 };
// @ts-expect-error a router alert has no route
export const route = ipv4Option.name === 'routerAlert' ? ipv4Option.addresses : [];
// @ts-expect-error an echo has no gateway
export const gateway = icmp.name === 'echoReply' ? icmp.gateway : '';
// @ts-expect-error a status is no boolean
export const good: boolean = packet.ipv4?.checksumStatus;
// @ts-expect-error an option left out is not there, so it can't be undefined
export const padding: TcpOption = { kind: 0, name: 'eol', padding: undefined };
// @ts-expect-error a field without bits of its own has no mask
export const mask: number = dissect('45').layers[0]?.fields[0]?.bitMask;

// @ts-expect-error an address is missing
export const halfAddressed: PacketSpec = { ipv4: { source: '10.0.0.1' } };
// @ts-expect-error a port is no text
encode({ ipv4, udp: { sourcePort: '53', destinationPort: 53 } });
// @ts-expect-error a module is no path
init('drywire.wasm');
// @ts-expect-error a flag is misspelt
encode({ ipv4, tcp: { sourcePort: 1, destinationPort: 2, flags: { sin: true } } });
// @ts-expect-error there is no such way to fill
encode(packet, { fill: 'some' });
// @ts-expect-error a link is misspelt
decode('45', { link: 'token ring' });
// @ts-expect-error numbers are no input
decode([0x45]);
// @ts-expect-error bounds are 32 bits wide
new PacketTable().append(new Uint8Array(4), new Uint16Array(2));
// @ts-expect-error an option of the table is misspelt
new PacketTable({ verified: true });
// @ts-expect-error a module has to be brought
init();
// @ts-expect-error an error's code is text
export const code: number = new PacketError(packet.problems[0]!).code;
