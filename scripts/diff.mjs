// `npm run diff -- FILE.jsonl …`: compares drywire with what another dissector says of the same packets. tests/README.md
// has the format.
import { isAbsolute, join } from 'node:path';
import { ensureOrExit } from './lib/ensure.mjs';
import { become } from './lib/run.mjs';

await ensureOrExit('toolchain');
// npm starts us in the root; a file's name is meant from where the user stands.
const cwd = process.env.INIT_CWD ?? process.cwd();
const files = process.argv.slice(2).map((file) => (isAbsolute(file) ? file : join(cwd, file)));
await become('cargo', ['run', '--quiet', '--package', 'drywire-test-support', '--bin', 'diff', '--', ...files]);
