// drywire/sim: scenarios run to their end, and told. What runs do in themselves is tested in Rust (src/lab).
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import fc from 'fast-check';
import { decode } from 'drywire';
import { PRESETS, presetScenario, simulate } from 'drywire/sim';
import { holdsSlowly } from './support/property.mjs';

const transfer = (bytes, path = {}) => ({
  path,
  left: { steps: [{ at: 0, do: 'connect' }, { at: 0, do: 'write', bytes }, { at: 0, do: 'close' }] },
  right: { steps: [{ at: 0, do: 'listen' }, { at: 5000, do: 'close' }] },
  until: 600_000,
});

test('the same scenario gives the same run, and runs are plain data', () => {
  for (const name of PRESETS) {
    const scenario = presetScenario(name);
    const copy = structuredClone(scenario);
    const run = simulate(scenario);
    assert.deepEqual(scenario, copy, 'it is not changed');
    assert.deepEqual(JSON.parse(JSON.stringify(scenario)), scenario, 'scenarios are plain');
    assert.deepEqual(simulate(JSON.parse(JSON.stringify(scenario))), run, name);
    assert.deepEqual(structuredClone(run), run);
    assert.ok(run.packets.length >= 3, name);
  }
});

test('a packet of the list is lost and sent again, and its number is the one that was given', () => {
  const run = simulate({ ...transfer(20_000), dropToRight: [5] });
  const lost = run.packets.filter(({ lost }) => lost !== null);
  assert.deepEqual(lost.map(({ number, fromLeft, arrivedAt, lost }) => ({ number, fromLeft, arrivedAt, lost })), [
    { number: 5, fromLeft: true, arrivedAt: null, lost: 'on the list' },
  ]);
  assert.deepEqual([run.right.received, run.right.wrong, run.left.retransmits], [20_000, 0, 1]);
});

test('every byte arrives over any path of moderate loss, RFC 9293 2.2', () => {
  const path = fc.record({
    rate: fc.constantFrom(null, 1_000_000, 100_000_000), delay: fc.double({ min: 0, max: 100, noNaN: true }),
    loss: fc.double({ min: 0, max: 0.1, noNaN: true }), reorder: fc.constantFrom(0, 0.1), duplicate: fc.constantFrom(0, 0.1),
  });
  holdsSlowly(fc.nat(0xffffffff), fc.integer({ min: 0, max: 50_000 }), path, (seed, bytes, path) => {
    const run = simulate({ ...transfer(bytes, path), seed });
    assert.deepEqual([run.ending, run.right.received, run.right.wrong], ['quiet', bytes, 0]);
    assert.equal(run.left.states.at(-1).to, 'CLOSED');
    assert.equal(run.right.states.at(-1).to, 'CLOSED');
  });
});

test('samples are columns of one length, in the order of time', () => {
  const { samples } = simulate(transfer(100_000)).left;
  for (const column of Object.values(samples)) assert.equal(column.length, samples.at.length);
  assert.ok(samples.at.length > 10);
  assert.ok(samples.at.every((at, row) => row === 0 || at > samples.at[row - 1]));
});

test('each controller can be chosen, and a paced one tells its pace', () => {
  for (const controller of ['cubic', 'new-reno', 'bbr']) {
    const scenario = transfer(200_000);
    const run = simulate({ ...scenario, left: { ...scenario.left, controller } });
    assert.equal(run.right.received, 200_000, controller);
    const { pacing } = run.left.samples;
    assert.equal(pacing.some((rate) => rate !== null), controller === 'bbr', controller);
    // The path carries 1.25 MB a second, headers counted: a model of it comes near.
    if (controller === 'bbr') assert.ok(pacing.at(-1) > 600_000 && pacing.at(-1) < 4_000_000, pacing.at(-1));
  }
});

test('the capture is a pcapng file whose packets decode', () => {
  const { pcapng, packets } = simulate(transfer(3000));
  assert.deepEqual([...pcapng.subarray(0, 4)], [0x0a, 0x0d, 0x0d, 0x0a]);
  let count = 0;
  const view = new DataView(pcapng.buffer, pcapng.byteOffset, pcapng.length);
  for (let at = 0; at < pcapng.length; at += view.getUint32(at + 4, true)) {
    if (view.getUint32(at, true) !== 6) continue;
    count++;
    const captured = pcapng.subarray(at + 28, at + 28 + view.getUint32(at + 20, true));
    assert.equal(decode(captured, { link: 'raw' }).ipv4.source, packets[count - 1].fromLeft ? '10.0.0.1' : '10.0.0.2');
  }
  assert.equal(count, packets.length);
});

test('what is no scenario is a TypeError that says why', () => {
  for (const [scenario, message] of [
    [undefined, 'scenario must be an object'], [null, 'scenario must be an object'], ['syn', 'scenario must be an object'],
    [{ lft: {} }, /^scenario: lft is unknown, there are seed, protocol, path/],
    [{ left: { nagel: true } }, /^scenario: left.nagel is unknown, there are steps/],
    [{ path: { delay: -1 } }, /^scenario: invalid value: floating point `-1.0`, expected milliseconds/],
    [{ left: { steps: [{ at: 0, do: 'fly' }] } }, /^scenario: unknown variant `fly`, expected one of `listen`/],
    [{ left: { steps: [{ at: 0, do: 'write' }] } }, /^scenario: missing field `bytes`/],
    [{ seed: 0.5 }, /^scenario: invalid type/],
  ]) assert.throws(() => simulate(scenario), { name: 'TypeError', message });
  assert.throws(() => presetScenario({}), { name: 'TypeError', message: 'name must be a string' });
  assert.throws(() => presetScenario('no'), { name: 'RangeError', message: /^name must be one of handshake/ });
});

test('arbitrary values are run or refused, and the module goes on', () => {
  holdsSlowly(fc.anything(), (value) => {
    try {
      simulate({ left: value, until: 1000 });
    } catch (error) {
      assert.ok(error instanceof TypeError, error);
    }
    assert.equal(simulate(presetScenario('handshake')).packets.length, 3);
  });
});

test('CommonJS has the same', () => {
  assert.deepEqual(createRequire(import.meta.url)('drywire/sim').simulate(transfer(10)), simulate(transfer(10)));
});
