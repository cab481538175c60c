// The one way to set things up: `await ensure('package')` returns at once when all is in place, and otherwise does what is
// missing, and only that.
import { locked } from './lock.mjs';
import { SetupError, say, seconds } from './run.mjs';
import { browser } from '../setup/browser.mjs';
import { packages } from '../setup/packages.mjs';
import { bundle } from '../setup/bundle.mjs';
import { toolchain } from '../setup/toolchain.mjs';
import { wasm } from '../setup/wasm.mjs';
import { xtask } from '../setup/xtask.mjs';

/**
 * @typedef {object} Task
 * @property {string} title what making it does, for people
 * @property {string[]} after tasks whose result this one is made of: they come first, whether or not this one is ready
 * @property {string[]} tools tasks that are needed to make this one: looked at only when it is not ready
 * @property {() => boolean} ready fast, and without an effect
 * @property {() => Promise<void>} make throws a SetupError
 */

/** @type {Record<string, Task>} */
const TASKS = { toolchain, packages, xtask, wasm, package: bundle, browser };

/** Sees to it that the named things are there. @param {...string} names */
export const ensure = async (...names) => {
  checkNode();
  if (names.every(isReady)) return;
  await locked(() => makeAll(names));
};

/** `ensure` for a script's first line: a failure is told, and ends the process. */
export const ensureOrExit = async (...names) => {
  try {
    await ensure(...names);
  } catch (error) {
    tell(error);
    process.exit(1);
  }
};

/** Prints what failed and what to do next. */
export const tell = (error) => {
  if (!(error instanceof SetupError)) throw error;
  say(`setup failed: ${error.message}`);
  if (error.next) say(`next: ${error.next}`);
};

const isReady = (name) => TASKS[name].after.every(isReady) && TASKS[name].ready();

const makeAll = async (names) => {
  for (const name of names) await make(name);
};

const make = async (name) => {
  const task = TASKS[name];
  await makeAll(task.after);
  if (task.ready()) return;
  await makeAll(task.tools);
  const start = performance.now();
  say(`setup: ${task.title} …`);
  await task.make();
  say(`setup: ${task.title}: done in ${seconds(start)}`);
};

const checkNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(`this is Node ${process.versions.node}`, 'install Node 20.19 or newer, and run the command again');
};
