// `npm run diff:spans [-- FILE.pcap …]`: compares where drywire and tshark find each field, and what it holds. Without files, over
// the captures that `npm test` has.
import { readdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { ensureOrExit } from './lib/ensure.mjs';
import { at } from './lib/paths.mjs';
import { become } from './lib/run.mjs';

await ensureOrExit('toolchain');
// npm starts us in the root; a file's name is meant from where the user stands.
const cwd = process.env.INIT_CWD ?? process.cwd();
const given = process.argv.slice(2).map((file) => (isAbsolute(file) ? file : join(cwd, file)));
const folder = at('..', 'shared', 'captures');
const captures = () => readdirSync(folder).filter((file) => /\.pcap(ng)?$/.test(file)).map((file) => join(folder, file));
const files = given.length > 0 ? given : captures();
await become('cargo', ['run', '--quiet', '--package', 'drywire-test-support', '--bin', 'spans', '--', ...files]);
