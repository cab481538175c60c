// Each layer as the package shows it, and what stands in for what is left out when it is written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode, parseHex } from 'drywire';
import { TOO_BIG } from './support/packets.mjs';

const ipv4 = { source: '10.0.0.1', destination: '10.0.0.2' };
const udp = { sourcePort: 1, destinationPort: 2 };

test('what is left out takes its default or is computed', () => {
  const { link, ...packet } = decode(encode({ link: { kind: 'ethernet' }, ipv4, tcp: { sourcePort: 1, destinationPort: 2 } }));
  assert.deepEqual(link, {
    kind: 'ethernet', destination: '00:00:00:00:00:00', source: '00:00:00:00:00:00', tags: [], etherType: 0x0800,
  });
  assert.deepEqual([packet.ipv4.ttl, packet.ipv4.protocol, packet.ipv4.totalLength, packet.ipv4.headerLength], [64, 6, 40, 20]);
  assert.deepEqual([packet.tcp.window, packet.tcp.headerLength, packet.tcp.flags.syn], [65535, 20, false]);
  assert.deepEqual(packet.problems, []);
});

test('the link says what it carries', () => {
  for (const [link, found] of [
    [{ kind: 'ethernet' }, { etherType: 0x0800 }],
    [{ kind: 'sll' }, { protocol: 0x0800 }],
    [{ kind: 'sll2' }, { protocol: 0x0800 }],
    [{ kind: 'null' }, { family: 2, byteOrder: 'little' }],
    [{ kind: 'loop' }, { family: 2, byteOrder: 'big' }],
    [{ kind: 'ethernet', tags: [{ id: 5 }, {}] }, { etherType: 0x0800 }],
  ]) {
    const packet = decode(encode({ link, ipv4, udp }), { link: link.kind });
    assert.deepEqual({ ...packet.link, ...found }, packet.link, link.kind);
    assert.ok(packet.layers.includes('udp'), link.kind);
  }
});

test('tags are layers of their own, outermost first (IEEE 802.1Q)', () => {
  const tags = [
    { protocol: 0x88a8, priority: 7, dropEligible: true, id: 4095 }, { protocol: 0x8100, priority: 0, dropEligible: false, id: 1 },
  ];
  const packet = decode(encode({ link: { kind: 'ethernet', tags }, ipv4, udp }));
  assert.deepEqual(packet.layers, ['ethernet', 'vlan', 'vlan', 'ipv4', 'udp']);
  assert.deepEqual(packet.link.tags, tags);
});

test('cooked addresses keep their padding', () => {
  const sll = parseHex('0000 0001 0006 020000000001 beef 0800 45');
  const packet = decode(sll, { link: 113 });
  assert.deepEqual(packet.link, {
    kind: 'sll', packetType: 0, hardwareType: 1, addressLength: 6, address: '02:00:00:00:00:01', addressPadding: 'be:ef', protocol: 0x0800,
  });
  assert.deepEqual(encode(packet), sll);
  const long = decode(parseHex('0000 0001 00ff 0102030405060708 0800'), { link: 'sll' });
  assert.deepEqual([long.link.address, long.link.addressPadding, long.link.addressLength], ['01:02:03:04:05:06:07:08', '', 255]);
});

test('ARP addresses are dotted where they have 4 bytes, else hex (RFC 826)', () => {
  const { arp } = decode(encode({
    link: { kind: 'ethernet', destination: 'ff:ff:ff:ff:ff:ff' },
    arp: { senderHardware: '02:00:00:00:00:01', senderProtocol: '10.0.0.1', targetProtocol: '10.0.0.2' },
  }));
  assert.deepEqual(arp, {
    hardwareType: 1, protocolType: 0x0800, hardwareLength: 6, protocolLength: 4, operation: 1,
    senderHardware: '02:00:00:00:00:01', senderProtocol: '10.0.0.1', targetHardware: '00:00:00:00:00:00', targetProtocol: '10.0.0.2',
  });
  const odd = parseHex('02 00 00 00 00 02 02 00 00 00 00 01 0806 0006 0000 02 03 0002 aabb 010203 ccdd 040506');
  const packet = decode(odd, { link: 'ethernet' });
  assert.deepEqual([packet.arp.senderHardware, packet.arp.senderProtocol, packet.arp.targetProtocol], ['aa:bb', '01:02:03', '04:05:06']);
  assert.deepEqual(encode(packet), odd);
});

test('each ICMP message has its own fields (RFC 792, RFC 1191)', () => {
  for (const icmp of [
    { name: 'echoRequest', type: 8, code: 0, identifier: 65535, sequenceNumber: 7 },
    { name: 'echoReply', type: 0, code: 1, identifier: 1, sequenceNumber: 65535 },
    { name: 'destinationUnreachable', type: 3, code: 4, unused: 0x1234, nextHopMtu: 1400 },
    { name: 'redirect', type: 5, code: 1, gateway: '192.0.2.1' },
    { name: 'timeExceeded', type: 11, code: 0, unused: 0x89abcdef },
    { name: 'parameterProblem', type: 12, code: 0, pointer: 255, unused: 0xffffff },
    { name: 'unknown', type: 13, code: 0, restOfHeader: 0xffffffff },
  ]) {
    const packet = decode(encode({ ipv4, icmp }));
    const { checksum, checksumStatus, quoted, ...fields } = packet.icmp;
    assert.deepEqual(fields, icmp);
    assert.deepEqual([checksumStatus, quoted], ['good', null]);
    assert.equal(packet.ipv4.protocol, 1);
  }
});

test('what an ICMP error quotes is read as far as it goes (RFC 792, RFC 1812 4.3.2.3)', () => {
  const { icmp, payload, problems } = decode(TOO_BIG);
  assert.equal(icmp.nextHopMtu, 1500);
  assert.deepEqual([icmp.quoted.ipv4.source, icmp.quoted.ipv4.destination, icmp.quoted.ipv4.totalLength], ['10.0.0.1', '192.0.2.1', 56325]);
  assert.deepEqual(icmp.quoted.tcp, { sourcePort: 49152, destinationPort: 80, sequenceNumber: 0x11223344 });
  assert.deepEqual([icmp.quoted.udp, icmp.quoted.icmp], [null, null]);
  assert.deepEqual(icmp.quoted.payload, payload.subarray(20));
  assert.deepEqual(problems.map(({ layer }) => layer), ['ipv4', 'icmp'], "what is wrong with the quoted packet is not the packet's");
  const quoting = (protocol, rest) => {
    const bytes = TOO_BIG.slice();
    bytes[28 + 9] = protocol;
    bytes.set(parseHex(rest), 48);
    return decode(bytes).icmp.quoted;
  };
  assert.deepEqual(quoting(17, '0035 c001 0020 beef').udp, { sourcePort: 53, destinationPort: 49153, length: 32, checksum: 0xbeef });
  assert.deepEqual(quoting(1, '0800 0000 0000 0000').icmp, { type: 8, code: 0 });
  assert.deepEqual(decode(TOO_BIG.subarray(0, 52)).icmp.quoted.tcp, null, 'fewer than 8 bytes are there');
  assert.equal(decode(TOO_BIG.subarray(0, 40)).icmp.quoted, null, 'not even the header is there');
});

const v6 = { source: '2001:db8::1', destination: '2001:db8::2' };

test('an IPv6 header is read, with its addresses as RFC 5952 writes them (RFC 8200 3)', () => {
  const packet = decode(parseHex('6ab1234500003b40 00000000000000000000000000000001 20010db8000000000001000000000002'));
  assert.deepEqual([packet.layers, packet.payload.length, packet.problems], [['ipv6'], 0, []]);
  assert.deepEqual(packet.ipv6, {
    version: 6, dscp: 42, ecn: 3, flowLabel: 0x12345, payloadLength: 0, nextHeader: 59, hopLimit: 64,
    source: '::1', destination: '2001:db8::1:0:0:2', extensions: [],
  });
});

test('IPv6 addresses are taken as RFC 4291 2.2 allows, and written as RFC 5952 has them', () => {
  const table = [
    ['2001:DB8:0:0:8:800:200C:417A', '2001:db8::8:800:200c:417a'], ['::', '::'], ['0:0:0:0:0:0:0:1', '::1'], ['1::', '1::'],
    ['::13.1.68.3', '::d01:4403'], ['::FFFF:129.144.52.38', '::ffff:129.144.52.38'], ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'], ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'], ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['10:0:0:a0:0:0:0:b', '10:0:0:a0::b'],
  ];
  for (const [given, written] of table) {
    assert.equal(decode(encode({ ipv6: { ...v6, source: given } })).ipv6.source, written, given);
  }
  for (const wrong of ['', ':', ':::', '1', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1::2::3', '12345::', '::g', '::1.2.3', '1.2.3.4', '::1%eth0', '1:2:3:4:5:6:7:8::']) {
    assert.throws(() => encode({ ipv6: { ...v6, source: wrong } }), RangeError, wrong);
  }
});

test('extension headers are chained, padded and read again, and the transport after them verifies (RFC 8200 4)', () => {
  const extensions = [
    { name: 'hopByHop', options: [{ name: 'routerAlert', value: 0 }] },
    { name: 'fragment', identification: 7 },
    { name: 'destinationOptions' },
  ];
  const packet = decode(encode({ ipv6: { ...v6, extensions }, udp, payload: [1, 2, 3] }));
  assert.deepEqual([packet.layers, packet.problems, packet.udp.checksumStatus], [['ipv6', 'udp'], [], 'good']);
  assert.deepEqual(packet.ipv6.extensions, [
    { kind: 0, name: 'hopByHop', nextHeader: 44, options: [{ kind: 5, name: 'routerAlert', value: 0 }, { kind: 1, name: 'padN', data: new Uint8Array(0) }] },
    { kind: 44, name: 'fragment', nextHeader: 60, reserved: 0, fragmentOffset: 0, reservedBits: 0, moreFragments: false, identification: 7 },
    { kind: 60, name: 'destinationOptions', nextHeader: 17, options: [{ kind: 1, name: 'padN', data: new Uint8Array(4) }] },
  ]);
  packet.ipv6.extensions[2].nextHeader = 6;
  assert.equal(decode(encode(packet)).tcp, null, 'what is given stands, also when it is wrong');
});

test('an ICMPv6 error quotes a packet (RFC 4443 3)', () => {
  const quoted = encode({ ipv6: v6, udp, payload: [1, 2, 3, 4] });
  const packet = decode(encode({ ipv6: v6, icmpv6: { name: 'packetTooBig', mtu: 1280 }, payload: quoted }));
  const { quoted: found, checksum, ...header } = packet.icmpv6;
  assert.deepEqual(header, { name: 'packetTooBig', type: 2, code: 0, checksumStatus: 'good', mtu: 1280 });
  assert.deepEqual([found.ipv6.source, found.udp.destinationPort, found.tcp, found.payload.length], [v6.source, udp.destinationPort, null, 12]);
  assert.ok(checksum > 0);
});

test('UDP over IPv6 has a checksum (RFC 8200 8.1)', () => {
  const { problems: [problem], udp: { checksumStatus } } = decode(encode({ ipv6: v6, udp: { ...udp, checksum: 0 } }));
  assert.deepEqual([problem.code, problem.layer, problem.offset, checksumStatus], ['checksum-missing', 'udp', 46, 'absent']);
});

test('a later fragment has no transport; the first has one that nobody can verify (RFC 791 3.2)', () => {
  const first = decode(encode({ ipv4: { ...ipv4, moreFragments: true }, udp: { ...udp, length: 3000, checksum: 1 }, payload: new Uint8Array(64) }));
  assert.equal(first.udp.checksumStatus, 'unverified');
  const later = decode(encode({ ipv4: { ...ipv4, fragmentOffset: 64, protocol: 17 }, payload: new Uint8Array(64) }));
  assert.deepEqual([later.layers, later.ipv4.fragmentOffset, later.payload.length], [['ipv4'], 64, 64]);
  const again = decode(encode(first, { fill: 'all' }));
  assert.deepEqual([again.udp.length, again.udp.checksum], [3000, 1], "fill: 'all' does not guess what it can't see");
});

test("fill: 'all' leaves what nobody can compute of a packet that was cut short", () => {
  const whole = encode({ ipv4, udp, payload: new Uint8Array(100).fill(7) });
  const cut = decode(whole.subarray(0, 80), { link: 'raw' });
  assert.deepEqual(cut.problems.map(({ code }) => code), ['truncated']);
  cut.ipv4.ttl = 1;
  const again = decode(encode(cut, { fill: 'all' }), { link: 'raw' });
  assert.deepEqual([again.ipv4.totalLength, again.udp.length, again.udp.checksum], [128, 108, cut.udp.checksum]);
  assert.equal(again.ipv4.checksumStatus, 'good');
  delete cut.ipv4.totalLength;
  assert.equal(decode(encode(cut), { link: 'raw' }).ipv4.totalLength, 80, 'what is absent is computed of what is there');
});

test('a UDP checksum that computes as 0 is sent as 0xffff (RFC 768)', () => {
  const whole = decode(encode({ ipv4, udp, payload: [0, 0] })).udp.checksum;
  const packet = decode(encode({ ipv4, udp, payload: [whole >> 8, whole & 255] }));
  assert.deepEqual([packet.udp.checksum, packet.udp.checksumStatus], [0xffff, 'good']);
});

test('problems say what, where and by whose claim', () => {
  const bytes = encode({ ipv4, udp, payload: [1, 2, 3] });
  bytes[2] = 1;
  const { problems: [problem], payload } = decode(bytes);
  assert.deepEqual(problem, {
    code: 'truncated', layer: 'ipv4', offset: 2, length: 2,
    message: "the packet's length says 287 bytes and 31 are there: cut short, or the length lies",
  });
  assert.deepEqual(payload, Uint8Array.of(1, 2, 3));
  assert.equal(decode(bytes.subarray(0, 30)).udp.checksumStatus, 'unverified');
});

test('more tags than anybody has, and as much payload as fits nowhere, come back as they were', () => {
  const tags = parseHex('8100 0001'.repeat(20_000));
  const frame = Uint8Array.from([...new Uint8Array(12), ...tags, ...new Uint8Array(9)]);
  const packet = decode(frame, { link: 'ethernet' });
  assert.equal(packet.link.tags.length, 16_384);
  assert.deepEqual(packet.problems.map(({ code }) => code), ['too-many-tags']);
  assert.deepEqual(Buffer.compare(encode(packet), frame), 0);
  const huge = new Uint8Array(3_000_000).map((_, index) => index);
  huge.set(encode({ ipv4: { ...ipv4, totalLength: 0, checksum: 0 }, udp: { ...udp, length: 0, checksum: 0 } }));
  for (const link of ['raw', 'ethernet', 'null']) {
    const read = decode(huge, { link });
    assert.equal(Buffer.compare(encode(read), huge), 0, link);
  }
});
