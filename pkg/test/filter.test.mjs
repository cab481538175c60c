// compileFilter: Wireshark's language of display filters. What the expressions mean is compared with tshark in tests/filters.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Filter, FilterError, compileFilter, encode } from 'drywire';
import { captures, missing, packetsOf, read } from './support/captures.mjs';
import { linkTypes, packet } from './support/arbitraries.mjs';
import { DATAGRAM, SYN, TOO_BIG } from './support/packets.mjs';
import { holds } from './support/property.mjs';

test('a filter is asked of bytes, of hex and of many frames', () => {
  const filter = compileFilter('tcp.flags.syn == 1 && ip.src == 10.0.0.0/8 and eth.src[5] == 1');
  assert.ok(filter instanceof Filter);
  assert.equal(filter.text, 'tcp.flags.syn == 1 && ip.src == 10.0.0.0/8 and eth.src[5] == 1');
  assert.equal(filter.matches(SYN), true);
  assert.equal(filter.matches(Buffer.from(SYN).toString('hex')), true);
  assert.equal(filter.matches(DATAGRAM), false);
  const data = Uint8Array.of(...SYN, ...DATAGRAM, ...TOO_BIG);
  const bounds = Uint32Array.of(0, SYN.length, SYN.length, DATAGRAM.length, SYN.length + DATAGRAM.length, TOO_BIG.length, 0, SYN.length);
  assert.deepEqual(filter.select(data, bounds), Uint32Array.of(0, 3));
  assert.deepEqual(compileFilter('ip').select(data, bounds), Uint32Array.of(0, 1, 2, 3));
  assert.deepEqual(compileFilter('frame.len > 90').select(data, bounds, { originalLengths: [60, 91, 92, 93] }), Uint32Array.of(1, 2, 3));
  assert.equal(compileFilter('frame.len == 1500').matches(SYN, { originalLength: 1500 }), true);
});

test('an error says where and what was expected', () => {
  for (const [text, code, offset, length, message] of [
    ['', 'expected-test', 0, 0, 'at character 1: expected a name, `not` or a parenthesis'],
    ['tcp.port == http', 'expected-number', 12, 4, 'at character 13: expected a number up to 4294967295'],
    ['http.host == "é" tcp', 'expected-connective', 17, 3, 'at character 18: expected a comparison, `and`, `or` or the end'],
    ['http.host matches "x"', 'matches', 10, 7, /regular expressions are not read here/],
    ['tcp.stream eq 0', 'unknown-name', 0, 10, /no field or protocol that is read here/],
  ]) {
    assert.throws(() => compileFilter(text), (error) => {
      assert.ok(error instanceof FilterError && error instanceof SyntaxError);
      assert.deepEqual([error.name, error.code, error.offset, error.length], ['FilterError', code, offset, length]);
      assert.match(error.message, message instanceof RegExp ? message : new RegExp(message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
      return true;
    });
  }
});

test('a wrong argument is told', () => {
  const filter = compileFilter('ip');
  for (const wrong of [undefined, null, 5, {}]) assert.throws(() => compileFilter(wrong), { name: 'TypeError', message: 'text must be a string' });
  assert.throws(() => filter.matches(5), { name: 'TypeError' });
  assert.throws(() => filter.matches(SYN, { link: 9999 }), { name: 'RangeError' });
  assert.throws(() => filter.matches(SYN, { originalLength: -1 }), { name: 'RangeError' });
  assert.throws(() => filter.matches(new Uint8Array(2 ** 20 + 1)), { name: 'RangeError' });
  assert.throws(() => filter.select([], new Uint32Array(0)), { name: 'TypeError' });
  assert.throws(() => filter.select(SYN, Uint32Array.of(0)), { name: 'RangeError', message: /an offset and a length/ });
  assert.throws(() => filter.select(SYN, Uint32Array.of(0, 1000)), { name: 'RangeError', message: /frame 0 ends beyond/ });
  assert.throws(() => filter.select(SYN, Uint32Array.of(0, 10), { link: 9999 }), { name: 'RangeError' });
  assert.deepEqual(filter.select(SYN, new Uint32Array(0)), new Uint32Array(0));
});

test('more filters than the module keeps all stay themselves', () => {
  const ports = Array.from({ length: 40 }, (_, index) => index);
  const filters = ports.map((port) => compileFilter(`udp.dstport == ${port + 30}`));
  for (let round = 0; round < 3; round++) {
    assert.deepEqual(filters.map((filter) => filter.matches(DATAGRAM)), ports.map((port) => port + 30 === 53));
  }
});

test('many frames are told as each of them is', () => {
  const filters = ['ip', 'tcp.port > 1000', 'not udp', 'icmp or ip.ttl < 100', 'frame contains 00:00'].map(compileFilter);
  holds(fc.array(packet, { maxLength: 6 }), fc.constantFrom(...linkTypes), (specs, link) => {
    const frames = specs.map((spec) => encode(spec));
    const data = Uint8Array.from(frames.flatMap((frame) => [...frame]));
    let at = 0;
    const bounds = Uint32Array.from(frames.flatMap((frame) => [(at += frame.length) - frame.length, frame.length]));
    for (const filter of filters) {
      const each = frames.flatMap((frame, index) => (filter.matches(frame, { link }) ? [index] : []));
      assert.deepEqual([...filter.select(data, bounds, { link })], each, filter.text);
    }
  });
});

test('any text is a filter or an error within it', () => {
  const piece = fc.constantFrom('tcp', 'ip.src', '==', ' ', '10.0.0.1', '(', ')', '!', ' and ', 'in', '{', '}', '"', '🦀', '[1]', '&');
  holds(fc.array(piece, { maxLength: 8 }), (pieces) => {
    const text = pieces.join('');
    try {
      compileFilter(text).matches(SYN);
    } catch (error) {
      assert.ok(error instanceof FilterError, String(error));
      assert.ok(error.offset >= 0 && error.offset + error.length <= text.length, `${text}: ${error.offset}, ${error.length}`);
    }
  });
});

test('all frames of the captures are told quickly, as one by one', { skip: missing }, () => {
  const filter = compileFilter('tcp.flags.syn == 1 or icmp');
  for (const name of captures()) {
    const capture = read(name);
    if (![0, 1, 101, 113, 276].includes(capture.link)) continue;
    const { link } = capture;
    const each = packetsOf(capture).flatMap((bytes, index) => (filter.matches(bytes, { link }) ? [index] : []));
    assert.deepEqual([...filter.select(capture.data, capture.bounds, { link })], each, name);
  }
});
