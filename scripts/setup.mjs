// `npm run setup`: all that the project's commands need, without running any of them.
import { ensureOrExit } from './lib/ensure.mjs';
import { say } from './lib/run.mjs';

await ensureOrExit('toolchain', 'packages', 'xtask', 'package', 'browser');
say('setup: all is in place');
