// TypeScript with `moduleResolution: bundler` and a page's globals: must compile. Every union is told apart to its last case.
import { PacketTable, decode, dissect, encode } from 'drywire';
import type {
  ChecksumStatus, DissectedField, Icmp, Ipv4Option, LinkLayer, Packet, PacketColumns, Problem, TcpOption,
} from 'drywire';
import { encode as encodeSmall } from 'drywire/codec';
import { decode as decodeSlim, init } from 'drywire/slim';

/** What is not the last case of a union does not fit here. */
const nothingElse = (left: never): never => left;

export const linkText = (link: LinkLayer): string => {
  switch (link.kind) {
    case 'ethernet': return `${link.source} ${link.tags.map((tag) => tag.id).join()}`;
    case 'null':
    case 'loop': return `${link.family} ${link.byteOrder}`;
    case 'sll': return `${link.packetType} ${link.address}`;
    case 'sll2': return `${link.interfaceIndex} ${link.address}`;
    default: return nothingElse(link);
  }
};

export const tcpOption = (option: TcpOption): string | number => {
  switch (option.name) {
    case 'mss': return option.value;
    case 'windowScale': return option.shift;
    case 'sack': return option.blocks.map(({ left, right }) => right - left).join();
    case 'timestamps': return option.value - option.echoReply;
    case 'userTimeout': return `${option.value} ${option.granularity}`;
    case 'fastOpen': return option.cookie.length;
    case 'md5': return option.digest.length;
    case 'ao': return option.data.length;
    case 'eol': return option.padding?.length ?? 0;
    case 'sackPermitted':
    case 'nop': return option.kind;
    case 'unknown':
    case 'malformed': return option.data.length;
    default: return nothingElse(option);
  }
};

export const ipv4Option = (option: Ipv4Option): string | number => {
  switch (option.name) {
    case 'recordRoute':
    case 'looseSourceRoute':
    case 'strictSourceRoute': return option.addresses.join();
    case 'timestamp': return option.entries.map((entry) => ('address' in entry ? entry.address : entry.timestamp)).join();
    case 'routerAlert': return option.value;
    case 'eol': return option.padding?.length ?? 0;
    case 'nop': return option.kind;
    case 'unknown':
    case 'malformed': return option.data.length;
    default: return nothingElse(option);
  }
};

export const icmpText = (icmp: Icmp): string | number => {
  switch (icmp.name) {
    case 'echoReply':
    case 'echoRequest': return icmp.identifier + icmp.sequenceNumber;
    case 'destinationUnreachable': return icmp.nextHopMtu;
    case 'redirect': return icmp.gateway;
    case 'timeExceeded': return icmp.quoted?.ipv4.source ?? '';
    case 'parameterProblem': return icmp.pointer;
    case 'unknown': return icmp.restOfHeader;
    default: return nothingElse(icmp);
  }
};

export const checksumText = (status: ChecksumStatus): string => {
  const texts: Record<ChecksumStatus, string> = { good: '✓', bad: '✗', absent: '–', unverified: '?' };
  return texts[status];
};

export const show = async (file: File, wasm: URL): Promise<string[]> => {
  init(await WebAssembly.compileStreaming(fetch(wasm)));
  const bytes = new Uint8Array(await file.arrayBuffer());
  const packet: Packet = decode(bytes);
  const copy: Packet = structuredClone(packet);
  const table = new PacketTable({ link: 'ethernet', retain: false });
  table.append(await file.arrayBuffer());
  const { columns }: { columns: PacketColumns } = table;
  const field: DissectedField | undefined = dissect(bytes).layers[0]?.fields[0];
  const problems: readonly Problem[] = [...decodeSlim(bytes).problems, ...(field?.problems ?? [])];
  const blob = new Blob([new Uint8Array(encode(copy, { fill: 'all' })), new Uint8Array(encodeSmall(packet))]);
  return [...problems.map(({ message }) => message), `${columns.window[0] ?? 0} ${blob.size}`];
};
