// `npm run page`: builds the page and serves it on this machine.
import { ensureOrExit } from './lib/ensure.mjs';
import { at } from './lib/paths.mjs';
import { become, bin, start } from './lib/run.mjs';

await ensureOrExit('packages', 'package');
const vite = bin('vite');
const cwd = at('www');
const { code } = await start(process.execPath, [vite, 'build'], { cwd });
if (code === 0) {
  await become(process.execPath, [vite, 'preview', '--host', '127.0.0.1', ...process.argv.slice(2)], { cwd });
} else {
  process.exitCode = 1;
}
