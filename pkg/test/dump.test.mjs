// Pasted dumps: the repository's samples, places in the text, times and links, and what is written is read back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { DumpError, decode, formatDump, guessLink, parseDump, parseHex } from 'drywire';
import { DATAGRAM, SYN } from './support/packets.mjs';
import { holds } from './support/property.mjs';

const DUMPS = new URL('../../tests/dumps/', import.meta.url);
const read = (name) => readFileSync(new URL(name, DUMPS), 'utf8');
const samples = read('expected.tsv').trimEnd().split('\n').slice(1).map((line) => line.split('\t'))
  .map(([name, hex]) => ({ name, text: read(name), bytes: parseHex(hex) }));

const WRITTEN = [
  'hex', 'percent', '0x-list', 'c-array', 'go-slice', 'c-string', 'python-bytes', 'scapy', 'base64', 'data-url', 'node-buffer',
  'node-json', 'tcpdump', 'tshark', 'xxd', 'hexdump-c',
];
const READ_ONLY = {
  uint8array: '34-', 'tshark-json': '36-', pdml: '37-', text2pcap: '38-', 'xxd-bits': '06-', hexdump: '26-', od: '29-', cisco: '40-', hexyl: '41-',
};

for (const { name, text, bytes } of samples) {
  test(`sample ${name}`, () => {
    if (bytes.length === 0) {
      assert.throws(() => parseDump(text), (error) => error instanceof DumpError && error.code === 'cut-short');
      return;
    }
    const { packets: [packet, ...others] } = parseDump(text);
    assert.deepEqual(others, []);
    assert.deepEqual(packet.data, bytes);
    assert.equal(packet.link, bytes[0] === 0x45 ? 'raw' : 'ethernet');
    assert.ok(packet.guess.confidence >= 90 && (packet.guess.runnerUp?.confidence ?? 0) < 50, 'which is clear');
    assert.equal(decode(packet.data, { link: packet.link }).tcp.destinationPort, 22);
  });
}

test('each format has its name', () => {
  for (const format of WRITTEN) assert.equal(parseDump(formatDump(SYN, format)).format, format);
  for (const [format, start] of Object.entries(READ_ONLY)) {
    const { text } = samples.find(({ name }) => name.startsWith(start));
    assert.equal(parseDump(text).format, format);
    assert.equal(parseDump(text, { format }).format, format);
    assert.throws(() => formatDump(SYN, format), { name: 'RangeError', message: /is read, and not written$/ });
  }
});

test('what is written is read back', () => {
  holds(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.constantFrom(...WRITTEN), (bytes, format) => {
    const { packets } = parseDump(formatDump(bytes, format), { format });
    assert.deepEqual(packets.map(({ data }) => data), [bytes]);
  });
});

test('places count UTF-16 units, whatever stands before them', () => {
  const text = '➜ ~ 🦀\u00a0xxd\n00000000: 4500 0014  E...\n';
  const { packets: [{ data, places }] } = parseDump(text);
  assert.deepEqual(data, Uint8Array.of(0x45, 0, 0, 0x14));
  const written = Array.from(data, (_, index) => text.slice(places[2 * index], places[2 * index + 1]));
  assert.deepEqual(written, ['45', '00', '00', '14']);
});

test('times and links are those of the text, and a link can be asked for', () => {
  const sample = (start) => samples.find(({ name }) => name.startsWith(start)).text;
  const [json] = parseDump(sample('36-')).packets;
  assert.deepEqual(json.timestamp, { clock: 'epoch', seconds: 1545562209, nanoseconds: 891237000 });
  assert.deepEqual(parseDump(sample('21-')).packets[0].timestamp, { clock: 'time-of-day', seconds: 39009, nanoseconds: 891237000 });
  assert.ok(!('timestamp' in parseDump(sample('04-')).packets[0]));
  assert.equal(parseDump("Loopback(b'E\\x00')").packets[0].link, 'null');
  assert.equal(parseDump(sample('04-'), { link: 'raw' }).packets[0].link, 'raw');
  assert.equal(guessLink(DATAGRAM).link, parseDump(formatDump(DATAGRAM, 'hex')).packets[0].guess.link);
});

test('several packets, one of them cut short', () => {
  const { packets, warnings } = parseDump('<Buffer 45 00>\n<Buffer 45 ... 3 more bytes>\n<Buffer 60>');
  assert.deepEqual(packets.map(({ data }) => [...data]), [[0x45, 0], [0x60]]);
  assert.deepEqual(warnings, [{
    code: 'cut-short', message: 'what printed this left out 3 more: print all of it', start: 26, end: 31, refused: true,
  }]);
});

test('a wrong argument is told', () => {
  for (const wrong of [undefined, null, 1, SYN]) assert.throws(() => parseDump(wrong), { name: 'TypeError', message: 'text must be a string' });
  assert.throws(() => parseDump('45', { format: 'pcap' }), { name: 'RangeError', message: /^options\.format must be one of hex, / });
  assert.throws(() => parseDump('45', { format: 1 }), TypeError);
  assert.throws(() => parseDump('45', { link: 'wifi' }), RangeError);
  assert.throws(() => parseDump('45', null), { name: 'TypeError', message: 'options must be an object' });
  assert.throws(() => formatDump(SYN), { name: 'TypeError', message: 'format must be a string' });
  assert.throws(() => formatDump('4', 'hex'), { name: 'HexError' });
  assert.throws(() => parseDump('hello, world'), { name: 'DumpError', code: 'not-a-dump', start: 0, end: 0 });
});

test('any text is read or refused, and the next one after it', () => {
  holds(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
    try {
      for (const { data, places } of parseDump(text).packets) assert.equal(places.length, 2 * data.length);
    } catch (error) {
      assert.ok(error instanceof DumpError, String(error));
    }
  });
  assert.deepEqual(parseDump('45 00 00 14').packets[0].data, Uint8Array.of(0x45, 0, 0, 0x14));
});
