// What a file is, for the command line and the page alike.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { parseDump, sniff, writeCapture } from 'drywire';
import * as inspect from 'drywire/inspect';
import { DATAGRAM, SYN } from './support/packets.mjs';

const DUMPS = fileURLToPath(new URL('../../tests/dumps/', import.meta.url));
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));

test('captures are known by their first bytes', async () => {
  for (const format of ['pcap', 'pcapng']) {
    const file = await writeCapture([{ data: DATAGRAM, link: 'raw', timestamp: 0n }], { format });
    for (const some of [file, file.subarray(0, 4), gzipSync(file)]) assert.deepEqual(sniff(some), { kind: 'capture' }, format);
  }
  for (const mark of ['a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1', '34cdb2a1', '0a0d0d0a']) assert.equal(sniff(bytes(mark)).kind, 'capture', mark);
});

test('each sample of a dump is a text, in UTF-16 and with line ends of Windows as well', () => {
  for (const name of readdirSync(DUMPS).filter((name) => /^\d.*\.txt$/.test(name))) {
    const text = readFileSync(DUMPS + name, 'utf8');
    assert.deepEqual(sniff(Buffer.from(text)), { kind: 'text', text }, name);
    const wide = Buffer.from(`\ufeff${text.replace(/\r?\n/g, '\r\n')}`, 'utf16le');
    for (const some of [wide, Buffer.from(wide).swap16()]) {
      const { kind, text: read } = sniff(some);
      assert.deepEqual([kind, read], ['text', text.replace(/\r?\n/g, '\r\n')], name);
    }
  }
  assert.equal(parseDump(sniff(Buffer.from('\ufeff\r\n4500 0014\r\n')).text).packets.length, 1);
});

test('a packet\'s bytes are known by what speaks for them, else by a link type that is named', () => {
  assert.deepEqual(sniff(DATAGRAM), { kind: 'packet', link: 'raw' });
  assert.deepEqual(sniff(SYN), { kind: 'packet', link: 'ethernet' });
  assert.deepEqual(inspect.sniff(SYN), sniff(SYN));
  const lldp = bytes('0180c200000e00112233445588cc0207040011223344550000');
  assert.deepEqual(sniff(lldp), { kind: 'unknown' });
  assert.deepEqual(sniff(lldp, { link: 'ethernet' }), { kind: 'packet', link: 'ethernet' });
  assert.deepEqual(sniff(lldp, { link: 1 }), { kind: 'packet', link: 1 });
  const long = new Uint8Array(0x100001);
  assert.deepEqual(sniff(long, { link: 'raw' }), { kind: 'unknown' }, 'no packet is so long');
  assert.deepEqual(sniff(long.subarray(1), { link: 'raw' }), { kind: 'packet', link: 'raw' });
});

test('no bytes are an empty text, and what are no bytes a TypeError', () => {
  assert.deepEqual(sniff(new Uint8Array()), { kind: 'text', text: '' });
  assert.throws(() => sniff('4500'), { name: 'TypeError', message: /^file must be a Uint8Array/ });
  for (const options of [null, 5]) assert.throws(() => sniff(DATAGRAM, options), { name: 'TypeError', message: 'options must be an object' });
  assert.throws(() => sniff(DATAGRAM, { link: 'token ring' }), { name: 'RangeError', message: /^options\.link must be one of/ });
});

test('bytes are taken as other functions take them: as a buffer, and from another realm', () => {
  assert.deepEqual(sniff(SYN.slice().buffer), sniff(SYN));
  assert.deepEqual(sniff(runInNewContext('Uint8Array.of(0x34, 0x35)')), { kind: 'text', text: '45' });
});
