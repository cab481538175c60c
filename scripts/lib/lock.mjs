// One setup at a time: two commands started at once must not build the same files.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TARGET } from './paths.mjs';
import { say } from './run.mjs';

const FILE = join(TARGET, 'setup', 'lock');

/** Runs `work` while no other process of this repository does. */
export const locked = async (work) => {
  await take();
  const release = () => rmSync(FILE, { force: true });
  process.once('exit', release);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupted);
  try {
    return await work();
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, interrupted);
    process.off('exit', release);
    release();
  }
};

/** Exits in the ordinary way, so that the lock goes with us. */
const interrupted = () => process.exit(130);

const take = async () => {
  mkdirSync(join(TARGET, 'setup'), { recursive: true });
  for (let told = false; ; ) {
    try {
      writeFileSync(FILE, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const { pid, age } = owner();
    if (age > 5_000 && !alive(pid)) {
      rmSync(FILE, { force: true });
      continue;
    }
    if (!told && age > 5_000) {
      say(`waiting for another setup of this repository (process ${pid})`);
      told = true;
    }
    await sleep(100);
  }
};

/** Whose lock it is, and how many milliseconds ago it was taken. A young lock may not have its owner's number yet. */
const owner = () => {
  try {
    return { pid: Number(readFileSync(FILE, 'utf8')), age: Date.now() - statSync(FILE).mtimeMs };
  } catch {
    return { pid: 0, age: 0 };
  }
};

const alive = (pid) => {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};
