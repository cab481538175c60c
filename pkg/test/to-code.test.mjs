// toCode: the expression that it writes gives the same bytes, and says no more than it has to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decode, encode, parseHex } from 'drywire';
import { toCode } from 'drywire/devtools';
import { damage, linkTypes, packet } from './support/arbitraries.mjs';
import { captures, missing, packetsOf, read } from './support/captures.mjs';
import { DATAGRAM, SYN, TOO_BIG } from './support/packets.mjs';
import { holds } from './support/property.mjs';

const run = (code) => new Function('encode', `return ${code};`)(encode);
const hex = (bytes) => Buffer.from(bytes).toString('hex');

test('what encode computes and takes by default is left out', () => {
  assert.equal(toCode(DATAGRAM), `encode({
  ipv4: { identification: 1, source: '10.0.0.1', destination: '10.0.0.2' },
  udp: { sourcePort: 12345, destinationPort: 53, checksum: 0 },
  payload: 'abcd',
})`);
  assert.match(toCode(SYN), / {4}flags: \{ syn: true \},\n/);
  assert.match(toCode(SYN), / {6}\{ name: 'mss', value: 1460 \},\n/);
  assert.doesNotMatch(toCode(SYN), /checksum|headerLength|layers|problems/);
});

test('a packet, its bytes and their hex have the same code', () => {
  for (const bytes of [SYN, DATAGRAM, TOO_BIG]) {
    const code = toCode(decode(bytes));
    assert.deepEqual([toCode(bytes), toCode(hex(bytes))], [code, code]);
    assert.deepEqual(run(code), bytes);
  }
});

test('what is wrong with a packet stays wrong', () => {
  const bytes = DATAGRAM.slice();
  bytes[10] = 0;
  assert.match(toCode(bytes), /checksum: 204/);
  assert.deepEqual(run(toCode(bytes)), bytes);
});

test('long bytes stand in lines', () => {
  const bytes = Uint8Array.of(...DATAGRAM, ...new Uint8Array(100).fill(7));
  const code = toCode(bytes);
  assert.ok(code.split('\n').every((line) => line.length < 110), code);
  assert.deepEqual(run(code), bytes);
});

test('the packet that was given is not changed', () => {
  const packet = decode(SYN);
  toCode(packet);
  assert.deepEqual(packet, decode(SYN));
});

test('any packet, broken ones too, is built again to the last byte', () => {
  holds(packet, damage, (spec, changes) => {
    const bytes = encode(spec).slice();
    for (const [at, byte] of changes) if (at < bytes.length) bytes[at] ^= byte;
    assert.deepEqual(hex(run(toCode(bytes))), hex(bytes));
  });
  holds(fc.uint8Array({ maxLength: 120 }), (bytes) => assert.deepEqual(run(toCode(bytes)), bytes));
});

test('every kind of packet in the captures is built again', { skip: missing }, () => {
  for (const name of captures()) {
    const capture = read(name);
    if (!linkTypes.includes(capture.link)) continue;
    for (const bytes of packetsOf(capture).slice(0, 12)) assert.equal(hex(run(toCode(bytes, { link: capture.link }))), hex(bytes), name);
  }
});

test('a wrong argument is told', () => {
  for (const wrong of [undefined, null, 1]) assert.throws(() => toCode(wrong), TypeError);
  assert.throws(() => toCode(SYN, { link: 'wifi' }), RangeError);
  assert.throws(() => toCode(SYN, 1), { name: 'TypeError', message: 'options must be an object' });
  assert.deepEqual(run(toCode(parseHex(''))), new Uint8Array(0));
});
