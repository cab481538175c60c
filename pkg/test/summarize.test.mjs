// summarize: one line as tcpdump prints it. The lines themselves are compared with tcpdump's in tests/tcpdump.rs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Summarizer, decode, encode, summarize } from 'drywire';
import { damage, linkTypes, packet } from './support/arbitraries.mjs';
import { captures, missing, packetsOf, read } from './support/captures.mjs';
import { DATAGRAM, SYN, TOO_BIG } from './support/packets.mjs';
import { holds } from './support/property.mjs';

const ACK = encode({
  ipv4: { source: '10.0.0.2', destination: '10.0.0.1' },
  tcp: { sourcePort: 80, destinationPort: 1234, sequenceNumber: 900, acknowledgmentNumber: 2, flags: { ack: true } },
});

test('a line says what a packet is, as bytes, as hex or decoded', () => {
  const lines = [
    [SYN, 'IP 10.0.0.1.1234 > 10.0.0.2.80: Flags [S], seq 1, win 65535, '
      + 'options [mss 1460,sackOK,TS val 42 ecr 0,nop,wscale 7], length 0'],
    [DATAGRAM, 'IP 10.0.0.1.12345 > 10.0.0.2.53: UDP, length 2'],
    [TOO_BIG, 'IP 10.0.0.254 > 10.0.0.1: ICMP 192.0.2.1 unreachable - need to frag (mtu 1500), length 36'],
  ];
  for (const [bytes, line] of lines) {
    assert.equal(summarize(bytes), line);
    assert.equal(summarize(decode(bytes)), line);
    assert.equal(summarize(Buffer.from(bytes).toString('hex')), line);
    assert.equal(new Summarizer().line(bytes), line);
  }
});

test('a summarizer counts numbers from each connection\'s first, and two do not disturb each other', () => {
  const [one, other] = [new Summarizer(), new Summarizer()];
  const last = (lines) => lines.line(ACK).match(/ack (\d+)/)[1];
  assert.equal(last(one), '2', 'the first that it sees');
  assert.equal(last(one), '1');
  assert.equal(last(other), '2');
  assert.equal(summarize(ACK).match(/ack (\d+)/)[1], '2');
});

test('what a capture cut off is told from what the headers claim', () => {
  const cut = SYN.subarray(0, 46);
  assert.match(summarize(cut, { originalLength: SYN.length }), /^IP 10\.0\.0\.1\.1234 > 10\.0\.0\.2\.80: +\[\|tcp\]$/);
  assert.match(summarize(cut), /^IP truncated-ip - 28 bytes missing! 10\.0\.0\.1\.1234 > /);
});

test('a timestamp is the time of day in UTC', () => {
  const start = (timestamp) => summarize(DATAGRAM, { timestamp }).slice(0, 19);
  assert.equal(start({ seconds: 1545562209, nanoseconds: 891237999 }), '10:50:09.891237 IP ');
  assert.equal(start(1545562209891.25), '10:50:09.891250 IP ');
  assert.equal(start({ seconds: -1, nanoseconds: 0 }), '23:59:59.000000 IP ');
});

test('a wrong argument is told', () => {
  assert.throws(() => summarize(5), { name: 'TypeError' });
  assert.throws(() => summarize(SYN, 5), { name: 'TypeError', message: 'options must be an object' });
  assert.throws(() => summarize(SYN, { link: 9999 }), { name: 'RangeError' });
  assert.throws(() => summarize(SYN, { originalLength: '5' }), { name: 'TypeError' });
  assert.throws(() => summarize(SYN, { originalLength: -5 }), { name: 'RangeError' });
  assert.throws(() => summarize(SYN, { timestamp: 'now' }), { name: 'TypeError' });
  assert.throws(() => summarize(new Uint8Array(2 ** 20 + 1)), { name: 'RangeError', message: 'input must have at most 1048576 bytes' });
});

test('any bytes have one line, whatever they are read as', () => {
  const oneLine = (bytes, link) => assert.match(summarize(bytes, { link }), /^[^\n\r]+$/);
  holds(packet, damage, (spec, places) => {
    const bytes = encode(spec);
    for (const [at, byte] of places) if (at < bytes.length) bytes[at] = byte;
    oneLine(bytes, 'auto');
    assert.equal(summarize(decode(bytes)), summarize(bytes), 'a decoded packet is what it was decoded from');
  });
  holds(fc.uint8Array({ maxLength: 150 }), fc.constantFrom(...linkTypes), oneLine);
});

test('every packet of the captures has the line that its decoded form has', { skip: missing }, () => {
  for (const name of captures()) {
    const capture = read(name);
    if (![0, 1, 101, 113, 276].includes(capture.link)) continue;
    for (const bytes of packetsOf(capture)) {
      assert.equal(summarize(decode(bytes, { link: capture.link }), { link: capture.link }), summarize(bytes, { link: capture.link }));
    }
  }
});
