// The trace of decisions of a TcpConnection: what was done, by which rule, and where that stands.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TcpConnection, decode } from 'drywire';
import { LOCAL, REMOTE, carry, pair } from './support/wire.mjs';

const lines = (decisions) => decisions.map(({ type, reason, section }) => `${type} ${reason}, ${section}`);

test('off by default: nothing is told', () => {
  const { client } = pair();
  client.transmit(0);
  assert.deepEqual([client.trace(), client.info().missedDecisions], [[], 0]);
});

test('RFC 9293 3.3.2: states and what is sent, each with its rule', () => {
  const { client, server } = pair({ trace: true });
  carry(client, server, 5);
  assert.deepEqual(lines(client.trace()), [
    'state open, RFC 9293 3.10.1',
    'sent open, RFC 9293 3.10.1',
    'state syn-answered, RFC 9293 3.10.7.3',
    'window initial-window, RFC 6928 2',
    'sent ack-control, RFC 9293 3.10.7',
  ]);
  const [listening, opening] = server.trace();
  assert.deepEqual(
    [listening.type, listening.from, listening.to, listening.at, opening.to],
    ['state', 'CLOSED', 'LISTEN', 0, 'SYN-RECEIVED'],
  );
  assert.deepEqual(client.trace(), [], 'each decision is told once');
});

test('RFC 8985 6.2: a loss, its repair and what it costs; the window of the trace is that of info()', () => {
  const { client, server } = pair({ trace: true });
  carry(client, server, 0);
  client.write(new Uint8Array(14_000));
  client.trace();
  const packets = client.transmitAll(1);
  const sent = client.trace();
  assert.deepEqual(
    sent.map(({ type, sequenceNumber, length, at }) => [type, sequenceNumber, length, at]),
    packets.map((packet) => decode(packet).tcp.sequenceNumber).map((number) => ['sent', number, 1448, 1]).map((row, index) =>
      (index === packets.length - 1 ? ['sent', row[1], decode(packets[index]).payload.length, 1] : row)),
  );
  server.receiveAll(packets.slice(1), 11);
  client.receiveAll(server.transmitAll(11), 21);
  client.transmitAll(21);
  const told = client.trace();
  const lost = told.find(({ type }) => type === 'lost');
  assert.deepEqual([lost.reason, lost.section, lost.sequenceNumber], ['rack', 'RFC 8985 6.2', sent[0].sequenceNumber]);
  assert.match(lost.text, /reordering window/);
  const again = told.find(({ type, sequenceNumber }) => type === 'sent' && sequenceNumber === lost.sequenceNumber);
  assert.equal(again.reason, 'rack');
  const window = told.filter(({ type }) => type === 'window').at(-1);
  assert.deepEqual([window.cwnd, window.ssthresh], [client.info().cwnd, client.info().ssthresh]);
});

test('RFC 9293 3.8.3: a peer that never answers', () => {
  const { client } = pair({ trace: true });
  client.transmit(0);
  for (let due; (due = client.timeout()) !== null;) {
    client.advance(due);
    client.transmit(due);
  }
  assert.equal(lines(client.trace()).at(-1), 'state retransmission-limit, RFC 9293 3.8.3');
});

test('what nobody asks for makes room, and is counted', () => {
  const { client, server } = pair({ trace: true, nagle: false });
  carry(client, server, 0);
  for (let now = 0; client.info().missedDecisions === 0; now++) {
    assert.ok(now < 20_000, 'the trace is bounded');
    client.write(new Uint8Array(1));
    carry(client, server, now);
  }
  const decisions = client.trace();
  assert.equal(decisions.length, 16_384);
  assert.notEqual(lines(decisions)[0], 'state open, RFC 9293 3.10.1', 'the oldest have made room');
});

test('a trace is true or false', () => {
  assert.throws(() => TcpConnection.listen({ local: LOCAL, seed: 1, trace: 1 }), TypeError);
  assert.ok(TcpConnection.connect({ local: LOCAL, remote: REMOTE, seed: 1, trace: false }, 0));
});
