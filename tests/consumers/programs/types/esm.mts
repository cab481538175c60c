// TypeScript with `moduleResolution: nodenext`, an ES module: compiled, then run by Node. Globals are Node's alone.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PacketError, PacketTable, decode, dissect, encode, parseHex } from 'drywire';
import type { Packet, PacketSpec, TcpOption } from 'drywire';
import * as codec from 'drywire/codec';
import { decode as slimDecode, init } from 'drywire/slim';

const spec: PacketSpec = {
  ipv4: { source: '192.0.2.1', destination: '192.0.2.2' },
  tcp: { sourcePort: 1024, destinationPort: 80, flags: { syn: true }, options: [{ name: 'mss', value: 1460 }] },
};
const bytes: Uint8Array = encode(spec);
const packet: Packet = decode(bytes, { link: 'raw' });

const mss = (option: TcpOption): number[] => (option.name === 'mss' ? [option.value] : []);

const strict = (): string => {
  try {
    return decode(parseHex('4500'), { link: 'raw', strict: true }).layers.join();
  } catch (error) {
    if (error instanceof PacketError) return `${error.code} ${error.layer} ${error.offset}`;
    throw error;
  }
};

const table = new PacketTable({ verify: false });
table.append(bytes);
init(readFileSync(fileURLToPath(import.meta.resolve('drywire/drywire.wasm'))));
const same: Packet[] = [codec.decode(bytes), slimDecode(bytes), table.packet(0)];

console.log(JSON.stringify({
  mss: packet.tcp?.options.flatMap(mss) ?? [],
  syn: packet.tcp?.flags.syn ?? false,
  sources: same.map(({ ipv4 }) => ipv4?.source ?? 'none'),
  ports: [...table.columns.destinationPort],
  layers: dissect(bytes).layers.map(({ label }) => label),
  strict: strict(),
}));
