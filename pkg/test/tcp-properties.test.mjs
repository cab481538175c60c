// What holds for every wire and every call: the stream arrives whole, once and in order, and nothing throws for bytes. A failure
// prints its seed and the command that repeats it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TcpConnection, decode } from 'drywire';
import { holds } from './support/property.mjs';
import { REMOTE, Wire, bytes, carry, established, pair, random } from './support/wire.mjs';

const faults = fc.record({
  loss: fc.constantFrom(0, 0.01, 0.1, 0.3),
  repeat: fc.constantFrom(0, 0.1),
  spoil: fc.constantFrom(0, 0.05),
  delay: fc.constantFrom(0, 1, 30, 300),
  jitter: fc.constantFrom(0, 5, 50),
});

const settings = fc.record({
  sendBuffer: fc.constantFrom(1, 1000, 65_536, 1 << 20),
  receiveBuffer: fc.constantFrom(1, 536, 5000, 1 << 20),
  mtu: fc.constantFrom(68, 576, 1500, 9000, 65_535),
  nagle: fc.boolean(),
  sack: fc.boolean(),
  timestamps: fc.boolean(),
  windowScale: fc.boolean(),
  // A second between probes: each is answered. Of more, some would not be (RFC 5961 7), and those few answers can all be lost.
  keepAlive: fc.constantFrom(false, { idle: 1000, interval: 1000, probes: 50 }),
  msl: fc.constantFrom(0, 100),
  controller: fc.constantFrom('cubic', 'new-reno', 'bbr'),
});

/** Sends as long as there is room, reads what there is, and closes when all is sent. */
class Peer {
  got = [];
  #sent = 0;
  #closed = false;

  constructor(connection, data) {
    this.connection = connection;
    this.data = data;
  }

  act() {
    const { connection } = this;
    // RFC 9293 3.10.4: closed in SYN-SENT with nothing queued, a connection is never opened.
    if (['LISTEN', 'SYN-SENT'].includes(connection.state)) return;
    for (let part; (part = connection.read())?.length > 0;) this.got.push(part);
    if (this.#closed || connection.state === 'CLOSED') return;
    this.#sent += connection.write(this.data.subarray(this.#sent));
    this.#closed = this.#sent === this.data.length;
    if (this.#closed) connection.close();
  }
}

test('over every wire both streams arrive whole, and both sides end', () => {
  const sizes = fc.constantFrom(0, 1, 500, 5000);
  holds(fc.nat(), faults, settings, settings, sizes, sizes, (seed, faults, one, other, up, down) => {
    // So small a window takes a byte for each round trip: thousands of them would take long, and tell nothing new.
    const tiny = Math.min(one.sendBuffer, one.receiveBuffer, other.sendBuffer, other.receiveBuffer) === 1;
    const patience = { r2: 3_600_000, synR2: 3_600_000 };
    const client = TcpConnection.connect({ ...one, ...patience, local: '10.0.0.1:5', remote: REMOTE, seed }, 0);
    const server = TcpConnection.listen({ ...other, ...patience, local: REMOTE, seed: seed + 1 });
    const [sender, receiver] = [new Peer(client, bytes(tiny ? up % 50 : up, seed)), new Peer(server, bytes(tiny ? down % 50 : down, seed + 1))];
    const wire = new Wire(client, server, seed, faults);
    let steps = 0;
    do {
      sender.act();
      receiver.act();
      assert.ok(++steps < 200_000, 'it ends');
    } while (wire.step());
    sender.act();
    receiver.act();
    for (const [from, to] of [[sender, receiver], [receiver, sender]]) {
      assert.ok(Buffer.concat(to.got).equals(from.data), `${Buffer.concat(to.got).length} of ${from.data.length} bytes`);
    }
    assert.deepEqual([client.state, server.state], ['CLOSED', 'CLOSED']);
    client.release();
    server.release();
  });
});

const hasRightSums = (packet) => {
  const { ipv4, tcp } = decode(packet, { link: 'raw' });
  return ipv4?.checksumStatus === 'good' && tcp?.checksumStatus === 'good';
};

test('no bytes make receive throw, and a connection survives them', () => {
  holds(fc.nat(), fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 20 }), (seed, junk) => {
    const { client, server } = established({ seed, nagle: false });
    const next = random(seed);
    client.write(bytes(2000, seed));
    for (const packet of client.transmitAll(1)) {
      const broken = packet.slice(0, next() * packet.length);
      const spoilt = packet.map((byte) => (next() < 0.02 ? next() * 256 : byte));
      // One in 65,536 has checksums that are right: then nobody can know.
      for (const one of hasRightSums(spoilt) ? [broken] : [broken, spoilt]) {
        assert.ok(['taken', 'not-ours', 'malformed'].includes(server.receive(one, 1)));
        assert.doesNotThrow(() => TcpConnection.resetFor(one));
      }
      server.receive(packet, 1);
    }
    assert.ok(server.receiveAll(junk, 2).every((became) => became !== 'taken'));
    carry(client, server, 3);
    assert.deepEqual(server.read(), bytes(2000, seed));
    client.release();
    server.release();
  });
});

const call = fc.oneof(
  fc.record({ name: fc.constantFrom('transmit', 'transmitAll', 'advance'), value: fc.double({ min: 0, max: 1e7, noNaN: true }) }),
  fc.record({ name: fc.constant('write'), value: fc.uint8Array({ maxLength: 3000 }) }),
  fc.record({ name: fc.constant('read'), value: fc.nat(5000) }),
  fc.record({ name: fc.constantFrom('close', 'abort', 'events', 'info', 'timeout', 'carry'), value: fc.constant(undefined) }),
);

test('whatever is called in whatever order, only TcpError is thrown', () => {
  holds(fc.nat(), fc.array(fc.tuple(fc.boolean(), call), { maxLength: 40 }), (seed, calls) => {
    const { client, server } = pair({ seed });
    for (const [first, { name, value }] of calls) {
      try {
        if (name === 'carry') carry(client, server, 0);
        else (first ? client : server)[name](value);
      } catch (error) {
        assert.equal(error.name, 'TcpError');
        assert.match(error.code, /^E[A-Z]+$/);
      }
    }
    client.release();
    server.release();
  });
});
