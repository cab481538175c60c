// `npm test`: every check of the project. `npm test -- NAME…` runs some of them; `npm test -- --list` names them.
import { runSteps } from './lib/steps.mjs';
import { STEPS } from './lib/checks.mjs';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));

if (unknown.length > 0) {
  const listing = STEPS.map(({ name, title }) => `  ${name.padEnd(14)}${title}`).join('\n');
  const asked = unknown.length === 1 && ['--list', '--help'].includes(unknown[0]);
  (asked ? process.stdout : process.stderr).write(`${asked ? '' : `there is no step ${unknown.join(', ')}\n`}steps:\n${listing}\n`);
  process.exitCode = asked ? 0 : 2;
} else {
  const chosen = names.length === 0 ? STEPS : STEPS.filter((step) => names.includes(step.name));
  process.exitCode = (await runSteps(chosen)) ? 0 : 1;
}
