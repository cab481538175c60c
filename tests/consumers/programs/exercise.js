// What every consumer does with the package. It gives what came out as plain JSON, bytes in hex.

const SYN = `
  02:00:00:00:00:02 02:00:00:00:00:01 8100 0007 0800
  4500 003c 0001 4000 4006 4e7f c0000201 c6336407
  c000 01bb fffffffe 00000000 a002 faf0 9f17 0000 020405b4 0402 080a 00000001 00000000 01 030307
  abcd`;

/**
 * @param packages the four entries, imported in the consumer's own way
 * @param {WebAssembly.Module} module compiled from `drywire/drywire.wasm`, for `drywire/slim`
 */
export const exercise = ({ drywire, codec, inspect, slim }, module) => {
  slim.init(module);
  const outcome = { drywire: codecOf(drywire), codec: codecOf(codec), slim: codecOf(slim) };
  const dissections = { drywire: dissectionOf(drywire), inspect: dissectionOf(inspect), slim: dissectionOf(slim) };
  const readings = { drywire: readingOf(drywire), inspect: readingOf(inspect) };
  const connections = { drywire: connectionOf(drywire), slim: connectionOf(slim) };
  return JSON.parse(JSON.stringify({ ...outcome, dissections, readings, connections }, (_, value) => (value instanceof Uint8Array ? hex(value) : value)));
};

const codecOf = ({ decode, encode, parseHex, PacketTable, PacketError, HexError }) => {
  const bytes = parseHex(SYN);
  const packet = decode(bytes);
  const built = encode({
    ipv4: { source: '10.0.0.1', destination: '10.0.0.2', identification: 1 },
    udp: { sourcePort: 12345, destinationPort: 53 },
    payload: [0xab, 0xcd],
  });
  return {
    packet,
    again: encode(packet),
    built,
    table: tableOf(PacketTable, bytes, built),
    problems: decode(bytes.subarray(0, 42)).problems.map(({ code, layer, offset }) => ({ code, layer, offset })),
    strict: thrown(PacketError, () => decode(bytes.subarray(0, 42), { strict: true })),
    notHex: thrown(HexError, () => parseHex('45 0g')),
  };
};

const tableOf = (PacketTable, first, second) => {
  const table = new PacketTable();
  table.append(Uint8Array.of(...first, ...second), Uint32Array.of(0, first.length, first.length, second.length));
  const { destination, destinationPort, tcpFlags, checksumStatus, payloadLength } = table.columns;
  const columns = { destination, destinationPort, tcpFlags, checksumStatus, payloadLength };
  return {
    length: table.length,
    columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, [...column]])),
    udp: table.packet(1).udp,
  };
};

const dissectionOf = ({ dissect }) => {
  const { link, layers } = dissect(SYN);
  const { value, offset, length, bitMask } = layers.flatMap(({ fields }) => fields).find(({ name }) => name === 'tcp.flags.syn');
  return {
    link,
    layers: layers.map((layer) => [layer.name, layer.offset, layer.length]),
    syn: { value, offset, length, bitMask },
  };
};

const readingOf = ({ decode, guessLink, parseDump, parseHex, summarize, HexError, DumpError }) => {
  const { format, packets: [{ data, link }] } = parseDump(hex(parseHex(SYN)));
  return {
    format, link, data, line: summarize(data), port: decode(data).tcp.destinationPort, guess: guessLink(data).link,
    notHex: thrown(HexError, () => summarize('45 0g')),
    noDump: thrown(DumpError, () => parseDump('<Buffer 45')).code,
  };
};

const connectionOf = ({ TcpConnection, TcpError }) => {
  const client = TcpConnection.connect({ local: '10.0.0.1:49152', remote: '10.0.0.2:80', seed: 1 }, 0);
  const server = TcpConnection.listen({ local: '10.0.0.2:80', seed: 2 });
  client.write(Uint8Array.of(1, 2, 3));
  for (let round = 0; round < 2; round++) {
    server.receiveAll(client.transmitAll(0), 0);
    client.receiveAll(server.transmitAll(0), 0);
  }
  const { state } = client;
  client.abort();
  server.receive(client.transmit(1), 1);
  const error = thrown(TcpError, () => client.write(Uint8Array.of(4)));
  return { state, events: server.events().map(({ type }) => type), error: error.code };
};

const thrown = (Class, action) => {
  try {
    action();
  } catch (error) {
    if (error instanceof Class) return { name: error.name, code: error.code, place: error.column ?? error.offset };
    throw error;
  }
  return 'nothing was thrown';
};

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
