// What may be set of a connection does what it says; a wrong value is named, with TypeError for its kind and RangeError for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TcpConnection, decode } from 'drywire';
import { LOCAL, REMOTE, carry, established, pair } from './support/wire.mjs';

const good = { local: LOCAL, remote: REMOTE, seed: 1 };
const syn = (settings) => decode(TcpConnection.connect({ ...good, ...settings }, 0).transmit(0));
const option = (packet, wanted) => packet.tcp.options.find(({ name }) => name === wanted);

const WRONG = [
  [{ local: undefined }, TypeError, 'local'],
  [{ local: 80 }, TypeError, 'local'],
  [{ local: null }, TypeError, 'local'],
  [{ local: '10.0.0.1' }, RangeError, 'local'],
  [{ local: '10.0.0.256:80' }, RangeError, 'local'],
  [{ local: '10.0.0.1:65536' }, RangeError, 'local'],
  [{ local: '10.0.0.1:0' }, RangeError, 'local'],
  [{ local: 'localhost:80' }, RangeError, 'local'],
  [{ local: { address: '10.0.0.1' } }, TypeError, 'local.port'],
  [{ local: { address: 1, port: 80 } }, TypeError, 'local.address'],
  [{ local: { address: '::1', port: 80 } }, RangeError, 'local.address'],
  [{ remote: undefined }, TypeError, 'remote'],
  [{ remote: { address: '10.0.0.2', port: 1.5 } }, RangeError, 'remote.port'],
  [{ remote: '224.0.0.1:80' }, RangeError, 'remote'],
  [{ remote: '255.255.255.255:80' }, RangeError, 'remote'],
  [{ local: '0.0.0.0:80' }, RangeError, 'local'],
  [{ seed: undefined }, TypeError, 'secret'],
  [{ secret: new Uint8Array(16) }, TypeError, 'one of them'],
  [{ seed: '1' }, TypeError, 'seed'],
  [{ seed: -1 }, RangeError, 'seed'],
  [{ seed: 2 ** 53 }, RangeError, 'seed'],
  [{ seed: undefined, secret: 'secret' }, TypeError, 'secret'],
  [{ seed: undefined, secret: new Uint8Array(15) }, RangeError, 'secret'],
  [{ sendBuffer: 0 }, RangeError, 'sendBuffer'],
  [{ sendBuffer: 2 ** 30 + 1 }, RangeError, 'sendBuffer'],
  [{ sendBufferLimit: -1 }, RangeError, 'sendBufferLimit'],
  [{ receiveBufferLimit: 2 ** 30 + 1 }, RangeError, 'receiveBufferLimit'],
  [{ receiveBuffer: '1' }, TypeError, 'receiveBuffer'],
  [{ receiveBuffer: 0.5 }, RangeError, 'receiveBuffer'],
  [{ receivePieces: -1 }, RangeError, 'receivePieces'],
  [{ mtu: 67 }, RangeError, 'mtu'],
  [{ mtu: 65_536 }, RangeError, 'mtu'],
  [{ nagle: 1 }, TypeError, 'nagle'],
  [{ ackDelay: 500 }, RangeError, 'ackDelay'],
  [{ ackDelay: NaN }, RangeError, 'ackDelay'],
  [{ keepAlive: 5 }, TypeError, 'keepAlive'],
  [{ keepAlive: null }, TypeError, 'keepAlive'],
  [{ keepAlive: { idle: -1 } }, RangeError, 'keepAlive.idle'],
  [{ keepAlive: { interval: 'x' } }, TypeError, 'keepAlive.interval'],
  [{ keepAlive: { probes: 0 } }, RangeError, 'keepAlive.probes'],
  [{ userTimeout: -1 }, RangeError, 'userTimeout'],
  [{ userTimeout: true }, TypeError, 'userTimeout'],
  [{ r1: 1.5 }, RangeError, 'r1'],
  [{ r2: Infinity }, RangeError, 'r2'],
  [{ synR2: null }, TypeError, 'synR2'],
  [{ msl: -0.5 }, RangeError, 'msl'],
  [{ minRto: 0 }, RangeError, 'minRto'],
  [{ maxRto: 199 }, RangeError, 'maxRto'],
  [{ sack: 'yes' }, TypeError, 'sack'],
  [{ ecn: 1 }, TypeError, 'ecn'],
  [{ windowValidation: 'yes' }, TypeError, 'windowValidation'],
  [{ initialWindow: 0 }, RangeError, 'initialWindow'],
  [{ challengeAcks: 1e9 }, RangeError, 'challengeAcks'],
  [{ ttl: 0 }, RangeError, 'ttl'],
  [{ dscp: 64 }, RangeError, 'dscp'],
  [{ controller: 'bic' }, RangeError, 'controller'],
  [{ controller: 1 }, TypeError, 'controller'],
  [{ sourceRoute: '10.0.0.3' }, TypeError, 'sourceRoute'],
  [{ sourceRoute: new Array(9).fill('10.0.0.3') }, RangeError, 'sourceRoute'],
  [{ sourceRoute: ['x'] }, RangeError, 'sourceRoute[0]'],
  [{ senBuffer: 1 }, TypeError, 'senBuffer'],
];

for (const [settings, kind, name] of WRONG) {
  test(`${JSON.stringify(settings, (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value))} is a ${kind.name}`, () => {
    const thrown = (error) => error instanceof kind && error.constructor === kind && error.message.includes(name);
    assert.throws(() => TcpConnection.connect({ ...good, ...settings }, 0), thrown);
    // What is refused leaves nothing behind.
    assert.equal(TcpConnection.connect(good, 0).state, 'SYN-SENT');
  });
}

test('other arguments are checked too', () => {
  const { client } = established();
  for (const now of [-1, NaN, Infinity, 2 ** 42 + 1]) {
    for (const call of [() => client.receive(new Uint8Array(0), now), () => client.transmit(now), () => client.transmitAll(now),
      () => client.receiveAll([], now), () => client.advance(now), () => TcpConnection.connect(good, now)]) {
      assert.throws(call, { name: 'RangeError', message: /^now must be/ });
    }
  }
  for (const now of [undefined, null, '1', 1n]) assert.throws(() => client.transmit(now), { name: 'TypeError', message: /^now must be/ });
  for (const bytes of [undefined, null, 'abc', [1, 2], 5]) {
    assert.throws(() => client.receive(bytes, 1), { name: 'TypeError', message: /^packet must be/ });
    assert.throws(() => client.receiveAll([new Uint8Array(1), bytes], 1), { name: 'TypeError', message: /^packets\[1\] must be/ });
    assert.throws(() => client.write(bytes), { name: 'TypeError', message: /^data must be/ });
    assert.throws(() => TcpConnection.resetFor(bytes), { name: 'TypeError' });
  }
  assert.throws(() => client.receiveAll(new Uint8Array(3), 1), { name: 'TypeError', message: /^packets must be/ });
  assert.throws(() => client.read(-1), { name: 'RangeError', message: /^limit must be/ });
  assert.throws(() => client.read('1'), { name: 'TypeError', message: /^limit must be/ });
  assert.throws(() => client.write(new Uint8Array(1), { urgent: 1 }), { name: 'TypeError', message: /^options.urgent/ });
  assert.throws(() => client.setNagle('on'), { name: 'TypeError' });
  assert.throws(() => client.setDscp(64), { name: 'RangeError' });
  assert.throws(() => client.setR2(-1), { name: 'RangeError' });
  assert.throws(() => TcpConnection.listen(undefined), { name: 'TypeError', message: /^options must be/ });
  assert.throws(() => TcpConnection.listen({ local: REMOTE, remote: LOCAL, seed: 1 }), { name: 'TypeError', message: /^options.remote/ });
  assert.throws(() => new TcpConnection(), { name: 'TypeError', message: /TcpConnection.connect/ });
  assert.equal(client.state, 'ESTABLISHED', 'and nothing came of them');
});

test('a SYN offers what is set, and nothing else', () => {
  assert.equal(option(syn({ mtu: 1280 }), 'mss').value, 1240);
  assert.deepEqual(['windowScale', 'timestamps', 'sackPermitted'].map((name) => option(syn({}), name) !== undefined), [true, true, true]);
  const bare = syn({ windowScale: false, timestamps: false, sack: false });
  assert.deepEqual(bare.tcp.options.map(({ name }) => name), ['mss']);
  assert.equal(option(syn({ receiveBuffer: 2 ** 30 }), 'windowScale').shift, 14);
  assert.equal(syn({ receiveBuffer: 1000 }).tcp.window, 1000);
  const growing = syn({ receiveBuffer: 1000, receiveBufferLimit: 2 ** 22 });
  assert.deepEqual([growing.tcp.window, option(growing, 'windowScale').shift], [1000, 7], 'RFC 7323 2.3: as large as it may become');
  const { ttl, dscp } = syn({ ttl: 1, dscp: 63 }).ipv4;
  assert.deepEqual([ttl, dscp], [1, 63]);
});

test('RFC 3168 6.1: what both agree on by their SYNs is marked as able to carry a mark', () => {
  const flags = ({ tcp: { flags: { ece, cwr } } }) => ({ ece, cwr });
  for (const [ours, theirs] of [[true, true], [true, false], [false, true], [false, false]]) {
    const client = TcpConnection.connect({ local: LOCAL, remote: REMOTE, seed: 1, ecn: ours }, 0);
    const server = TcpConnection.listen({ local: REMOTE, seed: 2, ecn: theirs });
    const syn = client.transmit(0);
    assert.deepEqual(flags(decode(syn)), { ece: ours, cwr: ours }, '6.1.1');
    server.receive(syn, 0);
    const answer = server.transmit(0);
    assert.deepEqual(flags(decode(answer)), { ece: ours && theirs, cwr: false }, '6.1.1');
    client.receive(answer, 0);
    client.write(new Uint8Array(10));
    const data = client.transmitAll(0).map((packet) => decode(packet)).find(({ payload }) => payload.length > 0);
    assert.equal(data.ipv4.ecn, ours && theirs ? 2 : 0, '6.1.2');
  }
});

test('RFC 9293 3.9.2.1: packets go along a source route', () => {
  const { ipv4 } = syn({ sourceRoute: ['10.0.0.7', '10.0.0.8'] });
  assert.equal(ipv4.destination, '10.0.0.7');
  assert.deepEqual(ipv4.options.find(({ name }) => /route/i.test(name)).addresses, ['10.0.0.8', '10.0.0.2']);
  assert.equal(syn({ sourceRoute: [] }).ipv4.destination, '10.0.0.2');
});

test('durations are in milliseconds, fractions allowed, to the microsecond', () => {
  const { client, server } = established({ ackDelay: 12.345, msl: 0.001 }, 1000.001);
  client.write(new Uint8Array(10));
  server.receive(client.transmit(1000.001), 1000.001);
  assert.equal(server.transmit(1000.001), null);
  assert.equal(server.timeout(), 1012.346);
  server.advance(1012.345);
  assert.equal(server.transmit(1012.345), null);
  server.advance(1012.346);
  assert.notEqual(server.transmit(1012.346), null);
  client.close();
  server.close();
  carry(client, server, 1100);
  const ends = [client, server].map((side) => side.timeout()).filter((due) => due !== null);
  assert.ok(ends.every((due) => due === 1100.002));
});

test('the congestion controller is the one that is asked for: after a loss, NewReno halves its window and CUBIC takes 0.7 of it', () => {
  const after = (controller) => {
    const { client, server } = established(controller === undefined ? {} : { controller });
    client.write(new Uint8Array(14_480));
    const packets = client.transmitAll(1);
    assert.equal(packets.length, 10);
    server.receiveAll(packets.slice(1), 1);
    for (let now = 1; now < 500; now += 1) {
      carry(client, server, now);
      client.advance(now);
    }
    return client.info().ssthresh;
  };
  const [cubic, reno] = [after('cubic'), after('new-reno')];
  assert.ok(cubic > 1.2 * reno && reno >= 2 * 1448, `${cubic} and ${reno}`);
  assert.equal(after(undefined), cubic);
});

test('RFC 9293 3.8.4: keep-alive is off unless it is asked for, and then as it is set', () => {
  const due = (keepAlive) => established({ keepAlive }).client.timeout();
  assert.deepEqual([due(undefined), due(false), due(true), due({}), due({ idle: 500 })], [null, null, 7_200_000, 7_200_000, 500]);
  const { client } = established({ keepAlive: { idle: 100, interval: 10, probes: 2 } });
  let now = 0;
  while ((now = client.timeout()) !== null) {
    client.advance(now);
    client.transmitAll(now);
  }
  assert.deepEqual(client.events(), [{ type: 'closed', reason: 'timed-out' }]);
});

test('RFC 9293 3.9.1: the user\'s own limit ends a connection whose data is not acknowledged', () => {
  const { client } = established({ userTimeout: 1500 });
  client.write(new Uint8Array(10));
  let last = 0;
  for (let now = 0; now !== null; now = client.timeout()) {
    last = now;
    client.advance(now);
    client.transmitAll(now);
  }
  assert.equal(client.state, 'CLOSED');
  assert.ok(last >= 1500 && last < 3000, `${last}`);
});

test('ends may be given as objects, and in another realm\'s bytes', () => {
  const client = TcpConnection.connect({ local: { address: '10.0.0.1', port: 49152 }, remote: { address: '10.0.0.2', port: 80 }, seed: 1 }, 0);
  assert.deepEqual(client.transmit(0), pair().client.transmit(0));
});
