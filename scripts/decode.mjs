// `npm run decode -- HEX`: the package's own command line. Nothing but its output reaches stdout.
import { ensureOrExit } from './lib/ensure.mjs';
import { at } from './lib/paths.mjs';
import { become } from './lib/run.mjs';

await ensureOrExit('package');
// npm starts us in the root; a file's name is meant from where the user stands.
const cwd = process.env.INIT_CWD ?? process.cwd();
await become(process.execPath, [at('pkg', 'dist', 'cli.mjs'), 'decode', ...process.argv.slice(2)], { cwd });
