// Captures in JavaScript: every source, gzip, what is cut short, what is wrong, progress and signals; tables; what is written.
import assert from 'node:assert/strict';
import { createReadStream, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Capture, CaptureError, PacketTable, decode, readCapture, readFlows, readTable, streamCapture, writeCapture } from 'drywire';
import fc from 'fast-check';
import { missing } from './support/captures.mjs';
import { DATAGRAM, SYN } from './support/packets.mjs';
import { holds } from './support/property.mjs';

const FOLDER = fileURLToPath(new URL('../../../shared/captures', import.meta.url));
const names = missing ? [] : readdirSync(FOLDER).filter((name) => /\.pcap(ng)?$/.test(name));

/** tshark's number of a link type (`encap`) as a LINKTYPE. */
const ENCAPSULATIONS = { 1: 1, 4: 9, 7: 101, 15: 0, 25: 113, 129: 228, 210: 276 };

const all = async (iterable) => {
  const list = [];
  for await (const one of iterable) list.push(one);
  return list;
};

const read = async (source, options) => {
  const capture = readCapture(source, options);
  return { packets: await all(capture), capture };
};

/** So many packets of 60 to 120 bytes, at one a microsecond. */
const made = (count) => writeCapture(
  Array.from({ length: count }, (_, index) => ({ data: new Uint8Array(60 + (index % 60)).fill(index), timestamp: BigInt(index) * 1000n })),
  { link: 'ethernet' },
);

for (const name of names) {
  test(`${name}: counts, lengths and link types are the oracle's, and so is what is written of it`, async () => {
    const file = readFileSync(join(FOLDER, name));
    const expected = readFileSync(join(FOLDER, `${name}.tshark.jsonl`), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    const { packets, capture } = await read(file);
    assert.deepEqual(
      packets.map(({ number, data, originalLength, link }) => [number, data.length, originalLength, link]),
      expected.map(({ frame, cap_len: captured, len, encap }) => [frame, captured, len, ENCAPSULATIONS[encap]]),
    );
    assert.deepEqual(capture.problems, []);
    assert.equal(capture.format, name.endsWith('ng') ? 'pcapng' : 'pcap');
    for (const { data, offset, link, interface: index } of packets) {
      assert.deepEqual([...data], [...file.subarray(offset, offset + data.length)]);
      assert.equal(capture.interfaces[index].link, link);
    }
    const again = await read(writeCapture(packets, { interfaces: capture.interfaces }));
    const without = ({ offset, ...rest }) => rest;
    assert.deepEqual(again.packets.map(without), packets.map(without));
    assert.deepEqual(again.capture.interfaces.map(({ link, name }) => [link, name]), capture.interfaces.map(({ link, name }) => [link, name]));
  });
}

test('every source gives the same, compressed or not', async () => {
  const file = made(500);
  const expected = (await read(file)).packets;
  assert.equal(expected.length, 500);
  const chunks = function* (bytes, size) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  for (const bytes of [file, new Uint8Array(gzipSync(file))]) {
    const sources = {
      'Uint8Array': bytes,
      'Buffer': Buffer.from(bytes),
      'ArrayBuffer': bytes.slice().buffer,
      'Blob': new Blob([bytes]),
      'ReadableStream': new Blob([bytes]).stream(),
      'Response.body': new Response(bytes).body,
      'Node Readable': Readable.from(chunks(bytes, 1000)),
      'request of HTTP/2': Object.assign(Readable.from(chunks(bytes, 1000)), { stream: {} }),
      'async iterable': (async function* () {
        yield* chunks(bytes, 333);
      })(),
      'iterable of single bytes': chunks(bytes, 1),
      'iterable with empty chunks': [new Uint8Array(0), bytes, new Uint8Array(0)],
    };
    for (const [name, source] of Object.entries(sources)) {
      const { packets, capture } = await read(source);
      assert.deepEqual(packets, expected, name);
      assert.equal(packets[0].data.constructor, Uint8Array, name);
      assert.deepEqual(capture.problems, [], name);
    }
  }
});

test('bytes in memory are not copied', async () => {
  const file = made(3);
  for await (const { data, offset } of readCapture(file)) {
    assert.equal(data.buffer, file.buffer);
    assert.equal(data.byteOffset, file.byteOffset + offset);
  }
});

test('batches are the packets, as typed arrays', async () => {
  const file = made(20_000);
  const expected = (await read(file)).packets;
  let count = 0;
  for await (const batch of readCapture(file).batches()) {
    assert.equal(batch.first, count + 1);
    assert.equal(batch.bounds.length, batch.links.length * 2);
    for (let index = 0; index < batch.links.length; index++, count++) {
      const { data, timestamp, link, originalLength, offset, interface: number } = expected[count];
      const [at, length] = batch.bounds.subarray(index * 2);
      assert.deepEqual([batch.offset + at, length], [offset, data.length]);
      assert.deepEqual(
        [batch.timestamps[index], batch.links[index], batch.originalLengths[index], batch.interfaces[index]],
        [timestamp, link, originalLength, number],
      );
    }
  }
  assert.equal(count, 20_000);
});

test('times, lengths and comments of pcapng: simple packets have no time', async () => {
  const file = writeCapture([
    { data: SYN, timestamp: 1_700_000_000_123_456_789n, originalLength: 9000, comment: 'größer' },
    SYN,
  ], { link: 'raw', interfaces: [{ link: 101, name: 'wg0', description: 'a tunnel', snapLength: 100 }] });
  const { packets, capture } = await read(file);
  assert.deepEqual(packets.map(({ timestamp, originalLength, comment }) => [timestamp, originalLength, comment]), [
    [1_700_000_000_123_456_789n, 9000, 'größer'], [null, SYN.length, undefined],
  ]);
  assert.equal('comment' in packets[1], false);
  assert.deepEqual(capture.interfaces, [{ link: 101, snapLength: 100, ticksPerSecond: 1e9, name: 'wg0', description: 'a tunnel' }]);
});

test('a capture cut anywhere gives what is whole, and one problem', async () => {
  const packets = [{ data: SYN, timestamp: 1n }, { data: DATAGRAM, timestamp: 2n }];
  for (const format of ['pcap', 'pcapng']) {
    const file = writeCapture(packets, { link: 'raw', format });
    const whole = (await read(file)).packets;
    // Before that, a pcap file has not said its link type.
    await assert.rejects(read(file.subarray(0, 10)), { code: 'cut-short' }).catch((error) => assert.ok(format === 'pcapng', error));
    for (let cut = 24; cut < file.length; cut++) {
      const { packets: found, capture } = await read(file.subarray(0, cut));
      assert.deepEqual(found, whole.slice(0, found.length), `${format} cut at ${cut}`);
      assert.ok(capture.problems.length <= 1);
      for (const { code, message, offset } of capture.problems) {
        assert.equal(code, 'cut-short');
        assert.match(message, /^the file ends here: \d+ bytes are needed, and \d+ are left$/);
        assert.ok(offset < cut);
      }
    }
  }
});

test('a compressed capture that is cut or damaged gives what can be had, and one problem', async () => {
  const file = made(20_000);
  const packed = new Uint8Array(gzipSync(file));
  const source = Readable.from([packed.subarray(0, packed.length >> 1), packed.subarray(packed.length >> 1, packed.length - 9)]);
  const { packets, capture } = await read(source);
  assert.ok(packets.length > 5_000, `${packets.length} packets`);
  assert.deepEqual(capture.problems.map(({ code }) => code), ['gzip']);
  assert.match(capture.problems[0].message, /^the compressed data are damaged or cut short here/);
  await assert.rejects(read(packed.subarray(0, 12)), CaptureError);
});

test('what is no capture is refused by name', async () => {
  const table = [
    [[], 'empty'], [[1, 2], 'not-a-capture'], [[0xa1, 0xb2, 0xcd, 0x34], 'modified-pcap'], [[0x28, 0xb5, 0x2f, 0xfd], 'compressed'],
    [[...new TextEncoder().encode('snoop\0\0\0')], 'other-format'],
  ];
  for (const [bytes, code] of table) {
    for (const source of [Uint8Array.from(bytes), bytes.map((byte) => Uint8Array.of(byte))]) {
      await assert.rejects(read(source), (error) => error instanceof CaptureError && error instanceof SyntaxError && error.code === code && error.offset === 0);
    }
  }
});

test('of problems the first hundred and the last are kept, all are counted, and each is told', async () => {
  const block = (type, ...words) => [type, 12 + words.length * 4, ...words, 12 + words.length * 4];
  const section = block(0x0a0d0d0a, 0x1a2b3c4d, 1, 0xffffffff, 0xffffffff);
  const words = [...section, ...Array.from({ length: 300 }, () => block(6, 7, 0, 0, 0, 0)).flat()];
  const file = new Uint8Array(Uint32Array.from(words).buffer).subarray(0, -1);
  for (const reading of [(options) => read(file, options), (options) => readTable(file, options), (options) => readFlows(file, options)]) {
    const told = [];
    const { capture } = await reading({ onProblem: (problem) => told.push(problem) });
    assert.equal(told.length, 300);
    assert.deepEqual(told[1], { code: 'unknown-interface', offset: 60, message: 'a packet of interface 7, where the section has 0: it was left out' });
    assert.equal(told[299].code, 'cut-short');
    if (capture === undefined) continue;
    assert.equal(capture.problemCount, 300);
    assert.deepEqual(capture.problems, [...told.slice(0, 100), told[299]]);
  }
  const [few, last] = [(await read(file.subarray(0, 28 + 32 * 101))).capture, (await read(file.subarray(0, 28 + 32 * 100))).capture];
  assert.deepEqual([few.problems.length, few.problemCount, last.problems.length, last.problemCount], [101, 101, 100, 100]);
  assert.throws(() => readCapture(file, { onProblem: 1 }), { name: 'TypeError', message: /onProblem/ });
  await assert.rejects(read(file, { onProblem: () => { throw new RangeError('enough'); } }), { name: 'RangeError', message: 'enough' });
});

test('progress counts the bytes of the source and the packets', async () => {
  const file = made(20_000);
  const packed = gzipSync(file);
  for (const [source, total] of [[file, file.length], [new Blob([file]), file.length], [packed, packed.length], [Readable.from([file, new Uint8Array(0)]), undefined]]) {
    const told = [];
    await read(source, { onProgress: (progress) => told.push(progress) });
    const last = told.at(-1);
    assert.deepEqual([last.packets, last.total, last.bytes], [20_000, total, total ?? file.length]);
    assert.ok(told.length > 2 && told.every(({ bytes, packets }, at) => at === 0 || (bytes >= told[at - 1].bytes && packets >= told[at - 1].packets)));
  }
});

test('stopping early cancels the source', async () => {
  const file = made(100);
  const ended = [];
  let closed;
  const isClosed = new Promise((done) => { closed = done; });
  const stream = new ReadableStream({ pull: (controller) => controller.enqueue(file), cancel: () => ended.push('stream') });
  const readable = new PassThrough();
  readable.write(file);
  readable.on('close', () => closed(ended.push('readable')));
  const iterable = (async function* () {
    try {
      for (;;) yield file;
    } finally {
      ended.push('iterable');
    }
  })();
  for (const source of [stream, readable, iterable]) {
    for await (const { number } of readCapture(source)) if (number === 3) break;
  }
  await isClosed;
  assert.deepEqual(ended.sort(), ['iterable', 'readable', 'stream']);
});

test('a source is asked for no more than is read, compressed or not', async () => {
  const noise = Uint8Array.from({ length: 1000 }, (_, at) => Math.imul(at + 1, 0x9e3779b1) >>> 13);
  const file = writeCapture(Array.from({ length: 3000 }, (_, at) => noise.map((byte) => byte + at)), { link: 'raw' });
  for (const bytes of [file, gzipSync(file, { level: 0 })]) {
    let asked = 0;
    const source = (function* () {
      for (let at = 0; at < bytes.length; at += 10_000, asked++) yield bytes.subarray(at, at + 10_000);
    })();
    for await (const { number } of readCapture(source)) {
      // Whatever would go on by itself has its turn.
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (number === 20) break;
    }
    assert.ok(asked < 20, `${asked} chunks of 300 for 20 packets of 3,000`);
  }
});

test('a signal ends the reading with its reason, also while nothing comes', async () => {
  const reason = new Error('enough');
  await assert.rejects(read(made(1), { signal: AbortSignal.abort(reason) }), reason);
  let cancel;
  const cancelled = new Promise((done) => { cancel = done; });
  const silent = new ReadableStream({ cancel });
  const controller = new AbortController();
  const reading = read(silent, { signal: controller.signal });
  setTimeout(() => controller.abort(reason), 5);
  await assert.rejects(reading, reason);
  await cancelled;
  const between = new AbortController();
  let count = 0;
  await assert.rejects(async () => {
    for await (const batch of readCapture(made(50_000), { signal: between.signal }).batches()) {
      count += batch.links.length;
      between.abort(reason);
    }
  }, reason);
  assert.ok(count > 0 && count < 50_000);
  const among = new AbortController();
  let last = 0;
  await assert.rejects(async () => {
    for await (const { number } of readCapture(made(50), { signal: among.signal })) {
      last = number;
      if (number === 3) among.abort(reason);
    }
  }, reason);
  assert.equal(last, 3);
  const packed = new AbortController();
  const endless = (async function* () {
    yield new Uint8Array(gzipSync(made(10)));
    await new Promise(() => {});
  })();
  const unpacking = read(endless, { signal: packed.signal });
  setTimeout(() => packed.abort(reason), 5);
  await assert.rejects(unpacking, reason);
});

test('an abort while others have their turn is heard before another batch is given', async () => {
  const reason = new Error('enough');
  const controller = new AbortController();
  const packet = { data: new Uint8Array(10_000) };
  // More than is read before others have their turn.
  const file = writeCapture(Array.from({ length: 2000 }, () => packet), { link: 'raw' });
  let after = 0;
  await assert.rejects(async () => {
    for await (const { links } of readCapture(file, { signal: controller.signal }).batches()) {
      if (controller.signal.aborted) after += links.length;
      setTimeout(() => controller.abort(reason));
    }
  }, reason);
  assert.equal(after, 0);
});

test('an abort closes a stream of Node\'s that waits, was read from, or was not begun; so does leaving early', async () => {
  const reason = new Error('no longer wanted');
  const closed = (source) => new Promise((done) => { source.on('close', done); });
  const waiting = () => new Readable({ read() {} });
  const begun = waiting();
  begun.push(made(2).subarray(0, 60));
  for (const source of [waiting(), begun]) {
    const controller = new AbortController();
    const reading = read(source, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 5);
    await Promise.all([assert.rejects(reading, reason), closed(source)]);
  }
  const [never, left] = [waiting(), Readable.from(Array.from({ length: 20 }, (_, at) => made(50).subarray(100 * at, 100 * at + 100)))];
  await Promise.all([assert.rejects(read(never, { signal: AbortSignal.abort(reason) }), reason), closed(never)]);
  const leaving = closed(left);
  for await (const { number } of readCapture(left)) if (number === 2) break;
  await leaving;
});

test('what the source throws is thrown, and wrong arguments are named', async () => {
  const broken = async function* () {
    yield made(1);
    throw new Error('the disk is gone');
  };
  await assert.rejects(read(broken()), /the disk is gone/);
  await assert.rejects(read(createReadStream('/nowhere/at/all.pcap')), { code: 'ENOENT' });
  await assert.rejects(read(['abcd']), TypeError);
  for (const wrong of [undefined, null, 5, 'file.pcap']) assert.throws(() => readCapture(wrong), TypeError);
  assert.throws(() => new Capture(), { name: 'TypeError', message: /^source must be a Uint8Array, / });
  await assert.rejects(read({}), TypeError);
  assert.throws(() => readCapture(made(1), { onProgress: 1 }), TypeError);
  assert.throws(() => readCapture(made(1), { signal: {} }), TypeError);
  const capture = readCapture(made(1));
  assert.ok(capture instanceof Capture);
  await all(capture);
  await assert.rejects(all(capture), /has been read/);
});

test('two captures are read at once, and neither disturbs the other', async () => {
  const [one, two] = [made(3000), writeCapture(Array.from({ length: 3000 }, () => DATAGRAM), { link: 'raw', format: 'pcap' })];
  const expected = [(await read(one)).packets, (await read(two)).packets];
  const cut = (file) => Readable.from((function* () {
    for (let at = 0; at < file.length; at += 777) yield file.subarray(at, at + 777);
  })());
  const found = await Promise.all([read(cut(one)), read(cut(two)), read(cut(one))]);
  assert.deepEqual(found.map(({ packets }) => packets), [expected[0], expected[1], expected[0]]);
});

test('a packet larger than what is read at a time', async () => {
  const data = new Uint8Array(3_000_000).map((_, at) => at);
  for (const format of ['pcap', 'pcapng']) {
    const file = writeCapture([SYN, data, SYN].map((data) => ({ data, timestamp: 5n })), { link: 'raw', format });
    for (const source of [file, Readable.from(Array.from({ length: 400 }, (_, at) => file.subarray(at * 8000, at * 8000 + 8000)))]) {
      const { packets, capture } = await read(source);
      assert.deepEqual(packets.map(({ data }) => data.length), [SYN.length, 3_000_000, SYN.length]);
      assert.ok(Buffer.from(packets[1].data).equals(Buffer.from(data)));
      assert.deepEqual(capture.problems, []);
    }
  }
});

test('a table of a capture reads each packet by its own link type', async () => {
  const ethernet = new Uint8Array(14 + DATAGRAM.length);
  ethernet.set([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0]);
  ethernet.set(DATAGRAM, 14);
  const packets = [
    { data: DATAGRAM, link: 'raw', timestamp: 5n }, { data: ethernet, link: 'ethernet', originalLength: 99 },
    { data: DATAGRAM, link: 9, timestamp: 7n }, { data: DATAGRAM, link: 'raw', comment: 'last' },
  ];
  const table = await readTable(writeCapture(packets));
  assert.equal(table.length, 4);
  assert.deepEqual([...table.columns.protocol], [17, 17, 0, 17]);
  assert.deepEqual([...table.columns.timestamp], [5n, 0n, 7n, 0n]);
  assert.deepEqual([...table.columns.originalLength], [DATAGRAM.length, 99, DATAGRAM.length, DATAGRAM.length]);
  assert.deepEqual([...table.columns.layers].map((layers) => layers & 1), [0, 1, 0, 0]);
  assert.deepEqual([table.columns.layers[2], table.columns.payloadLength[2]], [0, DATAGRAM.length]);
  assert.deepEqual(table.packet(1), decode(ethernet, { link: 'ethernet' }));
  assert.deepEqual(table.packet(3), decode(DATAGRAM, { link: 'raw' }));
  assert.throws(() => table.packet(2), RangeError);
  assert.deepEqual([...(await readTable(writeCapture(packets), { link: 'raw' })).columns.protocol].slice(2), [17, 17], 'options.link counts for all');
  await assert.rejects(readTable(writeCapture(packets), { retain: 1 }), TypeError);
});

test('append takes details of each packet, and none of another number', () => {
  const table = new PacketTable({ link: 'raw' });
  table.append(DATAGRAM);
  assert.equal('timestamp' in table.columns, false);
  for (let count = 0; count < 200; count++) table.append(DATAGRAM, undefined, { timestamps: BigInt64Array.of(9n) });
  assert.deepEqual([table.columns.timestamp[0], table.columns.timestamp[1], table.columns.timestamp[200]], [0n, 9n, 9n]);
  assert.equal('originalLength' in table.columns, false);
  assert.throws(() => table.append(DATAGRAM, undefined, { links: Uint16Array.of(1, 1) }), RangeError);
  assert.equal(table.length, 201);
});

test('what is written in chunks is what is written at once', async () => {
  const packets = (await read(made(5000))).packets;
  for (const options of [{ format: 'pcap' }, { format: 'pcapng' }, { precision: 'microseconds' }]) {
    const chunks = await all(streamCapture(readCapture(made(5000)), options));
    assert.ok(chunks.length > 3);
    assert.deepEqual(Buffer.concat(chunks), Buffer.from(writeCapture(packets, options)));
  }
  const none = await read(writeCapture([], { format: 'pcap', link: 'raw' }));
  assert.deepEqual([none.packets, none.capture.interfaces[0].link], [[], 101]);
});

test('what cannot be written is refused', () => {
  const table = [
    [[SYN], {}, TypeError, /link must be given/],
    [[SYN], { link: 'auto' }, RangeError, /one link type/],
    [[SYN], { link: 'raw', format: 'pcapnp' }, RangeError, /options\.format/],
    [[{ data: 'ab' }], { link: 'raw' }, TypeError, /packet\.data/],
    [[{ data: SYN, timestamp: 5 }], { link: 'raw' }, TypeError, /bigint/],
    [[{ data: SYN, timestamp: -1n }], { link: 'raw' }, RangeError, /packet\.timestamp/],
    [[{ data: SYN, timestamp: 2n ** 62n }], { link: 'raw', format: 'pcap' }, RangeError, /later than the format/],
    [[SYN, { data: SYN, link: 1 }], { link: 'raw', format: 'pcap' }, RangeError, /one interface/],
    [[{ data: SYN, interface: 1 }], { interfaces: [{ link: 1 }] }, RangeError, /packet\.interface/],
    [[{ data: SYN, comment: 'x'.repeat(70_000) }], { link: 'raw' }, RangeError, /longer than/],
    [[null], { link: 'raw' }, TypeError, /packet must be an object/],
  ];
  for (const [packets, options, kind, message] of table) assert.throws(() => writeCapture(packets, options), (error) => error instanceof kind && message.test(error.message), String(message));
});

test('property: what is written is read back, in both formats', async () => {
  const packet = fc.record({
    data: fc.uint8Array({ maxLength: 80 }), timestamp: fc.bigInt({ min: 0n, max: 4_000_000_000_000_000_000n }), beyond: fc.nat(1000),
    link: fc.constantFrom(1, 101, 276), comment: fc.option(fc.string({ minLength: 1, unit: 'grapheme' }), { nil: undefined }),
  });
  await Promise.resolve();
  const checks = [];
  holds(fc.array(packet, { maxLength: 20 }), fc.constantFrom('pcap', 'pcapng'), fc.constantFrom('microseconds', 'nanoseconds'), (list, format, precision) => {
    const packets = list.map(({ beyond, data, link, comment, timestamp }) => ({
      data, timestamp, originalLength: data.length + beyond, link: format === 'pcap' ? 101 : link, ...(comment === undefined ? {} : { comment }),
    }));
    const file = writeCapture(packets, { format, precision, link: 'raw' });
    const tick = precision === 'nanoseconds' ? 1n : 1000n;
    const expected = packets.map(({ comment, timestamp, ...rest }) => ({
      ...rest, timestamp: (timestamp / tick) * tick, ...(comment === undefined || format === 'pcap' ? {} : { comment }),
    }));
    checks.push(read(file).then(({ packets }) => {
      assert.deepEqual(packets.map(({ number, offset, interface: _, ...rest }) => rest), expected);
    }));
  });
  await Promise.all(checks);
});
