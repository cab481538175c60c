// What tells a setup that there is nothing to do (lib/stamp.mjs), and what keeps two of them apart (lib/lock.mjs).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT, TARGET, shown } from '../lib/paths.mjs';
import { stamp } from '../lib/stamp.mjs';

let folder;
before(() => {
  mkdirSync(TARGET, { recursive: true });
  folder = mkdtempSync(join(TARGET, 'stamp-test-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const made = () => {
  const input = join(folder, 'input');
  mkdirSync(join(input, 'deep'), { recursive: true });
  writeFileSync(join(input, 'deep', 'file'), 'one');
  writeFileSync(join(folder, 'output'), '');
  const mark = stamp(`test-${process.pid}`, () => [shown(input)], () => [shown(join(folder, 'output'))]);
  mark.set(mark.hash());
  return { input, mark };
};

test('what was made from these very inputs is fresh, whatever their times are', () => {
  const { input, mark } = made();
  assert.equal(mark.fresh(), true);
  utimesSync(join(input, 'deep', 'file'), 1, 1);
  assert.equal(mark.fresh(), true);
  mark.clear();
});

test('an edited, added or removed input and a missing output are noticed', () => {
  const { input, mark } = made();
  writeFileSync(join(input, 'deep', 'file'), 'two');
  assert.equal(mark.fresh(), false, 'edited');
  writeFileSync(join(input, 'deep', 'file'), 'one');
  assert.equal(mark.fresh(), true);
  writeFileSync(join(input, 'new'), '');
  assert.equal(mark.fresh(), false, 'added');
  rmSync(join(input, 'new'));
  rmSync(join(input, 'deep', 'file'));
  assert.equal(mark.fresh(), false, 'removed');
  writeFileSync(join(input, 'deep', 'file'), 'one');
  rmSync(join(folder, 'output'));
  assert.equal(mark.fresh(), false, 'no output');
  mark.clear();
});

test('a lock of a process that is gone does not stop anybody', () => {
  const target = join(folder, 'target');
  const lock = join(target, 'setup', 'lock');
  mkdirSync(join(target, 'setup'), { recursive: true });
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  writeFileSync(lock, String(gone));
  utimesSync(lock, 1, 1);
  const script = "import { locked } from './scripts/lib/lock.mjs'; await locked(async () => console.log('in'));";
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT, env: { ...process.env, CARGO_TARGET_DIR: target }, encoding: 'utf8', timeout: 60_000,
  });
  assert.equal(stdout, 'in\n');
  assert.equal(existsSync(lock), false);
});
