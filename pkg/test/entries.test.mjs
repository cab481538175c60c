// Every way into the package: ES modules and CommonJS, the small build, and the one whose module the caller brings.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as full from 'drywire';
import * as codec from 'drywire/codec';
import * as inspect from 'drywire/inspect';
import { DATAGRAM, SYN, TOO_BIG } from './support/packets.mjs';

const require = createRequire(import.meta.url);

const sameAsFull = (entry) => {
  for (const bytes of [SYN, DATAGRAM, TOO_BIG, SYN.subarray(0, 50), new Uint8Array(0)]) {
    const packet = entry.decode(bytes);
    assert.deepEqual(packet, full.decode(bytes));
    assert.deepEqual(entry.encode(packet), bytes);
    const table = new entry.PacketTable();
    table.append(bytes);
    assert.deepEqual(table.packet(0), packet);
    assert.equal(table.columns.destinationPort[0], (packet.tcp ?? packet.udp)?.destinationPort ?? 0);
  }
};

test('drywire exports what it says, and nothing else', () => {
  assert.deepEqual(Object.keys(full).sort(), [
    'Capture', 'CaptureError', 'DumpError', 'Filter', 'FilterError', 'FlowTable', 'HexError', 'PacketError', 'PacketTable', 'Summarizer', 'TcpConnection', 'TcpError', 'compileFilter', 'decode', 'dissect', 'encode',
    'formatDump', 'guessLink', 'parseDump', 'parseHex', 'readCapture', 'readFlows', 'readTable', 'sniff', 'streamCapture', 'summarize', 'writeCapture',
  ]);
});

test('drywire/codec is the same without dissect', () => {
  assert.deepEqual(Object.keys(codec).sort(), ['HexError', 'PacketError', 'PacketTable', 'decode', 'encode', 'parseHex']);
  sameAsFull(codec);
});

test('drywire/inspect reads what drywire reads, to the same, and names nothing that writes', async () => {
  const names = [
    'Capture', 'CaptureError', 'DumpError', 'HexError', 'PacketError', 'Summarizer', 'decode', 'dissect', 'guessLink', 'parseDump', 'parseHex',
    'readCapture', 'sniff', 'summarize',
  ];
  for (const entry of [inspect, require('drywire/inspect')]) {
    assert.deepEqual(Object.keys(entry).sort(), names);
    const [lines, sameLines] = [new entry.Summarizer(), new full.Summarizer()];
    for (const bytes of [SYN, DATAGRAM, TOO_BIG, SYN.subarray(0, 50), new Uint8Array(0)]) {
      for (const read of ['decode', 'dissect', 'guessLink', 'summarize']) assert.deepEqual(entry[read](bytes), full[read](bytes), read);
      assert.equal(lines.line(bytes), sameLines.line(bytes));
    }
    const text = full.formatDump(SYN, 'xxd');
    assert.deepEqual(entry.parseDump(text), full.parseDump(text));
    const file = full.writeCapture([{ data: SYN, timestamp: 5n, comment: 'a', link: 'ethernet' }, { data: DATAGRAM, timestamp: 6n, link: 'raw' }]);
    assert.deepEqual(await all(entry.readCapture(file)), await all(full.readCapture(file)));
    assert.throws(() => entry.summarize(entry.decode(SYN)), { name: 'TypeError', message: /^input must be a Uint8Array/ });
    assert.throws(() => entry.decode('4500', { strict: true }), entry.PacketError);
    assert.throws(() => entry.parseDump('<Buffer 45'), entry.DumpError);
    await assert.rejects(all(entry.readCapture(SYN)), entry.CaptureError);
  }
});

const all = async (packets) => {
  const list = [];
  for await (const packet of packets) list.push(packet);
  return list;
};

test('CommonJS has the same', () => {
  assert.deepEqual(Object.keys(require('drywire')).sort(), Object.keys(full).sort());
  sameAsFull(require('drywire'));
  sameAsFull(require('drywire/codec'));
});

test('in Node an entry is one file, and those that name parts of drywire name the same', () => {
  for (const [from, extension] of [[(name) => fileURLToPath(import.meta.resolve(name)), 'mjs'], [require.resolve, 'cjs']]) {
    for (const [name, file] of [['drywire', 'index'], ['drywire/codec', 'codec'], ['drywire/inspect', 'inspect'], ['drywire/slim', 'slim']]) {
      assert.ok(from(name).replaceAll('\\', '/').endsWith(`/dist/node/${file}.${extension}`), from(name));
    }
    assert.doesNotMatch(readFileSync(from('drywire'), 'utf8'), /^(import|export) .* from "\.|require\("\./m);
  }
  for (const name of Object.keys(codec)) assert.equal(codec[name], full[name]);
  const [all, part] = [require('drywire'), require('drywire/codec')];
  for (const name of Object.keys(part)) assert.equal(part[name], all[name]);
});

test('code that was moved away from its modules says what a bundler has to be told', () => {
  const folder = mkdtempSync(join(tmpdir(), 'drywire-moved-'));
  try {
    for (const [name, extension] of [['drywire', 'mjs'], ['drywire/inspect', 'cjs']]) {
      const from = extension === 'cjs' ? require.resolve(name) : fileURLToPath(import.meta.resolve(name));
      cpSync(from, join(folder, `moved.${extension}`));
      const use = `const { decode } = await import('./moved.${extension}'); decode('45');`;
      const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', use], { cwd: folder, encoding: 'utf8' });
      assert.equal(status, 1);
      assert.match(stderr, /cannot read its WebAssembly from .*\.wasm: .* condition 'module'/);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('drywire/slim says what to do, and runs the module that it is given', async () => {
  const slim = await import('drywire/slim');
  assert.deepEqual(Object.keys(slim).sort(), [...Object.keys(full), 'init'].sort());
  assert.throws(() => slim.decode(SYN), { name: 'Error', message: /call init\(module\)/ });
  assert.deepEqual(slim.parseHex('45'), Uint8Array.of(0x45), 'which needs no module');
  for (const wrong of [undefined, null, 'drywire.wasm', {}]) assert.throws(() => slim.init(wrong), { name: 'TypeError', message: /^module must be/ });
  assert.throws(() => slim.init(Uint8Array.of(1, 2, 3)), { name: 'CompileError' });
  slim.init(readFileSync(require.resolve('drywire/drywire.wasm')));
  sameAsFull(slim);
  slim.init(new Uint8Array(0));
  sameAsFull(slim);
});

test('drywire/slim takes a compiled module too', () => {
  const slim = require('drywire/slim');
  slim.init(new WebAssembly.Module(readFileSync(require.resolve('drywire/drywire.wasm'))));
  sameAsFull(slim);
});

test('the module is not instantiated before it is needed', () => {
  const program = `
    const { Module } = WebAssembly;
    let compiled = 0;
    WebAssembly.Module = class extends Module { constructor(bytes) { compiled++; super(bytes); } };
    const { decode, parseHex } = require('drywire');
    parseHex('45');
    const before = compiled;
    decode('45'); decode('45');
    console.log(before, compiled);`;
  const options = { cwd: new URL('..', import.meta.url), encoding: 'utf8' };
  assert.equal(execFileSync(process.execPath, ['-e', program], options), '0 1\n');
});
