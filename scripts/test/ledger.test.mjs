// The requirement ledger (lib/ledger.mjs).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counts, faults, idsOf, ledger, page, rows, testsIn } from '../lib/ledger.mjs';

const requirements = rows('id\tlevel\tsections\tnote\nMUST-1\tMUST\t3.1\t\nMUST-2\tMUST NOT\t3.2\tIPv6\nMAY-3\tMAY\t3.3\t\n');
const ok = (name) => ({ name, outcome: 'ok' });
const made = (tests, declined = []) => ledger({ requirements, declined, other: [], tests });

test('a name bears the ids that it begins with, and no others', () => {
  assert.deepEqual(idsOf('ledger::acks::must_38_shld_7_after_40_ms'), ['MUST-38', 'SHLD-7']);
  assert.deepEqual(idsOf('rtt::tests::rfc6298_5_1_rfc6298_5_2_the_timer'), ['rfc6298_5_1', 'rfc6298_5_2']);
  assert.deepEqual(idsOf('rfc6675_5_one_loss_must_1'), ['rfc6675_5']);
  assert.deepEqual(idsOf('musty_3'), []);
});

test('outcomes are read from what cargo prints', () => {
  const output = 'running 3 tests\ntest a::must_1_x ... ok\ntest b ... FAILED\ntest c ... ignored, slow\ntest result: ok. 1\n';
  assert.deepEqual(testsIn(output).map(({ name, outcome }) => `${name} ${outcome}`), ['a::must_1_x ok', 'b FAILED', 'c ignored']);
});

test('a ledger that stands has no fault', () => {
  const found = made([ok('must_1_x')], [{ id: 'MAY-3', reason: 'why' }]);
  assert.deepEqual(faults(found), []);
  assert.deepEqual(counts(found).slice(0, 3), ['RFC 9293 has 3 ids, rows 3: 1 tested, 1 declined, 1 not applicable', 'MUST 2: 1 tested, 1 not applicable', 'MAY 1: 1 declined']);
  assert.match(page(found), /\| MUST-1 \| MUST \| 3\.1 \| `must_1_x` \|/);
});

test('what is missing, failing, declined in vain or unknown is a fault', () => {
  const fault = (tests, declined) => faults(made(tests, declined)).join('\n');
  const may = { id: 'MAY-3', reason: 'why' };
  assert.match(fault([], [may]), /MUST-1: no test/);
  assert.match(fault([{ name: 'must_1_x', outcome: 'FAILED' }], [may]), /MUST-1: a test .* does not pass/);
  assert.match(fault([{ name: 'must_1_x', outcome: 'ignored' }], [may]), /MUST-1/);
  assert.match(fault([ok('must_1_x'), { name: 'must_1_y', outcome: 'FAILED' }], [may]), /MUST-1/);
  assert.match(fault([], [may, { id: 'MUST-1', reason: 'why' }]), /a MUST can't be declined/);
  assert.match(fault([ok('must_1_x'), ok('may_3_x')], [may]), /MAY-3: declined .* and a test/);
  assert.match(fault([ok('must_1_x')], []), /MAY-3: no test/);
  assert.match(fault([ok('must_1_must_99_x')], [may]), /MUST-99: there is no such/);
});
