// DESIGN section 5: every connection is released, by release(), by `using` or when nobody has it any more; views are made anew
// when the module's memory has grown.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { wasmMemory } from './support/wasm-memory.mjs';
import { bytes, carry, established, pair } from './support/wire.mjs';

test('10,000 connections opened, used and released take no more memory than the first hundred', () => {
  const use = (count) => {
    for (let time = 0; time < count; time++) {
      const { client, server } = established({ msl: 0 });
      client.write(bytes(3000, time));
      carry(client, server, 1);
      client.close();
      server.close();
      carry(client, server, 2);
      client.release();
      server.release();
    }
  };
  use(50);
  const before = wasmMemory();
  use(4950);
  assert.equal(wasmMemory(), before);
});

test('connections may be many at once, and memory grows under them', () => {
  const before = wasmMemory();
  const data = bytes(100_000, 1);
  const pairs = Array.from({ length: 100 }, () => established({ nagle: false, ackDelay: 0 }));
  pairs.forEach(({ client }) => assert.equal(client.write(data), data.length));
  assert.ok(wasmMemory() > before + 100 * data.length, 'views were detached meanwhile');
  for (let now = 10; now < 200; now += 10) {
    for (const { client, server } of pairs) {
      carry(client, server, now);
      server.advance(now);
    }
  }
  for (const { client, server } of pairs) {
    const got = [];
    for (let part; (part = server.read()).length > 0;) got.push(part);
    assert.ok(Buffer.concat(got).equals(data));
    assert.equal(client.info().unacknowledged, 0);
    client.release();
    server.release();
  }
});

test('a released connection says so to every call, and releasing twice is once', () => {
  const { client, server } = pair();
  client.release();
  client.release();
  const calls = [
    () => client.state, () => client.remote, () => client.receive(new Uint8Array(1), 0), () => client.receiveAll([], 0), () => client.transmit(0),
    () => client.transmitAll(0), () => client.timeout(), () => client.advance(0), () => client.write(new Uint8Array(1)), () => client.read(),
    () => client.close(), () => client.abort(), () => client.pollEvent(), () => client.events(), () => client.info(),
    () => client.setNagle(true), () => client.setDscp(1), () => client.setR2(1),
  ];
  for (const call of calls) assert.throws(call, { name: 'Error', message: 'this connection has been released' });
  assert.deepEqual(client.local, { address: '10.0.0.1', port: 49152 });
  assert.equal(server.state, 'LISTEN', 'others go on');
  const next = pair();
  assert.deepEqual([next.client.state, next.server.state, server.state], ['SYN-SENT', 'LISTEN', 'LISTEN'], 'and new ones are their own');
});

test('the method of `using` is there where the platform has it', () => {
  const { client } = pair();
  assert.equal(typeof client[Symbol.dispose], 'function');
  client[Symbol.dispose]();
  assert.throws(() => client.state, /released/);
});

test('where the platform does not have it, nothing is called undefined', () => {
  const program = `
    const { dispose } = Symbol;
    const make = Symbol;
    globalThis.Symbol = Object.assign((name) => make(name), { iterator: make.iterator, toStringTag: make.toStringTag });
    const { TcpConnection } = require('drywire');
    const client = TcpConnection.listen({ local: '10.0.0.1:1', seed: 1 });
    console.log(typeof client[dispose], 'undefined' in client, client.release());`;
  assert.equal(run(program), 'undefined false undefined');
});

test('connections that nobody has any more are released when they are collected', () => {
  const program = `
    const instances = [];
    WebAssembly.Instance = new Proxy(WebAssembly.Instance, { construct: (target, args) => (instances.push(new target(...args)), instances.at(-1)) });
    const { TcpConnection } = require('drywire');
    const data = new Uint8Array(100_000);
    const some = () => {
      for (let time = 0; time < 200; time++) {
        TcpConnection.connect({ local: '10.0.0.1:1', remote: '10.0.0.2:1', seed: 1 }, 0).write(data);
      }
    };
    (async () => {
      some();
      const first = instances[0].exports.memory.buffer.byteLength;
      for (let round = 0; round < 10; round++) {
        gc();
        await new Promise((resolve) => setTimeout(resolve, 5));
        some();
      }
      const last = instances[0].exports.memory.buffer.byteLength;
      console.log(first > 200 * data.length, last < 2 * first);
    })();`;
  assert.equal(run(program), 'true true');
});

const run = (program) =>
  execFileSync(process.execPath, ['--expose-gc', '-e', program], { cwd: new URL('..', import.meta.url), encoding: 'utf8' }).trim();
