// The lab's own arithmetic, over arbitrary runs and addresses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { runnerImport } from 'vite';
import { PRESETS, presetScenario, simulate } from 'drywire/sim';
import { holds, holdsSlowly } from '../../pkg/test/support/property.mjs';

const load = async (name) => (await runnerImport(fileURLToPath(new URL(`../src/lab/model/${name}.ts`, import.meta.url)), { logLevel: 'error' })).module;
const presets = Object.fromEntries(PRESETS.map((name) => [name, presetScenario(name)]));
const { BASES, NUMBERS, scenariosOf, startOf } = await load('settings');
const { labHash, readLab } = await load('place');
const { axisOf, packetsWithin, placeOf } = await load('axis');

const number = ({ min, max, whole }) => (whole ? fc.integer({ min, max }) : fc.integer({ min: Math.ceil(min * 1000), max: max * 1000 }).map((value) => value / 1000));
const drops = fc.uniqueArray(fc.integer({ min: 1, max: 50_000 }), { maxLength: 100 }).map((list) => list.sort((a, b) => a - b));
const settings = fc.record({
  base: fc.constantFrom(...BASES), protocol: fc.constantFrom('tcp', 'udp', 'both'),
  ecn: fc.constantFrom('on', 'off'),
  left: fc.constantFrom('cubic', 'new-reno', 'bbr'), right: fc.constantFrom('cubic', 'new-reno', 'bbr'), dropToRight: drops, dropToLeft: drops,
  ...Object.fromEntries(Object.entries(NUMBERS).map(([name, field]) => [name, number(field)])),
}, { noNullPrototype: true });

test('a preset that was not touched is just the package\'s scenario', () => {
  for (const name of PRESETS) assert.deepEqual(scenariosOf(startOf(name, presets), presets), [presets[name]], name);
});

test('settings come back from their address, and it is short', () => {
  holds(settings, fc.option(fc.nat(1e9).map((at) => at / 1000)), (chosen, at) => {
    const hash = labHash(chosen, at, presets);
    assert.ok(hash.length < 1600);
    assert.match(hash, /^#lab(\?[a-zA-Z0-9=&,.-]+)?$/, 'made of characters that stand for themselves');
    assert.deepEqual(readLab(hash, presets), { settings: chosen, at, complaints: [] });
  });
});

test('any address at all gives settings within bounds', () => {
  const key = fc.constantFrom('preset', 'protocol', 'left', 'drop', 'dropBack', 't', ...Object.keys(NUMBERS), '__proto__');
  const value = fc.oneof(fc.string(), fc.double().map(String), fc.constantFrom('-0', '1e3', '0x10', '١', ' 1', '1,', ','));
  holds(fc.array(fc.tuple(key, value)), (pairs) => {
    const { settings: read } = readLab(`#lab?${pairs.map(([name, text]) => `${name}=${encodeURIComponent(text.toWellFormed?.() ?? 'x')}`).join('&')}`, presets);
    for (const [name, { min, max, whole }] of Object.entries(NUMBERS)) {
      assert.ok(read[name] >= min && read[name] <= max && (!whole || Number.isInteger(read[name])), name);
    }
    assert.ok(BASES.includes(read.base));
    assert.ok(scenariosOf(read, presets).length >= 1);
  });
});

test('on the ladder time runs down, every packet ends below its start, and a window shows all that cross it', () => {
  const path = { loss: 0.05, reorder: 0.1, duplicate: 0.1, jitter: 3 };
  holdsSlowly(fc.nat(1e6), fc.integer({ min: 1, max: 60_000 }), fc.boolean(), fc.nat(4000), (seed, bytes, udp, top) => {
    const base = presets['fast-retransmit'];
    const { packets } = simulate({ ...base, seed, protocol: udp ? 'udp' : 'tcp', path: { ...base.path, ...path }, left: { ...base.left, steps: base.left.steps.map((step) => (step.do === 'write' ? { ...step, bytes } : step)) } });
    const axis = axisOf(packets);
    for (const [index, { sentAt }] of packets.entries()) {
      assert.ok(axis.ends[index] > axis.starts[index]);
      assert.ok(index === 0 || axis.starts[index] > axis.starts[index - 1] || sentAt < packets[index - 1].sentAt);
      assert.ok(placeOf(axis, sentAt) >= axis.starts[index] - 0.001);
    }
    assert.ok(axis.times.every((at, index) => index === 0 || (at > axis.times[index - 1] && axis.places[index] > axis.places[index - 1])));
    const crossing = packets.flatMap((_, index) => (axis.ends[index] >= top && axis.starts[index] <= top + 500 ? [index] : []));
    assert.deepEqual(packetsWithin(axis, top, top + 500), crossing);
  });
});
