// TcpConnection, as DESIGN section 6 has it: RFC 9293's calls and segments, in virtual time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TcpConnection, TcpError, decode, encode } from 'drywire';
import { LOCAL, REMOTE, bytes, carry, established, pair } from './support/wire.mjs';

const text = (string) => new TextEncoder().encode(string);
const types = (connection) => connection.events().map(({ type }) => type);
const flags = (packet) => Object.entries(decode(packet).tcp.flags).filter(([, set]) => set).map(([name]) => name).join(' ');

test('RFC 9293 3.5: a handshake, its first SYN lost', () => {
  const { client, server } = pair();
  assert.deepEqual([client.state, server.state], ['SYN-SENT', 'LISTEN']);
  assert.equal(flags(client.transmit(0)), 'syn');
  assert.equal(client.transmit(0), null);
  const again = client.timeout();
  assert.ok(again >= 1000, `RFC 6298 2.1: the first timeout is a second, not ${again}`);
  client.advance(again - 1);
  assert.equal(client.transmit(again - 1), null);
  client.advance(again);
  const segments = carry(client, server, again);
  assert.deepEqual(segments.map(flags), ['syn', 'ack syn', 'ack']);
  assert.deepEqual([client.state, server.state], ['ESTABLISHED', 'ESTABLISHED']);
  assert.deepEqual(types(client), ['connected', 'writable']);
  assert.equal(client.info().retransmits, 1);
});

test('what is sent are IPv4 packets with right lengths and checksums', () => {
  const { client, server } = pair({ ttl: 9, dscp: 46 });
  client.write(text('hello'));
  for (const packet of carry(client, server, 5)) {
    const { ipv4, tcp, problems } = decode(packet, { link: 'ipv4' });
    assert.deepEqual(problems, []);
    assert.deepEqual([ipv4.ttl, ipv4.dscp, ipv4.checksumStatus, tcp.checksumStatus], [9, 46, 'good', 'good']);
    assert.deepEqual([ipv4.source, ipv4.destination].sort(), ['10.0.0.1', '10.0.0.2']);
  }
});

test('ends are told as address and port', () => {
  const { client, server } = pair();
  assert.deepEqual([client.local, client.remote], [{ address: '10.0.0.1', port: 49152 }, { address: '10.0.0.2', port: 80 }]);
  assert.deepEqual([server.local, server.remote], [{ address: '10.0.0.2', port: 80 }, null]);
  carry(client, server, 0);
  assert.deepEqual(server.remote, client.local);
  client.local.port = 1;
  assert.equal(client.local.port, 49152, 'what was given out is a copy');
});

test('RFC 9293 3.10.2, 3.10.3: data both ways, more than fits at once', () => {
  const { client, server } = established({ sendBuffer: 400_000, receiveBuffer: 400_000 });
  const [up, down] = [bytes(1_000_003, 3), bytes(300_001, 4)];
  const got = { up: [], down: [] };
  let [sentUp, sentDown] = [0, 0];
  for (let now = 0; sentUp < up.length || sentDown < down.length || carry(client, server, now).length > 0; now += 50) {
    if (sentUp < up.length) sentUp += client.write(up.subarray(sentUp));
    if (sentDown < down.length) sentDown += server.write(down.subarray(sentDown));
    carry(client, server, now);
    for (const [from, to] of [[server, got.up], [client, got.down]]) {
      for (let part; (part = from.read()).length > 0;) to.push(part);
      from.advance(now);
    }
  }
  assert.ok(Buffer.concat(got.up).equals(up) && Buffer.concat(got.down).equals(down));
  assert.ok(got.up.some((part) => part.length > 65_536), 'what waits is read in large parts');
});

test('what does not fit is refused, and told when it may come', () => {
  const { client, server } = established({ sendBuffer: 10_000, nagle: false });
  assert.equal(client.write(bytes(25_000, 1)), 10_000);
  assert.equal(client.write(bytes(1, 1)), 0);
  carry(client, server, 10);
  assert.deepEqual(types(client), ['writable']);
  assert.equal(client.write(bytes(25_000, 1)), 10_000);
});

test('read: nothing yet, at most so much, all, and the end', () => {
  const { client, server } = established();
  assert.deepEqual(server.read(), new Uint8Array(0));
  client.write(text('hello'));
  carry(client, server, 1);
  assert.deepEqual(server.read(0), new Uint8Array(0));
  assert.deepEqual(server.read(2), text('he'));
  const rest = server.read();
  assert.deepEqual(rest, text('llo'));
  client.close();
  carry(client, server, 2);
  assert.equal(server.read(), null);
  assert.deepEqual(rest, text('llo'), 'what was read before stays as it was');
});

test('RFC 9293 3.6: half close, then the other side, then TIME-WAIT for 2 MSL', () => {
  const { client, server } = established({ msl: 1000 });
  client.close();
  carry(client, server, 10);
  assert.deepEqual([client.state, server.state], ['FIN-WAIT-2', 'CLOSE-WAIT']);
  assert.deepEqual(types(server), ['peer-closed']);
  assert.equal(server.write(text('still here')), 10);
  carry(client, server, 20);
  assert.deepEqual(client.read(), text('still here'));
  assert.throws(() => client.write(text('no more')), { name: 'TcpError', code: 'EPIPE' });
  server.close();
  carry(client, server, 30);
  assert.deepEqual([client.state, server.state], ['TIME-WAIT', 'CLOSED']);
  assert.equal(client.timeout(), 30 + 2000);
  client.advance(2030);
  assert.equal(client.state, 'CLOSED');
  assert.deepEqual(client.events().at(-1), { type: 'closed', reason: 'finished' });
  assert.equal(client.info().closeReason, 'finished');
  assert.equal(client.timeout(), null);
  assert.equal(client.read(), null);
});

test('RFC 9293 3.10.5: abort sends a reset, and both sides say why', () => {
  const { client, server } = established();
  client.write(text('lost'));
  client.abort();
  const [reset, ...more] = client.transmitAll(1);
  assert.equal(flags(reset), 'rst');
  assert.deepEqual(more, []);
  server.receive(reset, 1);
  assert.deepEqual(client.events(), [{ type: 'closed', reason: 'aborted' }]);
  assert.deepEqual(server.events(), [{ type: 'closed', reason: 'reset' }]);
  assert.throws(() => client.read(), (error) => error instanceof TcpError && error.code === 'ECONNABORTED');
  assert.throws(() => server.read(), { name: 'TcpError', code: 'ECONNRESET', message: 'the peer reset the connection' });
  assert.throws(() => server.write(text('x')), { code: 'ECONNRESET' });
});

test('RFC 9293 3.10.7.1: resetFor answers what no connection takes, and the peer is refused', () => {
  const { client, server } = pair();
  const syn = client.transmit(0);
  const reset = TcpConnection.resetFor(syn);
  assert.equal(flags(reset), 'ack rst');
  assert.equal(client.receive(reset, 1), 'taken');
  assert.deepEqual(client.events(), [{ type: 'closed', reason: 'refused' }]);
  assert.throws(() => client.write(text('x')), { code: 'ECONNREFUSED' });
  assert.equal(TcpConnection.resetFor(reset), null, 'nobody answers a reset');
  syn[syn.length - 1] ^= 1;
  assert.equal(TcpConnection.resetFor(syn), null, 'nor what is damaged');
  assert.equal(TcpConnection.resetFor(new ArrayBuffer(3)), null);
  assert.throws(() => server.write(text('x')), { code: 'ENOTCONN' });
});

test('receive says what became of a packet', () => {
  const { client, server } = established();
  const elsewhere = { ipv4: { source: '10.0.0.1', destination: '10.0.0.2' }, tcp: { sourcePort: 7, destinationPort: 80, flags: { ack: true } } };
  const other = encode(elsewhere, { fill: 'all' });
  client.write(text('hello'));
  const data = client.transmit(1);
  const spoilt = data.slice();
  spoilt[spoilt.length - 1] ^= 0xff;
  assert.equal(server.receive(spoilt, 1), 'malformed');
  assert.equal(server.receive(other, 1), 'not-ours');
  assert.equal(server.receive(new Uint8Array(0), 1), 'malformed');
  assert.equal(server.receive(data.buffer.slice(data.byteOffset, data.byteOffset + data.length), 1), 'taken');
  assert.equal(server.receive(new Uint8Array(70_000), 1), 'malformed');
  assert.deepEqual(server.read(), text('hello'));
  assert.equal(server.info().malformedReceived, 1);
});

test('many packets at once are the same as one by one', () => {
  const run = (batch) => {
    const { client, server } = established({ mtu: 600, sendBuffer: 1 << 20, receiveBuffer: 1 << 20 });
    const log = [];
    // An acknowledgment for every other packet, so that the window opens.
    client.write(bytes(700_000, 4));
    while (client.info().cwnd < 300 * 600) {
      for (const packet of client.transmitAll(0)) {
        server.receive(packet, 0);
        client.receiveAll(server.transmitAll(0), 0);
      }
      while (server.read().length > 0);
    }
    const take = (from, to, now) => {
      const packets = [];
      if (batch) packets.push(...from.transmitAll(now));
      else for (let packet; (packet = from.transmit(now)) !== null;) packets.push(packet);
      log.push(...packets.map((packet) => Buffer.from(packet).toString('hex')));
      const others = [new Uint8Array(3), ...packets];
      const became = batch ? to.receiveAll(others, now) : others.map((packet) => to.receive(packet, now));
      assert.deepEqual(became, ['malformed', ...packets.map(() => 'taken')]);
      return packets.length;
    };
    client.write(bytes(300_000, 5));
    let most = 0;
    for (let now = 1; now < 100; now += 10) {
      most = Math.max(most, take(client, server, now));
      for (let part; (part = server.read()).length > 0;) log.push(Buffer.from(part).toString('hex'));
      take(server, client, now);
    }
    assert.ok(most > 256, `${most} packets at once are more than one batch`);
    return log;
  };
  assert.deepEqual(run(true), run(false));
});

test('the same seed, settings and calls give the same bytes; another seed does not', () => {
  const run = (seed) => {
    const { client, server } = pair({ seed });
    client.write(bytes(50_000, 6));
    return carry(client, server, 12.345).map((packet) => Buffer.from(packet).toString('hex'));
  };
  assert.deepEqual(run(7), run(7));
  assert.notDeepEqual(run(7)[0], run(8)[0]);
  assert.notDeepEqual(run(7)[0], run(7 + 2 ** 32)[0], 'all of a seed counts');
  const secret = Uint8Array.of(7, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0);
  const bySecret = TcpConnection.connect({ local: LOCAL, remote: REMOTE, secret }, 12.345).transmit(12.345);
  assert.equal(Buffer.from(bySecret).toString('hex'), pairedSyn(7), 'a seed is a secret');
});

const pairedSyn = (seed) => Buffer.from(pair({ seed }, 12.345).client.transmit(12.345)).toString('hex');

test('info is plain data with numbers that add up', () => {
  const { client, server } = established({ nagle: false, ackDelay: 0 });
  client.write(bytes(5000, 7));
  const before = client.info();
  assert.deepEqual([before.state, before.closeReason, before.urgentAhead], ['ESTABLISHED', null, null]);
  assert.equal(before.unacknowledged, 5000);
  carry(client, server, 20);
  server.advance(20);
  carry(client, server, 20);
  const info = client.info();
  assert.deepEqual(structuredClone(info), info);
  assert.deepEqual([info.unacknowledged, info.inFlight, info.lost, info.sacked], [0, 0, 0, 0]);
  assert.deepEqual([info.bytesSent, info.bytesAcknowledged, server.info().bytesReceived], [5000, 5000, 5000]);
  assert.equal(server.info().unread, 5000);
  assert.ok(server.info().memory >= 5000 && info.mss === 1460 && info.cwnd >= 10 * 1448 && info.rto >= 200);
  assert.deepEqual([typeof info.srtt, typeof info.rttvar, typeof info.minRtt], ['number', 'number', 'number']);
  const young = pair().client.info();
  assert.deepEqual([young.srtt, young.rttvar, young.minRtt], [null, null, null]);
});

test('RFC 9293 3.8.5: urgent data is told of and stands in the stream', () => {
  const { client, server } = established();
  client.write(text('abc'), { urgent: true });
  client.write(text('def'));
  carry(client, server, 1);
  assert.deepEqual(server.events().find(({ type }) => type === 'urgent'), { type: 'urgent', ahead: 3 });
  assert.equal(server.info().urgentAhead, 3);
  assert.deepEqual(server.read(), text('abcdef'));
  assert.equal(server.info().urgentAhead, null);
});

test('RFC 9293 3.8.3: after R1 there is an event, after R2 the connection is given up', () => {
  const { client } = established({ r1: 2, r2: 5000 });
  client.write(text('anyone?'));
  const events = [];
  let now = 0;
  do {
    client.transmitAll(now);
    events.push(...client.events());
    now = client.timeout();
    if (now !== null) client.advance(now);
  } while (now !== null);
  assert.ok(events.some(({ type, times }) => type === 'retransmitting' && times >= 2));
  assert.deepEqual(client.events().at(-1) ?? events.at(-1), { type: 'closed', reason: 'timed-out' });
  assert.throws(() => client.read(), { code: 'ETIMEDOUT' });
});

test('RFC 9293 3.9.2.2: an ICMP error about a SYN ends the attempt, one about data is told of', () => {
  const { client } = pair();
  const syn = client.transmit(0);
  const unreachable = (code, quoted) => encode({
    ipv4: { source: '192.0.2.1', destination: '10.0.0.1' },
    icmp: { name: 'destinationUnreachable', code },
    payload: quoted.subarray(0, 28),
  }, { fill: 'all' });
  assert.equal(client.receive(unreachable(0, syn), 1), 'taken');
  assert.deepEqual(client.events(), [{ type: 'unreachable', icmpType: 3, icmpCode: 0 }]);
  assert.equal(client.receive(unreachable(3, syn), 1), 'taken');
  assert.deepEqual(client.events(), [{ type: 'closed', reason: 'unreachable' }]);
  assert.throws(() => client.write(text('x')), { code: 'EHOSTUNREACH' });
});

test('RFC 9293 3.7.4: Nagle holds a small segment back until it is turned off', () => {
  const { client } = established();
  client.write(text('a'));
  assert.equal(client.transmitAll(1).length, 1);
  client.write(text('b'));
  assert.equal(client.transmitAll(1).length, 0);
  client.setNagle(false);
  assert.equal(client.transmitAll(1).length, 1);
  client.setDscp(10);
  client.write(text('c'));
  assert.equal(decode(client.transmit(1)).ipv4.dscp, 10);
  client.setR2(100);
});

test('a moment before one given earlier counts as that one', () => {
  const { client, server } = established({}, 1000);
  client.write(text('a'));
  const packets = client.transmitAll(5000);
  const due = client.timeout();
  assert.ok(due > 5000);
  client.advance(10);
  assert.deepEqual(client.transmitAll(0), []);
  assert.equal(client.timeout(), due);
  assert.deepEqual(server.receiveAll(packets, 0), ['taken']);
});

test('info() says how fast a controller that paces sends, and how often marks reduced the window (RFC 3168)', () => {
  for (const [controller, paces] of [['cubic', false], ['new-reno', false], ['bbr', true]]) {
    const { client } = established({ controller, ecn: true });
    const { pacingRate, marks } = client.info();
    assert.equal(paces ? pacingRate > 0 : pacingRate === null, true, `${controller}: ${pacingRate}`);
    assert.equal(marks, 0);
  }
});
