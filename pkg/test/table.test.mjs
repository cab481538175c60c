// PacketTable: its columns say what decode says, for every packet, however the packets come in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PacketTable, decode, encode } from 'drywire';
import { damage, packet } from './support/arbitraries.mjs';
import { captures, missing, packetsOf, read } from './support/captures.mjs';
import { DATAGRAM, SYN, TOO_BIG } from './support/packets.mjs';
import { holds } from './support/property.mjs';

const LAYERS = ['ethernet', 'vlan', 'null', 'loop', 'sll', 'sll2', 'arp', 'ipv4', 'ipv6', 'icmp', 'udp', 'tcp', 'icmpv6'];
const STATUS = ['good', 'bad', 'absent', 'unverified'];
const number = (address) => address === undefined || !/^[\d.]+$/.test(address) ? 0 : address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const bits = (...flags) => flags.reduce((sum, flag) => sum * 2 + (flag ? 1 : 0), 0);

/** An IPv6 packet's length: by its header, or by a Jumbo Payload option, which no column has room for (RFC 2675). */
function lengthOf(ipv6) {
  if (!ipv6) return 0;
  if (ipv6.payloadLength > 0 || ipv6.nextHeader === 59) return Math.min(ipv6.payloadLength + 40, 0xffff);
  const [first] = ipv6.extensions;
  const jumbo = first?.name === 'hopByHop' && first.options.some(({ name, value }) => name === 'jumboPayload' && value > 0xffff);
  return jumbo ? 0xffff : 0;
}

/** A row as it should be, by decode. */
function row(frame, options) {
  const { layers, link, arp, ipv4, ipv6, tcp, udp, icmp, icmpv6, payload, trailer, problems } = decode(frame, options);
  const message = icmp ?? icmpv6;
  const transport = tcp ?? udp ?? message;
  const network = ipv4 ?? ipv6;
  return {
    layers: layers.reduce((sum, name) => sum | (1 << LAYERS.indexOf(name)), 0),
    frameLength: frame.length,
    payloadOffset: frame.length - payload.length - trailer.length, payloadLength: payload.length,
    problemCount: Math.min(problems.length, 255),
    etherType: link?.etherType ?? link?.protocol ?? 0, vlanId: link?.tags?.[0]?.id ?? 0,
    arpOperation: arp?.operation ?? 0,
    source: number(ipv4?.source ?? arp?.senderProtocol), destination: number(ipv4?.destination ?? arp?.targetProtocol),
    ipv4HeaderLength: ipv4?.headerLength ?? 0, dscp: network?.dscp ?? 0, ecn: network?.ecn ?? 0, totalLength: ipv4?.totalLength ?? lengthOf(ipv6),
    identification: ipv4?.identification ?? 0,
    ipv4Flags: bits(ipv4?.reservedFlag, ipv4?.dontFragment, ipv4?.moreFragments),
    fragmentOffset: (ipv4 ?? ipv6?.extensions.find(({ name }) => name === 'fragment'))?.fragmentOffset ?? 0,
    ttl: ipv4?.ttl ?? ipv6?.hopLimit ?? 0, protocol: ipv4?.protocol ?? (ipv6?.extensions.at(-1) ?? ipv6)?.nextHeader ?? 0,
    ipv4Checksum: ipv4?.checksum ?? 0,
    ipv4ChecksumStatus: STATUS.indexOf(ipv4?.checksumStatus ?? 'unverified'),
    sourcePort: transport?.sourcePort ?? 0, destinationPort: transport?.destinationPort ?? 0, checksum: transport?.checksum ?? 0,
    checksumStatus: STATUS.indexOf(transport?.checksumStatus ?? 'unverified'),
    sequenceNumber: tcp?.sequenceNumber ?? 0, acknowledgmentNumber: tcp?.acknowledgmentNumber ?? 0,
    tcpHeaderLength: tcp?.headerLength ?? 0, tcpReserved: tcp === null ? 0 : tcp.reserved * 2 + (tcp.flags.ae ? 1 : 0),
    tcpFlags: tcp === null ? 0 : bits(...['cwr', 'ece', 'urg', 'ack', 'psh', 'rst', 'syn', 'fin'].map((name) => tcp.flags[name])),
    window: tcp?.window ?? 0, urgentPointer: tcp?.urgentPointer ?? 0, udpLength: udp?.length ?? 0,
    icmpType: message?.type ?? 0, icmpCode: message?.code ?? 0,
  };
}

const rowOf = (columns, index) => Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[index]]));

function sameAsDecode(table, frames, options) {
  assert.equal(table.length, frames.length);
  const { columns } = table;
  frames.forEach((frame, index) => {
    const { frameOffset, ...found } = rowOf(columns, index);
    assert.deepEqual(found, row(frame, options), `packet ${index}`);
    assert.deepStrictEqual(table.packet(index), decode(frame, options), `packet ${index}`);
  });
}

/** Frames one after the other with `gap` bytes between them, and their bounds. */
function joined(frames, gap = 0) {
  const data = new Uint8Array(frames.reduce((sum, frame) => sum + frame.length + gap, 0)).fill(0xa5);
  const bounds = [];
  let at = 0;
  for (const frame of frames) {
    data.set(frame, at + gap);
    bounds.push(at + gap, frame.length);
    at += gap + frame.length;
  }
  return { data, bounds: Uint32Array.from(bounds) };
}

test('columns and packets are those of decode, for damaged packets of every kind', () => {
  const frames = [];
  holds(packet, damage, (spec, places) => {
    const bytes = encode(spec);
    for (const [at, byte] of places) if (at < bytes.length) bytes[at] = byte;
    frames.push(bytes);
  });
  const { data, bounds } = joined(frames, 3);
  const table = new PacketTable();
  table.append(data, bounds);
  sameAsDecode(table, frames, {});
  assert.deepEqual([...table.columns.frameOffset], [...bounds].filter((_, index) => index % 2 === 0));
});

for (const name of captures()) {
  test(`columns are those of decode, for each packet of ${name}`, (t) => {
    const capture = read(name);
    if (capture.link === 9) return t.skip('PPP is none of the link types');
    const table = new PacketTable({ link: capture.link });
    table.append(capture.data, capture.bounds);
    sameAsDecode(table, packetsOf(capture), { link: capture.link });
  });
}
test('captures are there', { skip: missing }, () => assert.ok(captures().length > 10));

test('it is the same in one call, in many, one by one, with packets in any order, and with packets over each other', () => {
  const frames = [SYN, DATAGRAM, new Uint8Array(0), TOO_BIG, SYN, DATAGRAM.subarray(0, 25)];
  const { data, bounds } = joined(frames, 5);
  const many = new PacketTable();
  many.append(data, bounds.subarray(0, 4));
  many.append(data, bounds.subarray(4));
  many.append(data, new Uint32Array(0));
  sameAsDecode(many, frames, {});
  const single = new PacketTable();
  for (const frame of frames) single.append(frame);
  sameAsDecode(single, frames, {});
  const backwards = new PacketTable();
  const reversed = [...frames.keys()].reverse();
  backwards.append(data, Uint32Array.from(reversed.flatMap((index) => [bounds[index * 2], bounds[index * 2 + 1]])));
  sameAsDecode(backwards, reversed.map((index) => frames[index]), {});
  const over = new PacketTable({ link: 'raw' });
  over.append(DATAGRAM, Uint32Array.of(0, 30, 0, 25, 0, 30));
  sameAsDecode(over, [DATAGRAM, DATAGRAM.subarray(0, 25), DATAGRAM], { link: 'raw' });
});

test('more packets and larger ones than the module holds at once', () => {
  const frames = Array.from({ length: 10_000 }, (_, index) => encode({
    ipv4: { source: '10.0.0.1', destination: '10.0.0.2', identification: index & 0xffff },
    udp: { sourcePort: index & 0xffff, destinationPort: 53 }, payload: new Uint8Array(index % 400).fill(index),
  }));
  const huge = new Uint8Array(3_000_000);
  huge.set(SYN);
  frames.splice(5000, 0, huge, SYN, huge.subarray(0, 1 << 20), huge.subarray(0, (1 << 20) + 1));
  const { data, bounds } = joined(frames, 1);
  const table = new PacketTable();
  table.append(data, bounds);
  assert.equal(table.length, frames.length);
  const { columns } = table;
  for (let index = 0; index < frames.length; index += index > 4990 && index < 5010 ? 1 : 97) {
    const { frameOffset, ...found } = rowOf(columns, index);
    assert.deepEqual(found, row(frames[index], {}), `packet ${index}`);
  }
});

test('columns taken before stay as they are; taken anew they are longer', () => {
  const table = new PacketTable();
  assert.equal(table.columns.ttl.length, 0);
  table.append(SYN);
  const before = table.columns;
  assert.equal(before, table.columns, 'the same arrays until something is added');
  for (let count = 0; count < 1000; count++) table.append(DATAGRAM);
  assert.deepEqual([before.ttl.length, before.destinationPort[0]], [1, 80]);
  assert.equal(table.columns.ttl.length, 1001);
  assert.equal(table.columns.destinationPort[1000], 53);
});

test('verify: false leaves checksums alone', () => {
  const frame = SYN.slice();
  frame[24] ^= 1;
  const table = new PacketTable({ verify: false });
  table.append(frame);
  const { ipv4ChecksumStatus, checksumStatus, problemCount } = table.columns;
  assert.deepEqual([ipv4ChecksumStatus[0], checksumStatus[0], problemCount[0]], [3, 3, 0]);
  assert.deepEqual([table.packet(0).ipv4.checksumStatus, table.packet(0).problems], ['unverified', []]);
});

test('retain: false keeps the columns alone', () => {
  const table = new PacketTable({ retain: false });
  table.append(SYN);
  assert.equal(table.columns.destinationPort[0], 80);
  assert.throws(() => table.packet(0), { name: 'Error', message: /retain: false/ });
});

test('wrong arguments are named, and nothing is added', () => {
  const table = new PacketTable();
  table.append(SYN);
  const wrong = [
    [[undefined], 'TypeError', /^data must be/],
    [['4500'], 'TypeError', /^data must be/],
    [[SYN, [0, 4]], 'TypeError', /^bounds must be a Uint32Array/],
    [[SYN, Uint32Array.of(0)], 'RangeError', /^bounds must have an even number/],
    [[SYN, Uint32Array.of(0, 4, 70, 5)], 'RangeError', /^bounds\[2\] and bounds\[3\] must be within the 74 bytes/],
    [[SYN, Uint32Array.of(0xffffffff, 1)], 'RangeError', /^bounds\[0\]/],
  ];
  for (const [args, name, message] of wrong) assert.throws(() => table.append(...args), { name, message });
  assert.equal(table.length, 1);
  for (const index of [-1, 1, 0.5, NaN]) assert.throws(() => table.packet(index), { name: 'RangeError', message: /^index must be/ });
  assert.throws(() => table.packet('0'), { name: 'TypeError', message: /^index must be a number/ });
});

test('any bounds within the data are read as decode would', () => {
  const { data } = joined([SYN, DATAGRAM, TOO_BIG, SYN]);
  const bound = fc.tuple(fc.nat({ max: data.length }), fc.nat({ max: data.length }))
    .map(([a, b]) => [Math.min(a, b), Math.abs(a - b)]);
  holds(fc.array(bound, { maxLength: 20 }), (pairs) => {
    const table = new PacketTable({ link: 1 });
    table.append(data, Uint32Array.from(pairs.flat()));
    sameAsDecode(table, pairs.map(([offset, length]) => data.subarray(offset, offset + length)), { link: 1 });
  });
});
