// Every kind of option: as it is read, as it is written, and as it is read when it is broken.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode, parseHex } from 'drywire';

const addresses = { source: '10.0.0.1', destination: '10.0.0.2' };
const ports = { sourcePort: 1, destinationPort: 2 };
const tcpWith = (options, rest) => encode({ ipv4: addresses, tcp: { ...ports, options, ...rest } });
const ipv4With = (options, rest) => encode({ ipv4: { ...addresses, options, ...rest } });
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const bytes = (...values) => Uint8Array.from(values);

/** What a table's entry is: the option as it is read, and its bytes. */
const TCP = [
  [{ kind: 1, name: 'nop' }, '01'],
  [{ kind: 2, name: 'mss', value: 1460 }, '020405b4'],
  [{ kind: 3, name: 'windowScale', shift: 14 }, '03030e'],
  [{ kind: 4, name: 'sackPermitted' }, '0402'],
  [{ kind: 5, name: 'sack', blocks: [{ left: 1, right: 2 }] }, '050a0000000100000002'],
  [{ kind: 5, name: 'sack', blocks: [{ left: 0xffffffff, right: 2 }, { left: 3, right: 4 }, { left: 5, right: 6 }, { left: 7, right: 8 }] },
    '0522ffffffff000000020000000300000004000000050000000600000007 00000008'],
  [{ kind: 8, name: 'timestamps', value: 0xfedcba98, echoReply: 1 }, '080afedcba9800000001'],
  [{ kind: 19, name: 'md5', digest: bytes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }, '1312000102030405060708090a0b0c0d0e0f'],
  [{ kind: 28, name: 'userTimeout', granularity: 'seconds', value: 30 }, '1c04001e'],
  [{ kind: 28, name: 'userTimeout', granularity: 'minutes', value: 0x7fff }, '1c04ffff'],
  [{ kind: 29, name: 'ao', data: bytes(1, 2, 3, 4) }, '1d0601020304'],
  [{ kind: 34, name: 'fastOpen', cookie: bytes() }, '2202'],
  [{ kind: 34, name: 'fastOpen', cookie: bytes(1, 2, 3, 4) }, '220601020304'],
  [{ kind: 253, name: 'unknown', data: bytes(0xf9, 0x89) }, 'fd04f989'],
  // Known kinds of a length that they can't have (a problem says so).
  [{ kind: 2, name: 'unknown', data: bytes(5) }, '020305'],
  [{ kind: 5, name: 'unknown', data: bytes(1, 2, 3) }, '0505010203'],
];

const IPV4 = [
  [{ kind: 1, name: 'nop' }, '01'],
  [{ kind: 7, name: 'recordRoute', pointer: 8, addresses: ['192.0.2.1', '0.0.0.0'] }, '070b08c000020100000000'],
  [{ kind: 131, name: 'looseSourceRoute', pointer: 4, addresses: ['192.0.2.255'] }, '830704c00002ff'],
  [{ kind: 137, name: 'strictSourceRoute', pointer: 4, addresses: [] }, '890304'],
  [{ kind: 68, name: 'timestamp', pointer: 9, overflow: 3, flag: 0, entries: [{ timestamp: 0x80000001 }] }, '44080930 80000001'],
  [{ kind: 68, name: 'timestamp', pointer: 5, overflow: 0, flag: 3, entries: [{ address: '192.0.2.1', timestamp: 7 }] },
    '440c0503 c0000201 00000007'],
  [{ kind: 148, name: 'routerAlert', value: 1 }, '94040001'],
  [{ kind: 130, name: 'unknown', data: bytes(1, 2) }, '82040102'],
  [{ kind: 148, name: 'unknown', data: bytes(1) }, '940301'],
];

for (const [header, table, write] of [['tcp', TCP, tcpWith], ['ipv4', IPV4, ipv4With]]) {
  test(`each ${header} option is written as its RFC says and read as it was given`, () => {
    for (const [option, text] of table) {
      const frame = write([option]);
      const at = header === 'tcp' ? 40 : 20;
      const expected = parseHex(text);
      assert.equal(hex(frame.subarray(at, at + expected.length)), hex(expected), option.name);
      const found = decode(frame, { link: 'raw' })[header];
      assert.deepEqual(found.options[0], option);
      assert.equal(found.headerLength, 20 + Math.ceil(expected.length / 4) * 4);
      assert.ok(frame.subarray(at + expected.length).every((byte) => byte === 0), 'padded with zeros');
    }
  });

  test(`${header} options that can't be read are kept to the last byte, and said to be wrong`, () => {
    // [bytes of the options, the problem's code, the last entry]
    const broken = [
      ['01010102', 'option-length-missing', { kind: 2, name: 'malformed', data: bytes() }],
      ['01010200', 'option-length-small', { kind: 2, name: 'malformed', data: bytes(0) }],
      ['02010000', 'option-length-small', { kind: 2, name: 'malformed', data: bytes(1, 0, 0) }],
      ['fd0a0102', 'option-beyond-end', { kind: 0xfd, name: 'malformed', data: bytes(10, 1, 2) }],
    ];
    for (const [text, code, last] of broken) {
      const data = parseHex(text).subarray(1);
      const frame = write([{ name: 'malformed', kind: parseHex(text)[0] < 2 ? 2 : parseHex(text)[0], data }]);
      frame.set(parseHex(text), header === 'tcp' ? 40 : 20);
      const packet = decode(frame, { link: 'raw' });
      assert.ok(packet.problems.some((problem) => problem.code === code && problem.layer === header), text);
      assert.deepEqual(packet[header].options.at(-1), last, text);
      assert.equal(hex(encode(packet)), hex(frame), text);
    }
  });

  test(`the end of ${header}'s list tells its padding only where nothing else does`, () => {
    const end = (options, rest) => decode(write(options, rest), { link: 'raw' })[header].options.at(-1);
    assert.deepEqual(end([{ name: 'eol' }]), { kind: 0, name: 'eol' }, 'zeros to the end of the header');
    assert.deepEqual(end([{ name: 'eol', padding: '000000' }]), { kind: 0, name: 'eol' }, 'the same, given');
    assert.deepEqual(end([{ name: 'eol', padding: '000100' }]), { kind: 0, name: 'eol', padding: bytes(0, 1, 0) });
    const long = decode(write([{ name: 'nop' }, { name: 'eol' }], { headerLength: 32 }), { link: 'raw' })[header];
    assert.deepEqual(long.options, [{ kind: 1, name: 'nop' }, { kind: 0, name: 'eol' }]);
    assert.equal(long.headerLength, 32);
    const cut = write([{ name: 'eol', padding: '00 00 00' }], { headerLength: 60 });
    assert.deepEqual(decode(cut, { link: 'raw' })[header].options, [{ kind: 0, name: 'eol', padding: bytes(0, 0, 0) }]);
    assert.equal(hex(encode(decode(cut, { link: 'raw' }))), hex(cut));
  });
}

test('the layout that most segments have is read the same as any other (RFC 7323 appendix A)', () => {
  const nop = { kind: 1, name: 'nop' };
  const timestamps = { kind: 8, name: 'timestamps', value: 3, echoReply: 4 };
  for (const options of [[nop, nop, timestamps], [timestamps, nop, nop], [nop, timestamps, nop], [nop, nop, nop]]) {
    const { tcp } = decode(tcpWith(options), { link: 'raw' });
    assert.deepEqual(tcp.options.filter(({ name }) => name !== 'eol'), options);
  }
});

test('options of more than 40 bytes are refused', () => {
  const option = { name: 'unknown', kind: 200, data: new Uint8Array(30) };
  assert.throws(() => tcpWith([option, option]), { name: 'RangeError', message: 'tcp.options must take at most 40 bytes' });
  assert.throws(() => ipv4With([option, option]), { name: 'RangeError', message: 'ipv4.options must take at most 40 bytes' });
  assert.throws(() => ipv4With(Array(41).fill({ name: 'nop' })), { name: 'RangeError', message: /^ipv4\.options/ });
  assert.equal(decode(ipv4With(Array(40).fill({ name: 'nop' })), { link: 'raw' }).ipv4.headerLength, 60);
});
