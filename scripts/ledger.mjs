// `npm run ledger [-- --write]`: which test holds which requirement of RFC 9293 and of the RFCs around it. Runs the tests,
// prints a line for each requirement and counts last; fails where one is neither held nor, below a MUST, declined with a
// reason. `--write` makes docs/ledger.md from it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { counts, faults, ledger, page, rows, testsIn } from './lib/ledger.mjs';
import { ROOT, at } from './lib/paths.mjs';
import { environment, say } from './lib/run.mjs';

const FOLDER = ['tests', 'tcp', 'ledger'];

/** The list with the features' names, where it is at hand; else our own, of ids, levels and sections. */
const requirements = () => {
  const whole = at('..', 'shared', 'rfc9293-requirements.tsv');
  return rows(readFileSync(existsSync(whole) ? whole : at(...FOLDER, 'requirements.tsv'), 'utf8'));
};

/** The tests' names and outcomes, or nothing where they could not be built. */
const runTests = () => {
  const args = ['test', '--no-fail-fast', '--lib', '--test', 'tcp', '--test', 'recovery', '--', '--skip', 'matrix'];
  const { error, stdout, stderr } = spawnSync('cargo', args, {
    cwd: ROOT, env: environment({ RUST_BACKTRACE: '0' }), encoding: 'utf8', maxBuffer: 1 << 26,
  });
  const tests = error ? [] : testsIn(stdout);
  if (tests.length === 0) say(`ledger: the tests did not run\n${error?.message ?? stderr}`);
  return tests;
};

const line = ({ id, level, section, text, passing, reason, status }) => {
  const held = status === 'tested' ? passing.join(', ') : `${status}${reason ? `: ${reason}` : ''}`;
  const place = level === '' ? '' : `${level.padEnd(10)}${section.padEnd(16)}`;
  return `${id.padEnd(13)}${place}${text === '' ? '' : `${text} | `}${held}`;
};

const main = () => {
  const read = (name) => rows(readFileSync(at(...FOLDER, name), 'utf8'));
  const tests = runTests();
  if (tests.length === 0) return 1;
  const found = ledger({ requirements: requirements(), declined: read('declined.tsv'), other: read('other.tsv'), tests });
  const wrong = faults(found);
  for (const entry of [...found.entries, ...found.others]) console.log(line(entry));
  for (const fault of wrong) console.log(`fault: ${fault}`);
  console.log(counts(found).join('\n'));
  if (process.argv.includes('--write')) writeFileSync(at('docs', 'ledger.md'), page(found));
  return wrong.length === 0 ? 0 : 1;
};

process.exitCode = main();
