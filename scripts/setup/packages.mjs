// The npm packages, as the lock file names them.
import { existsSync, readFileSync } from 'node:fs';
import { at } from '../lib/paths.mjs';
import { must, npm } from '../lib/run.mjs';

/** @type {import('../lib/ensure.mjs').Task} */
export const packages = {
  title: 'the npm packages',
  after: [],
  tools: [],
  ready: () => existsSync(at('node_modules/.package-lock.json')) && missing().length === 0,
  make: async () => {
    const [program, args] = npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    const next = 'if package.json was edited, run `npm install` to bring package-lock.json along; otherwise look at the network';
    await must(program, args, { next });
  },
};

/** What the lock file asks for and npm did not write down as installed. npm keeps that second list in node_modules. */
const missing = () => {
  const wanted = list('package-lock.json');
  const there = list('node_modules/.package-lock.json');
  return Object.entries(wanted).filter(([path, entry]) => {
    if (!path.includes('node_modules/')) return false;
    if (!there[path]) return !entry.optional;
    return entry.version !== there[path].version || !existsSync(at(path));
  });
};

const list = (path) => JSON.parse(readFileSync(at(path), 'utf8')).packages;
