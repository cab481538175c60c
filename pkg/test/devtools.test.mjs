// At the console: formatters for developer tools, and packets that show themselves in Node and stay plain data.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { decode, dissect, encode } from 'drywire';
import { inspectable, installFormatters } from 'drywire/devtools';
import { DATAGRAM, SYN, TOO_BIG } from './support/packets.mjs';

const formatter = () => globalThis.devtoolsFormatters.at(-1);
/** What an element says, without its attributes; objects that the tools format themselves are their header. */
const text = (element) => {
  if (!Array.isArray(element)) return String(element);
  const [tag, attributes, ...children] = element;
  if (tag !== 'object') return children.map(text).join('');
  const header = formatter().header(attributes.object, attributes.config);
  return header === null ? '{…}' : text(header);
};
const items = (body) => body.slice(2);

test('to install twice changes nothing, and to uninstall takes away only what was installed', () => {
  const other = { header: () => null, hasBody: () => false, body: () => null };
  globalThis.devtoolsFormatters = [other];
  const [one, two] = [installFormatters(), installFormatters()];
  assert.equal(globalThis.devtoolsFormatters.length, 2);
  one();
  two();
  assert.deepEqual(globalThis.devtoolsFormatters, [other]);
  delete globalThis.devtoolsFormatters;
});

test('a packet unfolds into layers, a layer into fields with their bytes', (t) => {
  t.after(installFormatters());
  const packet = decode(DATAGRAM);
  assert.match(text(formatter().header(packet)), /^ipv4 › udp {2}IP 10\.0\.0\.1\.12345 > 10\.0\.0\.2\.53: /);
  assert.equal(formatter().hasBody(packet), true);
  const layers = items(formatter().body(packet));
  assert.match(text(layers[0]), /^IPv4 {2}10\.0\.0\.1 → 10\.0\.0\.2, .* {2}\[0-19\]$/);
  assert.equal(text(layers.at(-1)), 'data {…}', 'and shows its data as any other object');
  const { object, config } = layers[1][2][1];
  assert.equal(formatter().hasBody(object, config), true);
  const fields = items(formatter().body(object, config)).map(text);
  assert.equal(fields[1], 'Destination port: 53  [22-23]  00 35');
  const plain = layers.at(-1).at(-1)[1];
  assert.deepEqual([plain.object, formatter().hasBody(plain.object, plain.config)], [packet, false]);
});

test('every layer and every problem of a packet is there once', (t) => {
  t.after(installFormatters());
  for (const bytes of [SYN, TOO_BIG, SYN.subarray(0, 40), new Uint8Array(0), Uint8Array.of(0x45)]) {
    const { layers, problems } = dissect(bytes);
    const shown = items(formatter().body(dissect(bytes)));
    const all = shown.map((item) => {
      const { object, config } = item[2][1];
      return config === undefined ? text(item) : [text(item), ...(object === undefined ? [] : items(formatter().body(object, config) ?? []).map(text))].join('\n');
    }).join('\n');
    for (const { label } of layers) assert.ok(all.includes(label), label);
    for (const { message } of problems) assert.equal(all.split(message).length, 2, message);
    assert.deepEqual(items(formatter().body(decode(bytes))).length, shown.length);
  }
});

test('other objects are left alone, whatever they do', (t) => {
  t.after(installFormatters());
  const hostile = new Proxy({}, { getOwnPropertyDescriptor() { throw new Error('looked at'); } });
  const getter = { get layers() { throw new Error('called'); } };
  for (const other of [null, undefined, 1, 'text', [], {}, new Map(), { layers: [] }, { ...decode(SYN), payload: [] }, hostile, getter, () => {}]) {
    assert.deepEqual([formatter().header(other), formatter().hasBody(other), formatter().body(other)?.[0]].slice(0, 2), [null, false]);
  }
});

test('a packet that cannot be written is shown all the same', (t) => {
  t.after(installFormatters());
  const packet = decode(SYN);
  packet.ipv4.source = 'nobody';
  assert.match(text(formatter().header(packet)), /^ethernet › ipv4 › tcp/);
  assert.deepEqual(items(formatter().body(packet)).map(text), ['data {…}']);
  assert.match(inspect(inspectable(packet)), /nobody/);
});

test('an inspectable packet shows itself as a tree, as it is by now', () => {
  const packet = inspectable(decode(DATAGRAM));
  assert.match(inspect(packet), /^IPv4 {2}10\.0\.0\.1 → 10\.0\.0\.2, .*\n├─ Version +4 {2}\[0\]\n/);
  packet.ipv4.ttl = 7;
  assert.match(inspect(packet), /Time to live +7 hops/);
  assert.match(inspect(packet, { colors: true }), /\x1b\[1mIPv4/);
  assert.equal(inspect({ a: { packet } }, { depth: 0 }), '{ a: [Object] }');
  assert.equal(inspect({ packet }, { depth: 0 }), '{ packet: [IPv4 > UDP > Payload] }');
  assert.match(inspect(inspectable(dissect(DATAGRAM))), /^IPv4 /);
});

test('and stays plain data', () => {
  const [packet, plain] = [inspectable(decode(SYN)), decode(SYN)];
  assert.equal(inspectable(packet), packet);
  assert.deepEqual(packet, plain);
  assert.deepEqual(plain, packet);
  assert.deepEqual(structuredClone(packet), plain);
  assert.equal(JSON.stringify(packet), JSON.stringify(plain));
  assert.deepEqual(Reflect.ownKeys({ ...packet }), Reflect.ownKeys(plain));
  assert.deepEqual(encode(packet), SYN);
  for (const wrong of [null, 1, {}, []]) assert.throws(() => inspectable(wrong), TypeError);
});
