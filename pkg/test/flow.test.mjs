// Conversations: what a table says of packets and keeps of conversations, whichever way the packets come. What the verdicts
// are is compared with tshark in the crate's tests/flows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlowTable, encode, readCapture, readFlows, writeCapture } from 'drywire';
import { captures, missing, read } from './support/captures.mjs';

const FLAGS = { S: 'syn', '.': 'ack', F: 'fin', R: 'rst', P: 'psh' };

/** A segment between 10.0.0.1:40000 and 10.0.0.2:80; `>` is from the first. */
const segment = (direction, flags, sequenceNumber, acknowledgmentNumber, payload = '', tcp = {}) => {
  const [source, destination] = direction === '>' ? ['10.0.0.1', '10.0.0.2'] : ['10.0.0.2', '10.0.0.1'];
  const [sourcePort, destinationPort] = direction === '>' ? [40000, 80] : [80, 40000];
  return encode({
    ipv4: { source, destination },
    tcp: {
      sourcePort, destinationPort, sequenceNumber, acknowledgmentNumber, window: 1000,
      flags: Object.fromEntries([...flags].map((flag) => [FLAGS[flag], true])), ...tcp,
    },
    payload: new TextEncoder().encode(payload),
  });
};

const COURSE = [
  segment('>', 'S', 0, 0),
  segment('<', 'S.', 100, 1),
  segment('>', '.', 1, 101),
  segment('>', 'P.', 1, 101, 'GET'),
  segment('<', '.', 101, 4, 'one'),
  segment('<', '.', 107, 4, 'three'),
  segment('>', '.', 4, 104),
  segment('<', '.', 104, 4, 'two'),
  segment('<', '.', 104, 4, 'TWO'),
  segment('>', 'F.', 4, 112),
  segment('<', 'F.', 112, 5),
  segment('>', '.', 5, 113),
];

/** Packets as one array, with their bounds, a millisecond apart. */
const batch = (packets) => {
  const data = new Uint8Array(packets.reduce((sum, packet) => sum + packet.length, 0));
  const bounds = new Uint32Array(packets.length * 2);
  let at = 0;
  packets.forEach((packet, index) => {
    data.set(packet, at);
    bounds.set([at, packet.length], index * 2);
    at += packet.length;
  });
  const timestamps = BigInt64Array.from(packets, (_, index) => 1_700_000_000_000_000_001n + BigInt(index) * 1_000_000n);
  return { data, bounds, timestamps };
};

const told = (options = {}) => {
  const { data, bounds, timestamps } = batch(COURSE);
  const table = new FlowTable({ link: 'raw', ...options });
  table.append(data, bounds, { timestamps });
  return table;
};

const text = (chunks) => chunks.map(({ from, data, length }) => `${from}:${data ? new TextDecoder().decode(data) : `(${length})`}`);

test('each packet is told', () => {
  const table = told();
  assert.equal(table.length, COURSE.length);
  assert.deepEqual(table.packet(0), {
    number: 1, conversation: 0, from: 'a', findings: [], duplicate: null, acknowledges: null, bytesInFlight: null,
  });
  assert.deepEqual(table.packet(1).acknowledges, { number: 1, rtt: 1 });
  assert.equal(table.packet(3).bytesInFlight, 3);
  const findings = COURSE.map((_, index) => table.packet(index).findings.join());
  assert.deepEqual(findings.map((names, index) => `${index}:${names}`).filter((line) => !line.endsWith(':')), [
    '5:lost-segment', '7:retransmission', '8:retransmission',
  ]);
  assert.deepEqual([...table.columns.conversation], COURSE.map(() => 0));
  assert.deepEqual([...table.columns.from], [0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 0]);
  assert.equal(table.columns.rtt[1], 1);
  table.release();
});

test('a conversation is a row', () => {
  const table = told();
  const conversation = table.conversation(0);
  assert.deepEqual(conversation, structuredClone(conversation));
  const { a, b, ...rest } = conversation;
  assert.deepEqual(rest, {
    number: 0, protocol: 6, start: 1_700_000_000_000_000_001n, duration: 11, firstPacket: 1, state: 'closed', initialRtt: 2,
    retransmitShare: 2 / 9,
  });
  assert.deepEqual({ ...a, rtt: null }, {
    address: '10.0.0.1', port: 40000, packets: 6, bytes: 243, payloadBytes: 3, segments: 3, retransmissions: 0,
    retransmittedBytes: 0, rtt: null,
  });
  assert.deepEqual([b.address, b.port, b.segments, b.retransmissions, b.retransmittedBytes], ['10.0.0.2', 80, 6, 2, 6]);
  assert.deepEqual(a.rtt, { samples: 3, minimum: 1, average: 1, maximum: 1 });
  assert.deepEqual([...table.conversations()], [conversation]);
  table.release();
});

test('both streams are put in order, and what came first counts', () => {
  const table = told();
  const { chunks, settled, leftOut } = table.followStream(0);
  assert.deepEqual(text(chunks), ['a:GET', 'b:one', 'b:two', 'b:three']);
  assert.deepEqual([settled, leftOut], [4, 0]);
  assert.deepEqual(chunks[3].packet, 6);
  assert.equal(chunks[0].timestamp, 1_700_000_000_003_000_001n);
  table.release();
});

test('a gap is a gap, settled once it is acknowledged', () => {
  const table = new FlowTable({ link: 'raw' });
  for (const packet of COURSE.slice(0, 6)) table.append(packet);
  assert.deepEqual([text(table.followStream(0).chunks), table.followStream(0).settled], [['a:GET', 'b:one', 'b:(3)', 'b:three'], 2]);
  table.append(segment('>', '.', 4, 112));
  assert.deepEqual([text(table.followStream(0).chunks), table.followStream(0).settled], [['a:GET', 'b:one', 'b:(3)', 'b:three'], 4]);
  table.release();
});

test('one by one, at once and from a file: the same', async () => {
  const { timestamps } = batch(COURSE);
  const whole = told();
  const single = new FlowTable();
  COURSE.forEach((packet, index) => single.append(packet.buffer, Uint32Array.of(packet.byteOffset, packet.length), { timestamps: timestamps.subarray(index, index + 1) }));
  const file = writeCapture(COURSE.map((data, index) => ({ data, timestamp: timestamps[index], link: 'raw' })));
  const read = await readFlows(file);
  for (const table of [single, read]) {
    assert.deepEqual(table.columns, whole.columns);
    assert.deepEqual([...table.conversations()], [...whole.conversations()]);
    assert.deepEqual(table.followStream(0), whole.followStream(0));
    table.release();
  }
  whole.release();
});

test('batches larger than the module takes at a time are taken whole', () => {
  const many = Array.from({ length: 5000 }, (_, index) => segment('>', '.', index * 60_000, 1, index % 100 === 0 ? 'x'.repeat(60_000) : ''));
  const { data, bounds, timestamps } = batch(many);
  const table = new FlowTable({ link: 'raw', streams: false });
  table.append(data, bounds, { timestamps });
  assert.equal(table.length, 5000);
  assert.deepEqual([table.conversation(0).a.packets, table.conversation(0).a.payloadBytes], [5000, 3_000_000]);
  table.release();
});

test('what is kept is asked for, and bounded', () => {
  const none = told({ streams: false, verdicts: false });
  assert.throws(() => none.followStream(0), { name: 'Error', message: /not kept: see options.streams/ });
  assert.throws(() => none.packet(0), { name: 'Error', message: /verdicts: false/ });
  assert.equal(none.conversation(0).state, 'closed');
  const chosen = told({ streams: [1] });
  assert.throws(() => chosen.followStream(0), /not kept/);
  const short = told({ streamLimit: 200 });
  assert.ok(short.followStream(0).leftOut > 0);
  const few = new FlowTable({ link: 'raw', tableLimit: 10, openLimit: 4 });
  for (let sourcePort = 1; sourcePort <= 100; sourcePort++) few.append(segment('>', 'S', 0, 0, '', { sourcePort }));
  assert.deepEqual([few.conversationCount, few.forgottenCount, few.openCount], [100, 90, 4]);
  assert.throws(() => few.conversation(89), { name: 'RangeError', message: /forgotten/ });
  assert.deepEqual([...few.conversations()].map(({ number }) => number), Array.from({ length: 10 }, (_, at) => 90 + at));
  for (const table of [none, chosen, short, few]) table.release();
});

test('wrong arguments are named', () => {
  for (const [options, name, message] of [
    [null, 'TypeError', /options must be an object/],
    [{ link: 'ethernot' }, 'RangeError', /options.link/],
    [{ link: 9 }, 'RangeError', /options.link must be .* not 9/],
    [{ streams: 'all' }, 'TypeError', /options.streams/],
    [{ streams: [-1] }, 'RangeError', /options.streams/],
    [{ verdicts: 1 }, 'TypeError', /options.verdicts/],
    [{ streamLimit: '1' }, 'TypeError', /options.streamLimit/],
    [{ openLimit: 0 }, 'RangeError', /options.openLimit/],
    [{ linger: NaN }, 'RangeError', /options.linger/],
  ]) assert.throws(() => new FlowTable(options), { name, message });
  const table = told();
  for (const [call, name] of [
    [() => table.append('45'), 'TypeError'],
    [() => table.append(new Uint8Array(4), [0, 4]), 'TypeError'],
    [() => table.append(new Uint8Array(4), Uint32Array.of(0, 5)), 'RangeError'],
    [() => table.append(new Uint8Array(4), Uint32Array.of(0)), 'RangeError'],
    [() => table.append(new Uint8Array(4), Uint32Array.of(0, 4), { timestamps: new BigInt64Array(2) }), 'RangeError'],
    [() => table.packet(12), 'RangeError'],
    [() => table.packet('0'), 'TypeError'],
    [() => table.conversation(1), 'RangeError'],
    [() => table.followStream(0.5), 'RangeError'],
  ]) assert.throws(call, { name });
  assert.equal(table.length, COURSE.length, 'nothing was taken');
  table.release();
  table.release();
  assert.throws(() => table.append(COURSE[0]), { message: 'this table has been released' });
  assert.throws(() => table.conversationCount, { message: 'this table has been released' });
});

test('a link type that is not read is no conversation', () => {
  const table = new FlowTable();
  table.append(COURSE[0], undefined, { links: Uint16Array.of(9) });
  table.append(COURSE[0], undefined, { links: Uint16Array.of(101) });
  assert.deepEqual([table.packet(0).conversation, table.packet(0).from, table.packet(1).conversation], [null, null, 0]);
  table.release();
});

test('tables do not disturb each other', () => {
  const [one, other] = [told(), new FlowTable({ link: 'raw' })];
  other.append(COURSE[0]);
  assert.deepEqual([one.conversation(0).a.packets, other.conversation(0).a.packets], [6, 1]);
  one.release();
  const third = told();
  assert.deepEqual([third.conversation(0).a.packets, other.conversation(0).a.packets], [6, 1]);
  other.release();
  third.release();
});

test('every real capture is followed', { skip: missing }, async () => {
  let conversations = 0;
  for (const file of captures()) {
    const { data } = read(file);
    const table = await readFlows(data);
    let packets = 0;
    for await (const { links } of readCapture(data).batches()) packets += links.length;
    assert.equal(table.length, packets, file);
    const counted = [...table.conversations()].reduce((sum, { a, b }) => sum + a.packets + b.packets, 0);
    assert.ok(counted <= packets, file);
    for (const { number } of table.conversations()) {
      const said = table.followStream(number).chunks.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
      const { a, b } = table.conversation(number);
      assert.ok(said <= a.payloadBytes + b.payloadBytes, file);
    }
    conversations += table.conversationCount;
    table.release();
  }
  assert.ok(conversations > 50, `${conversations} conversations`);
});
