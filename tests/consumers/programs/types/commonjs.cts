// The same as esm.mts in a CommonJS module, as TypeScript writes them with `verbatimModuleSyntax`.
import fs = require('node:fs');
import drywire = require('drywire');
import codec = require('drywire/codec');
import slim = require('drywire/slim');

const spec: drywire.PacketSpec = {
  ipv4: { source: '192.0.2.1', destination: '192.0.2.2' },
  tcp: { sourcePort: 1024, destinationPort: 80, flags: { syn: true }, options: [{ name: 'mss', value: 1460 }] },
};
const bytes: Uint8Array = drywire.encode(spec);
const packet: drywire.Packet = drywire.decode(bytes, { link: 'raw' });

const mss = (option: drywire.TcpOption): number[] => (option.name === 'mss' ? [option.value] : []);

const strict = (): string => {
  try {
    return drywire.decode(drywire.parseHex('4500'), { link: 'raw', strict: true }).layers.join();
  } catch (error) {
    if (error instanceof drywire.PacketError) return `${error.code} ${error.layer} ${error.offset}`;
    throw error;
  }
};

const table = new drywire.PacketTable({ verify: false });
table.append(bytes);
slim.init(fs.readFileSync(require.resolve('drywire/drywire.wasm')));
const same: drywire.Packet[] = [codec.decode(bytes), slim.decode(bytes), table.packet(0)];

console.log(JSON.stringify({
  mss: packet.tcp?.options.flatMap(mss) ?? [],
  syn: packet.tcp?.flags.syn ?? false,
  sources: same.map(({ ipv4 }) => ipv4?.source ?? 'none'),
  ports: [...table.columns.destinationPort],
  layers: drywire.dissect(bytes).layers.map(({ label }) => label),
  strict: strict(),
}));
