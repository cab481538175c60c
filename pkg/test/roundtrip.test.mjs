// DESIGN section 3: whatever is read is written back to the same bytes, and what is written is read back as it was given.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decode, encode } from 'drywire';
import { damage, linkTypes, packet } from './support/arbitraries.mjs';
import { captures, missing, packetsOf, read } from './support/captures.mjs';
import { holds } from './support/property.mjs';

const sameBytes = (actual, expected) => assert.equal(Buffer.from(actual).toString('hex'), Buffer.from(expected).toString('hex'));

/** Every field that `given` has is the same in `found`. */
function within(given, found, place) {
  if (given === null || typeof given !== 'object') return assert.equal(found, given, place);
  if (given instanceof Uint8Array) return assert.deepEqual(found, given, place);
  assert.ok(found !== null && typeof found === 'object', `${place} is there`);
  if (Array.isArray(given)) assert.equal(found.length, given.length, `${place}.length`);
  for (const [key, value] of Object.entries(given)) if (value !== undefined) within(value, found[key], `${place}.${key}`);
}

const linkOf = (spec) => ({ ethernet: 'ethernet', null: 'null', loop: 'loop', sll: 'sll', sll2: 'sll2' })[spec.link?.kind] ?? 'raw';

/** Padding to a whole word reads as an end of list, which nobody gave. */
const withoutPadding = (header) => {
  if (header?.options?.at(-1)?.name === 'eol') header.options.pop();
};

/** Padding to a whole number of 8 bytes reads as one option more. */
const withoutPadN = (given, found) => {
  given?.extensions?.forEach(({ options }, index) => found.extensions[index].options?.splice(options?.length ?? 0));
};

test('encode(decode(bytes)) is bytes, for any bytes and every link type', () => {
  holds(fc.uint8Array({ maxLength: 120 }), fc.constantFrom(...linkTypes), (bytes, link) => {
    sameBytes(encode(decode(bytes, { link })), bytes);
  });
});

test('encode(decode(bytes)) is bytes, for sound packets that were damaged or cut', () => {
  holds(packet, damage, fc.nat({ max: 150 }), fc.constantFrom('auto', undefined), (spec, places, length, auto) => {
    const bytes = encode(spec).slice(0, length);
    for (const [at, byte] of places) if (at < bytes.length) bytes[at] = byte;
    sameBytes(encode(decode(bytes, { link: auto ?? linkOf(spec) })), bytes);
  });
});

test('the same through JSON', () => {
  holds(packet, damage, (spec, places) => {
    const bytes = encode(spec);
    for (const [at, byte] of places) if (at < bytes.length) bytes[at] = byte;
    sameBytes(encode(JSON.parse(JSON.stringify(decode(bytes, { link: linkOf(spec) })))), bytes);
  });
});

test('decode(encode(packet)) has every field of the packet, and no problem', () => {
  holds(packet, (spec) => {
    const found = decode(encode(spec), { link: linkOf(spec) });
    assert.deepEqual(found.problems, []);
    withoutPadding(found.ipv4);
    withoutPadding(found.tcp);
    withoutPadN(spec.ipv6, found.ipv6);
    within(spec, found, 'packet');
    if (found.ipv4 !== null) assert.equal(found.ipv4.checksumStatus, 'good');
    for (const header of [found.tcp, found.udp, found.icmp, found.icmpv6]) if (header !== null) assert.equal(header.checksumStatus, 'good');
  });
});

test('decode(encode(packet)) is packet, for packets that were read', () => {
  holds(packet, (spec) => {
    const link = linkOf(spec);
    const once = decode(encode(spec), { link });
    assert.deepStrictEqual(decode(encode(once), { link }), once);
  });
});

test("fill: 'all' gives checksums that verify, whatever was changed", () => {
  holds(packet, fc.nat({ max: 0xffff }), (spec, number) => {
    const read = decode(encode(spec), { link: linkOf(spec) });
    for (const header of [read.ipv4, read.tcp, read.udp, read.icmp]) if (header !== null) header.checksum = number;
    if (read.ipv4 !== null) Object.assign(read.ipv4, { totalLength: number, headerLength: 0 });
    if (read.tcp !== null) read.tcp.headerLength = 60;
    if (read.udp !== null) read.udp.length = number;
    assert.deepEqual(decode(encode(read, { fill: 'all' }), { link: linkOf(spec) }).problems, []);
  });
});

for (const name of captures()) {
  test(`encode(decode(bytes)) is bytes, for each packet of ${name}`, (t) => {
    const capture = read(name);
    if (capture.link === 9) return t.skip('PPP is none of the link types');
    for (const bytes of packetsOf(capture)) sameBytes(encode(decode(bytes, { link: capture.link })), bytes);
  });
}
test('captures are there', { skip: missing }, () => assert.ok(captures().length > 10));
