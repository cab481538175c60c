// `npm run worlds -- [--segments N] [--drops N] [--duplicates N] [--reorders N] [--delays N] [--window N] [--pauses N]
// [--no-sack] [--timestamps] [--shortest]`: every order in which two connections, their users and a network with so many
// faults can act (tests/worlds). Prints how many states there were; fails where one breaks a rule, and shows the way there.
import { start } from './lib/run.mjs';

const { code } = await start('cargo', ['run', '--quiet', '--profile', 'proof', '-p', 'drywire-worlds', '--', ...process.argv.slice(2)]);
process.exitCode = Number(code) || (code === 0 ? 0 : 1);
