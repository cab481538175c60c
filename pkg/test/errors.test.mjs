// DESIGN section 6: malformed packets are data; a wrong argument throws a TypeError or a RangeError that names it; strict
// throws a PacketError.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  FlowTable, PacketError, PacketTable, compileFilter, decode, dissect, encode, readCapture, streamCapture, writeCapture,
} from 'drywire';
import { damage, linkTypes, packet } from './support/arbitraries.mjs';
import { SYN } from './support/packets.mjs';
import { holds } from './support/property.mjs';

const ipv4 = { source: '10.0.0.1', destination: '10.0.0.2' };
const ipv6 = { source: '2001:db8::1', destination: '2001:db8::2' };
const ports = { sourcePort: 1, destinationPort: 2 };

test('an input of the wrong kind is a TypeError that names it', () => {
  for (const value of [undefined, null, 1, true, [69], {}, new Uint16Array(4), new DataView(new ArrayBuffer(4))]) {
    assert.throws(() => decode(value), { name: 'TypeError', message: /^input must be/ });
    assert.throws(() => dissect(value), { name: 'TypeError', message: /^input must be/ });
  }
});

test('wrong options are named', () => {
  // [options, error, message]
  const table = [
    [null, 'TypeError', /^options must be an object/],
    ['raw', 'TypeError', /^options must be an object/],
    [{ link: null }, 'TypeError', /^options\.link must be/],
    [{ link: 'token-ring' }, 'RangeError', /^options\.link must be one of auto, ethernet, .*'token-ring'/],
    [{ link: 'toString' }, 'RangeError', /^options\.link/],
    [{ link: 9 }, 'RangeError', /^options\.link must be one of auto, .*, or the LINKTYPE number of one, not 9$/],
    [{ link: -1 }, 'RangeError', /^options\.link/],
    [{ link: 1.5 }, 'RangeError', /^options\.link/],
    [{ link: NaN }, 'RangeError', /^options\.link/],
    [{ link: 0xffffffff }, 'RangeError', /^options\.link/],
    [{ link: 2 ** 32 + 1 }, 'RangeError', /^options\.link/],
  ];
  for (const [options, name, message] of table) {
    assert.throws(() => decode(SYN, options), { name, message });
    assert.throws(() => dissect(SYN, options), { name, message });
    if (options !== null) assert.throws(() => new PacketTable(options).append(SYN), { name, message });
  }
  assert.throws(() => decode(SYN, { strict: 1 }), { name: 'TypeError', message: /^options\.strict must be a boolean/ });
  assert.throws(() => new PacketTable({ verify: 'no' }), { name: 'TypeError', message: /^options\.verify must be a boolean/ });
  assert.throws(() => new PacketTable({ retain: 0 }), { name: 'TypeError', message: /^options\.retain must be a boolean/ });
  assert.throws(() => encode({}, { fill: 'some' }), { name: 'RangeError', message: /^options\.fill must be one of missing, all/ });
  assert.throws(() => encode({}, { fill: true }), { name: 'TypeError', message: /^options\.fill must be a string/ });
});

test('what is known of packets is checked before any of them is taken', () => {
  const bounds = Uint32Array.of(0, SYN.length);
  // [details, error, message after the parameter's name]
  const table = [
    [null, 'TypeError', ' must be an object'],
    [{ timestamps: Float64Array.of(1) }, 'TypeError', '.timestamps must be a BigInt64Array'],
    [{ originalLengths: [60] }, 'TypeError', '.originalLengths must be a Uint32Array'],
    [{ links: Uint8Array.of(1) }, 'TypeError', '.links must be a Uint16Array'],
    [{ links: Uint16Array.of(1, 1) }, 'RangeError', '.links must have an entry for each packet: 1, not 2'],
  ];
  const [packets, flows] = [new PacketTable(), new FlowTable()];
  for (const [details, name, message] of table) {
    assert.throws(() => packets.append(SYN, bounds, details), { name, message: `details${message}` });
    assert.throws(() => flows.append(SYN, bounds, details), { name, message: `info${message}` });
  }
  assert.deepEqual([packets.length, flows.length], [0, 0]);
  flows.release();
  const filter = compileFilter('tcp');
  for (const originalLengths of [null, 60, [], [60, 60]]) {
    assert.throws(() => filter.select(SYN, bounds, { originalLengths }), { name: 'RangeError', message: /^options\.originalLengths must have/ });
  }
});

test('a capture is written of packets that can be iterated over', async () => {
  const error = { name: 'TypeError', message: /^packets must be an iterable/ };
  for (const packets of [undefined, null, 5, 'packets', {}]) {
    assert.throws(() => writeCapture(packets), error);
    await assert.rejects(streamCapture(packets).next(), error);
  }
  const capture = readCapture(writeCapture([]));
  assert.throws(() => writeCapture(capture), error);
  await assert.rejects(capture.batches(null).next(), { name: 'TypeError', message: /^options must be an object/ });
});

test('a field of the wrong kind is a TypeError, one of the wrong value a RangeError; both name it', () => {
  const tcp = (fields) => ({ ipv4, tcp: { ...ports, ...fields } });
  const option = (fields) => tcp({ options: [{ name: 'nop' }, fields] });
  // [packet, error, message]
  const table = [
    [undefined, 'TypeError', /^packet must be an object/],
    [[], 'TypeError', /^packet must be an object/],
    [{ ipv4: 4 }, 'TypeError', /^ipv4 must be an object/],
    [{ ipv4: {} }, 'TypeError', /^ipv4\.source must be given/],
    [{ ipv4: { source: '10.0.0.1' } }, 'TypeError', /^ipv4\.destination must be given/],
    [{ ipv4: { ...ipv4, source: 1 } }, 'TypeError', /^ipv4\.source must be a string/],
    [{ ipv4: { ...ipv4, source: '10.0.0.256' } }, 'RangeError', /^ipv4\.source must be an IPv4 address/],
    [{ ipv4: { ...ipv4, source: '10.0.0.01' } }, 'RangeError', /^ipv4\.source/],
    [{ ipv4: { ...ipv4, source: '10.0.1' } }, 'RangeError', /^ipv4\.source/],
    [{ ipv4: { ...ipv4, version: 6 } }, 'RangeError', /^ipv4\.version must be 4/],
    [{ ipv4: { ...ipv4, ttl: 256 } }, 'RangeError', /^ipv4\.ttl must be an integer from 0 to 255, not 256/],
    [{ ipv4: { ...ipv4, ttl: 1.5 } }, 'RangeError', /^ipv4\.ttl/],
    [{ ipv4: { ...ipv4, ttl: NaN } }, 'RangeError', /^ipv4\.ttl/],
    [{ ipv4: { ...ipv4, ttl: '64' } }, 'TypeError', /^ipv4\.ttl must be a number/],
    [{ ipv4: { ...ipv4, ttl: null } }, 'TypeError', /^ipv4\.ttl must be a number/],
    [{ ipv4: { ...ipv4, headerLength: 22 } }, 'RangeError', /^ipv4\.headerLength must be a multiple of 4/],
    [{ ipv4: { ...ipv4, fragmentOffset: 7 } }, 'RangeError', /^ipv4\.fragmentOffset must be a multiple of 8/],
    [{ ipv4: { ...ipv4, dontFragment: 1 } }, 'TypeError', /^ipv4\.dontFragment must be a boolean/],
    [{ ipv4: { ...ipv4, options: {} } }, 'TypeError', /^ipv4\.options must be an array/],
    [{ ipv4: { ...ipv4, options: [{ name: 'mss', value: 1 }] } }, 'RangeError', /^ipv4\.options\[0\]\.name must be one of/],
    [{ ipv4: { ...ipv4, options: [{ name: 'timestamp', flag: 2, entries: [] }] } }, 'RangeError', /^ipv4\.options\[0\]\.flag/],
    [{ ipv4: { ...ipv4, options: [{ name: 'recordRoute', addresses: ['x'] }] } }, 'RangeError', /^ipv4\.options\[0\]\.addresses\[0\]/],
    [{ ipv4, tcp: { sourcePort: 1 } }, 'TypeError', /^tcp\.destinationPort must be given/],
    [tcp({ window: '1' }), 'TypeError', /^tcp\.window must be a number/],
    [tcp({ window: 65536 }), 'RangeError', /^tcp\.window must be an integer from 0 to 65535/],
    [tcp({ sequenceNumber: -1 }), 'RangeError', /^tcp\.sequenceNumber/],
    [tcp({ flags: { syn: 1 } }), 'TypeError', /^tcp\.flags\.syn must be a boolean/],
    [tcp({ flags: null }), 'TypeError', /^tcp\.flags must be an object/],
    [option({}), 'TypeError', /^tcp\.options\[1\]\.name must be given/],
    [option(null), 'TypeError', /^tcp\.options\[1\] must be an object/],
    [option({ name: 'mss' }), 'TypeError', /^tcp\.options\[1\]\.value must be given/],
    [option({ name: 'mss', kind: 3, value: 1 }), 'RangeError', /^tcp\.options\[1\]\.kind must be 2/],
    [option({ name: 'sack', blocks: [] }), 'RangeError', /^tcp\.options\[1\]\.blocks must be of 1 to 4 entries/],
    [option({ name: 'sack', blocks: [{ left: 1 }] }), 'TypeError', /^tcp\.options\[1\]\.blocks\[0\]\.right must be given/],
    [option({ name: 'md5', digest: [1] }), 'RangeError', /^tcp\.options\[1\]\.digest must be 16 bytes/],
    [option({ name: 'unknown', kind: 1, data: [] }), 'RangeError', /^tcp\.options\[1\]\.kind/],
    [option({ name: 'unknown', kind: 9 }), 'TypeError', /^tcp\.options\[1\]\.data must be given/],
    [{ udp: ports }, 'TypeError', /^ipv4 or ipv6 must be given where udp is/],
    [{ ipv4, icmpv6: {} }, 'TypeError', /^ipv6 must be given where icmpv6 is/],
    [{ ipv6, icmp: {} }, 'TypeError', /^ipv4 must be given where icmp is/],
    [{ ipv4, ipv6 }, 'TypeError', /^ipv4 and ipv6 must not both be given/],
    [{ ipv6: { ...ipv6, source: '1::2::3' } }, 'RangeError', /^ipv6\.source must be an IPv6 address/],
    [{ ipv6: { ...ipv6, version: 4 } }, 'RangeError', /^ipv6\.version must be 6/],
    [{ ipv6: { ...ipv6, flowLabel: 2 ** 20 } }, 'RangeError', /^ipv6\.flowLabel/],
    [{ ipv6: { ...ipv6, extensions: new Array(17).fill({ name: 'fragment' }) } }, 'RangeError', /^ipv6\.extensions must be of 0 to 16 entries/],
    [{ ipv6: { ...ipv6, extensions: [{ name: 'esp' }] } }, 'RangeError', /^ipv6\.extensions\[0\]\.name must be one of/],
    [{ ipv6: { ...ipv6, extensions: [{ name: 'fragment', fragmentOffset: 4 }] } }, 'RangeError', /fragmentOffset must be a multiple of 8/],
    [{ ipv6: { ...ipv6, extensions: [{ name: 'routing', data: [1] }] } }, 'RangeError', /^ipv6\.extensions must each take a multiple of 8/],
    [{ ipv6: { ...ipv6, extensions: [{ name: 'hopByHop', options: [{ name: 'nop' }] }] } }, 'RangeError', /options\[0\]\.name must be one of pad1/],
    [{ ipv4, tcp: ports, udp: ports }, 'TypeError', /^tcp and udp must not both be given/],
    [{ ipv4, arp: {} }, 'TypeError', /^ipv4 and arp must not both be given/],
    [{ ipv4, udp: { ...ports, length: 70000 } }, 'RangeError', /^udp\.length/],
    [{ ipv4, icmp: {} }, 'TypeError', /^icmp\.type must be given/],
    [{ ipv4, icmp: { name: 'echoRequest', type: 0 } }, 'RangeError', /^icmp\.type must be 8/],
    [{ ipv4, icmp: { name: 'redirect' } }, 'TypeError', /^icmp\.gateway must be given/],
    [{ arp: {} }, 'TypeError', /^arp\.senderHardware must be given/],
    [{ link: {} }, 'TypeError', /^link\.kind must be given/],
    [{ link: { kind: 'ppp' } }, 'RangeError', /^link\.kind must be one of/],
    [{ link: { kind: 'ethernet', source: '02:00' } }, 'RangeError', /^link\.source must be an address of 6 bytes/],
    [{ link: { kind: 'ethernet', source: 'zz' } }, 'RangeError', /^link\.source must be colon-separated hex/],
    [{ link: { kind: 'ethernet', tags: [{ id: 4096 }] } }, 'RangeError', /^link\.tags\[0\]\.id/],
    [{ link: { kind: 'loop', byteOrder: 'little' } }, 'RangeError', /^link\.byteOrder/],
    [{ link: { kind: 'sll2', packetType: 256 } }, 'RangeError', /^link\.packetType must be an integer from 0 to 255/],
    [{ link: { kind: 'sll', address: '00:00:00:00:00:00:00:00:00' } }, 'RangeError', /^link\.address and link\.addressPadding/],
    [{ payload: 7 }, 'TypeError', /^payload must be/],
    [{ payload: [256] }, 'RangeError', /^payload\[0\] must be an integer from 0 to 255/],
    [{ payload: { length: 3 } }, 'TypeError', /^payload must be bytes, not an object/],
    [{ trailer: [undefined] }, 'TypeError', /^trailer\[0\] must be given/],
    [{ ipv4, payload: new Uint8Array(65516) }, 'RangeError', /^payload must leave the packet no longer than 65535 bytes/],
    [{ ipv4, payload: new Uint8Array(5_000_000) }, 'RangeError', /^payload must leave/],
  ];
  for (const [spec, name, message] of table) assert.throws(() => encode(spec), { name, message }, message.source);
});

test('byte fields are taken in every form', () => {
  const expected = Uint8Array.of(1, 2, 255);
  const forms = [
    expected, expected.buffer, [1, 2, 255], '01 02 ff', { 0: 1, 1: 2, 2: 255 }, { type: 'Buffer', data: [1, 2, 255] },
    Buffer.from(expected), JSON.parse(JSON.stringify(expected)), JSON.parse(JSON.stringify(Buffer.from(expected))),
  ];
  for (const payload of forms) assert.deepEqual(encode({ payload }), expected);
  assert.deepEqual(encode({ payload: {} }), new Uint8Array(0), 'what JSON makes of an empty array');
  assert.equal(encode({ ipv4, payload: new Uint8Array(65515) }).length, 65535, 'the longest packet');
});

test('no bytes make decode or dissect throw', () => {
  holds(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...linkTypes), (bytes, link) => {
    decode(bytes, { link });
    dissect(bytes, { link });
  });
});

test('strict throws the first problem, and nothing where there is none', () => {
  holds(packet, damage, (spec, places) => {
    const bytes = encode(spec);
    for (const [at, byte] of places) if (at < bytes.length) bytes[at] = byte;
    const [first] = decode(bytes).problems;
    if (first === undefined) return assert.deepEqual(decode(bytes, { strict: true }), decode(bytes));
    assert.throws(() => decode(bytes, { strict: true }), (error) => {
      assert.ok(error instanceof PacketError && error instanceof Error);
      assert.deepEqual([error.name, error.code, error.layer, error.offset], ['PacketError', first.code, first.layer, first.offset]);
      assert.equal(error.message, `${first.layer} at byte ${first.offset}: ${first.message}`);
      return true;
    });
  });
});

test('after an error the next packet is read and written as ever', () => {
  const before = decode(SYN);
  for (const wrong of [() => decode('zz'), () => decode(SYN, { link: 9 }), () => encode({ ipv4, tcp: { ...ports, options: [{ name: 'sack', blocks: [] }] } })]) {
    assert.throws(wrong);
    assert.deepEqual(decode(SYN), before);
    assert.deepEqual(encode(before), SYN);
  }
});

test('addresses are taken in their forms, and in no other', () => {
  const source = (text) => decode(encode({ ipv4: { ...ipv4, source: text } }), { link: 'raw' }).ipv4.source;
  for (const text of ['0.0.0.0', '255.255.255.255', '1.20.203.4']) assert.equal(source(text), text);
  for (const text of ['', '.', '1.2.3', '1.2.3.', '.1.2.3', '1..2.3', '1.2.3.4.5', '1.2.3.256', '00.0.0.0', '01.2.3.4', '1.2.3.4 ', ' 1.2.3.4', '1.2.3.a', '0x1.2.3.4', '1.2.3.-4', '4294967296.1.1.1']) {
    assert.throws(() => source(text), { name: 'RangeError', message: /^ipv4\.source must be an IPv4 address/ }, text);
  }
  const hardware = (text) => decode(encode({ link: { kind: 'ethernet', source: text } }), { link: 1 }).link.source;
  assert.equal(hardware('fe:DC:ba:98:76:50'), 'fe:dc:ba:98:76:50');
  assert.equal(hardware('fe-dc-ba-98-76-50'), 'fe:dc:ba:98:76:50');
  for (const text of ['', 'fe:dc:ba:98:76', 'fe:dc:ba:98:76:5', 'fe:dc:ba:98:76:50:', 'fedc.ba98.7650', 'fe dc ba 98 76 50', 'fe:dc:ba:98:76:5g', 'fe:dc:ba:98:76:50:32']) {
    assert.throws(() => hardware(text), { name: 'RangeError', message: /^link\.source must/ }, text);
  }
});
