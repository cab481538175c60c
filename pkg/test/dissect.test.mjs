// dissect: every byte in one layer, every bit of a layer in one field, and each field's bits are its value.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decode, dissect, encode } from 'drywire';
import { damage, linkTypes, packet } from './support/arbitraries.mjs';
import { DATAGRAM, SYN, TOO_BIG } from './support/packets.mjs';
import { holds } from './support/property.mjs';

/** How often each bit of so many bytes is claimed by one of the fields. */
function claims(fields, offset, length) {
  const bits = new Uint8Array(length * 8);
  for (const field of fields) {
    const width = field.length * 8;
    for (let bit = 0; bit < width; bit++) {
      const own = field.bitMask === undefined || Math.floor(field.bitMask / 2 ** (width - 1 - bit)) % 2 === 1;
      if (own) bits[(field.offset - offset) * 8 + bit]++;
    }
  }
  return bits;
}

function holdsTogether(bytes, dissection) {
  let end = 0;
  for (const layer of dissection.layers) {
    assert.equal(layer.offset, end, `${layer.name} begins where the layer before ends`);
    end += layer.length;
    assert.ok(claims(layer.fields, layer.offset, layer.length).every((times) => times === 1), `fields tile ${layer.name}`);
  }
  assert.equal(end, bytes.length);
}

test('layers tile the frame and fields tile the layers, for damaged packets of every kind', () => {
  holds(packet, damage, fc.nat({ max: 150 }), (spec, places, length) => {
    const bytes = encode(spec).slice(0, length);
    for (const [at, byte] of places) if (at < bytes.length) bytes[at] = byte;
    holdsTogether(bytes, dissect(bytes));
  });
  holds(fc.uint8Array({ maxLength: 150 }), fc.constantFrom(...linkTypes), (bytes, link) => {
    holdsTogether(bytes, dissect(bytes, { link }));
  });
});

test('it lists the problems that decode lists, and each of them stands at a field', () => {
  holds(packet, damage, (spec, places) => {
    const bytes = encode(spec);
    for (const [at, byte] of places) if (at < bytes.length) bytes[at] = byte;
    const { problems, layers } = dissect(bytes);
    assert.deepEqual(problems, decode(bytes).problems);
    const placed = layers.flatMap((layer) => layer.fields).flatMap((field) => field.problems ?? []);
    assert.deepEqual(new Set(placed), new Set(problems));
  });
});

const field = (dissection, name) => dissection.layers.flatMap((layer) => layer.fields).find((found) => found.name === name);

test('fields have a name, a label, a value, a text and a place', () => {
  const dissection = dissect(SYN);
  assert.deepEqual(dissection.layers.map(({ name, label, offset, length }) => [name, label, offset, length]), [
    ['ethernet', 'Ethernet', 0, 14], ['ipv4', 'IPv4', 14, 20], ['tcp', 'TCP', 34, 40],
  ]);
  assert.equal(dissection.link, 'ethernet');
  assert.equal(dissection.bytes, SYN);
  const syn = field(dissection, 'tcp.flags.syn');
  assert.deepEqual(syn, { name: 'tcp.flags.syn', label: syn.label, value: true, text: 'set', offset: 47, length: 1, bitMask: 2 });
  assert.deepEqual([field(dissection, 'ip.src').value, field(dissection, 'ip.src').offset], ['10.0.0.1', 26]);
  assert.deepEqual([field(dissection, 'ip.hdr_len').value, field(dissection, 'ip.hdr_len').bitMask], [20, 0x0f]);
  assert.deepEqual(field(dissection, 'eth.dst').value, '02:00:00:00:00:02');
  assert.ok(!('problems' in syn));
});

test('a number\'s text is the number, whatever was said before', () => {
  const bytes = SYN.slice();
  const view = new DataView(bytes.buffer);
  const numbers = [0, 1, 255, 256, 999, 1000, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, 4_000_000_000, 4_000_000_007, 4_294_967_295];
  for (const number of [...numbers, ...numbers.reverse()]) {
    view.setUint32(38, number);
    const window = number % 65_536;
    view.setUint16(48, window);
    view.setUint16(18, window);
    const dissection = dissect(bytes);
    const seen = ['tcp.seq', 'tcp.window_size_value', 'ip.id'].map((name) => field(dissection, name)).map(({ value, text }) => [value, text]);
    const hex = `0x${window.toString(16).padStart(4, '0')}`;
    assert.deepEqual(seen, [[number, `${number}`], [window, window === 1 ? '1 byte' : `${window} bytes`], [window, hex]]);
    const checksum = field(dissection, 'tcp.checksum');
    const right = dissection.problems.every(({ layer }) => layer !== 'tcp');
    assert.equal(checksum.text, `0x${checksum.value.toString(16).padStart(4, '0')} (${right ? 'good' : 'wrong'})`);
  }
});

test('values of byte fields are plain views of the bytes that were given', () => {
  const frame = Buffer.from(DATAGRAM);
  const { layers } = dissect(frame);
  const payload = layers.at(-1);
  assert.deepEqual([payload.name, payload.fields[0].value], ['payload', Uint8Array.of(0xab, 0xcd)]);
  assert.equal(payload.fields[0].value.buffer, frame.buffer);
});

test('the packet that an ICMP error quotes is a layer of its own', () => {
  assert.deepEqual(dissect(TOO_BIG).layers.map(({ name }) => name), ['ipv4', 'icmp', 'ipv4', 'tcp']);
});

test('link types are settled and named', () => {
  for (const [link, name] of [['auto', 'raw'], [101, 'raw'], ['ipv4', 'raw'], [1, 'ethernet'], [276, 'sll2']]) {
    assert.equal(dissect(DATAGRAM, { link }).link, name);
  }
});

test('hex is taken, and what is larger than any packet is refused', () => {
  assert.deepEqual(dissect('4500 0000').bytes, Uint8Array.of(0x45, 0, 0, 0));
  assert.equal(dissect(new Uint8Array(1 << 20)).bytes.length, 1 << 20);
  assert.throws(() => dissect(new Uint8Array((1 << 20) + 1)), { name: 'RangeError', message: /^input must have at most 1048576 bytes/ });
});

test('it clones, compares and serialises', () => {
  const dissection = dissect(SYN);
  assert.deepStrictEqual(structuredClone(dissection), dissection);
  assert.deepStrictEqual(dissect(SYN), dissection);
  assert.equal(JSON.parse(JSON.stringify(dissection)).layers[2].name, 'tcp');
});
