// The package as its users have it: packed by npm, and installed by npm into a project outside of this repository.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PROGRAMS = fileURLToPath(new URL('../programs', import.meta.url));

/**
 * @typedef {object} Project
 * @property {string} folder holds `package.json`, `node_modules/drywire` and, at its top, all of programs/
 * @property {string[]} files what the tarball holds, by its own account
 * @property {() => void} remove
 */

/** Packs and installs. Nothing is fetched: the package has no dependencies. @returns {Promise<Project>} */
export const install = async () => {
  if (!existsSync(join(ROOT, 'pkg', 'dist', 'cli.mjs'))) throw new Error('pkg/dist is not built: `npm run build` builds it');
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'drywire-consumers-')));
  const folder = join(scratch, 'project');
  mkdirSync(folder);
  const packed = await npm(['pack', '--json', '--workspace', 'pkg', '--pack-destination', scratch], ROOT);
  const [{ filename, files }] = JSON.parse(packed);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  await npm(['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', join(scratch, filename)], folder);
  cpSync(PROGRAMS, folder, { recursive: true });
  const { code } = await transform(readFileSync(join(PROGRAMS, 'exercise.js'), 'utf8'), { format: 'cjs' });
  writeFileSync(join(folder, 'exercise.cjs'), code);
  return { folder, files: files.map(({ path }) => path).sort(), remove: () => rmSync(scratch, { recursive: true, force: true }) };
};

/**
 * Runs a program to its end, whatever its exit code.
 * @returns {Promise<{ code: number | string, stdout: string, stderr: string }>}
 */
export const run = (program, args, { cwd, input = '' } = {}) =>
  new Promise((done) => {
    const options = { cwd, encoding: 'utf8', timeout: 300_000, maxBuffer: 1 << 26, env: environment(), shell: needsShell(program) };
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      done({ code: error ? error.code ?? error.signal : 0, stdout, stderr });
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });

/** Runs a Node program; gives its output, and fails with its words if it fails. */
export const runNode = async (args, options) => {
  const { code, stdout, stderr } = await run(process.execPath, args, options);
  if (code !== 0 || stderr !== '') throw new Error(`node ${args.join(' ')} exited with ${code}:\n${(stderr + stdout).slice(-2_000)}`);
  return stdout;
};

const npm = async (args, cwd) => {
  const { code, stdout, stderr } = await run('npm', args, { cwd });
  if (code !== 0) throw new Error(`npm ${args[0]} exited with ${code}:\n${stderr}${stdout}`);
  return stdout;
};

/**
 * A user's own: without what the `npm test` around us, and the test runner, tell their children; and npm without this
 * user's settings, about which it may have something to say.
 */
const environment = () => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|INIT_CWD|FORCE_COLOR|NO_COLOR)/i.test(name))),
  npm_config_userconfig: devNull,
  npm_config_update_notifier: 'false',
});

/** On Windows npm and npx are batch files, which only a shell can start. */
const needsShell = (program) => process.platform === 'win32' && ['npm', 'npx'].includes(program);
