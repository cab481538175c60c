// DESIGN section 6: decoded packets are plain data. They log, clone, compare and serialise as they look.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { decode } from 'drywire';
import { DATAGRAM, SYN, TOO_BIG } from './support/packets.mjs';

const syn = () => ({
  layers: ['ethernet', 'ipv4', 'tcp'],
  link: { kind: 'ethernet', destination: '02:00:00:00:00:02', source: '02:00:00:00:00:01', tags: [], etherType: 0x0800 },
  arp: null,
  ipv4: {
    version: 4, headerLength: 20, dscp: 0, ecn: 0, totalLength: 60, identification: 0x1c46, reservedFlag: false,
    dontFragment: true, moreFragments: false, fragmentOffset: 0, ttl: 64, protocol: 6, checksum: 0x0a74,
    checksumStatus: 'good', source: '10.0.0.1', destination: '10.0.0.2', options: [],
  },
  ipv6: null,
  tcp: {
    sourcePort: 1234, destinationPort: 80, sequenceNumber: 1, acknowledgmentNumber: 0, headerLength: 40, reserved: 0,
    flags: { ae: false, cwr: false, ece: false, urg: false, ack: false, psh: false, rst: false, syn: true, fin: false },
    window: 65535, checksum: 0x2eb1, checksumStatus: 'good', urgentPointer: 0,
    options: [
      { kind: 2, name: 'mss', value: 1460 },
      { kind: 4, name: 'sackPermitted' },
      { kind: 8, name: 'timestamps', value: 42, echoReply: 0 },
      { kind: 1, name: 'nop' },
      { kind: 3, name: 'windowScale', shift: 7 },
    ],
  },
  udp: null,
  icmp: null,
  icmpv6: null,
  payload: new Uint8Array(0),
  trailer: new Uint8Array(0),
  problems: [],
});

test('a packet is the object that DESIGN section 6 describes, and nothing more', () => {
  assert.deepStrictEqual(decode(SYN), syn());
});

test('it logs as it looks', () => {
  assert.equal(inspect(decode(DATAGRAM), { depth: 5 }), `{
  layers: [ 'ipv4', 'udp' ],
  link: null,
  arp: null,
  ipv4: {
    version: 4,
    headerLength: 20,
    dscp: 0,
    ecn: 0,
    totalLength: 30,
    identification: 1,
    reservedFlag: false,
    dontFragment: false,
    moreFragments: false,
    fragmentOffset: 0,
    ttl: 64,
    protocol: 17,
    checksum: 26316,
    checksumStatus: 'good',
    source: '10.0.0.1',
    destination: '10.0.0.2',
    options: []
  },
  ipv6: null,
  tcp: null,
  udp: {
    sourcePort: 12345,
    destinationPort: 53,
    length: 10,
    checksum: 0,
    checksumStatus: 'absent'
  },
  icmp: null,
  icmpv6: null,
  payload: Uint8Array(2) [ 171, 205 ],
  trailer: Uint8Array(0) [],
  problems: []
}`);
});

test('it serialises as it looks', () => {
  const parsed = JSON.parse(JSON.stringify(decode(SYN)));
  assert.deepStrictEqual(parsed, { ...syn(), payload: {}, trailer: {} });
});

test('it clones to an equal packet', () => {
  for (const bytes of [SYN, DATAGRAM, TOO_BIG]) {
    const packet = decode(bytes);
    assert.deepStrictEqual(structuredClone(packet), packet);
  }
});

test('equal bytes are equal packets, and other bytes are not', () => {
  assert.deepStrictEqual(decode(SYN), decode(SYN.slice()));
  const other = SYN.slice();
  other[other.length - 1] = 8;
  assert.notDeepStrictEqual(decode(other), decode(SYN));
});

test('packets share nothing: what is done to one is not seen in the next', () => {
  const packet = decode(SYN);
  packet.layers.push('vlan');
  packet.problems.push({});
  packet.tcp.options.length = 0;
  packet.tcp.flags.syn = false;
  packet.link.tags.push({});
  assert.deepStrictEqual(decode(SYN), syn());
});

test('payload and trailer are plain views of the bytes that were given, whatever kind of bytes these are', () => {
  const frame = Buffer.concat([DATAGRAM, Buffer.from('trail')]);
  const packet = decode(frame, { link: 'raw' });
  for (const part of [packet.payload, packet.trailer]) {
    assert.equal(Object.getPrototypeOf(part), Uint8Array.prototype, 'a Buffer would log and serialise in another way');
    assert.equal(part.buffer, frame.buffer);
  }
  assert.equal(packet.payload.byteOffset, frame.byteOffset + 28);
  assert.deepEqual(Buffer.from(packet.trailer).toString(), 'trail');
  frame[28] = 0;
  assert.equal(packet.payload[0], 0);
});

test('the same packet comes of a Uint8Array, a view into a larger buffer, an ArrayBuffer and hex', () => {
  const larger = new Uint8Array(SYN.length + 7);
  larger.set(SYN, 3);
  const inputs = [SYN, larger.subarray(3, 3 + SYN.length), SYN.slice().buffer, Buffer.from(SYN).toString('hex')];
  for (const input of inputs) assert.deepStrictEqual(decode(input), syn());
});

test('a packet of another realm, such as a test runner makes, is taken too', async () => {
  const { runInNewContext } = await import('node:vm');
  const foreign = runInNewContext('Uint8Array.from(bytes)', { bytes: [...SYN] });
  assert.ok(!(foreign instanceof Uint8Array));
  assert.deepStrictEqual(decode(foreign), syn());
});
