// Running programs. Whatever a setup step runs prints on stderr, so that stdout belongs to the command the user asked for.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, TARGET, at } from './paths.mjs';

/** A failure to be told to a person: what failed, and what to do next. */
export class SetupError extends Error {
  /** @param {string} message @param {string} [next] */
  constructor(message, next) {
    super(message);
    this.name = 'SetupError';
    this.next = next;
  }
}

export const say = (text) => process.stderr.write(`${text}\n`);

/** Seconds since `start`, to be read by people. */
export const seconds = (start) => {
  const time = (performance.now() - start) / 1000;
  return time < 10 ? `${time.toFixed(1)} s` : `${Math.round(time)} s`;
};

/** The environment of every child: one output folder for cargo, whatever the current directory. */
export const environment = (extra = {}) => ({ ...process.env, CARGO_TARGET_DIR: TARGET, ...extra });

/** Nothing that a setup runs takes longer than this, by far; in milliseconds. */
const LIMIT = 20 * 60_000;

/**
 * Runs a program with its output on our stderr; throws if it fails, or does not end.
 * @param {string} program @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, what?: string, next?: string }} [options] `what` it
 *   does and what to do `next`, for the message of a failure
 */
export const must = async (program, args, { cwd = ROOT, env, what, next } = {}) => {
  const { code, error, late } = await start(program, args, { cwd, env, stdio: ['ignore', 2, 2], limit: LIMIT });
  if (error) throw new SetupError(`${program} could not be started: ${error.message}`, next);
  if (code !== 0) throw new SetupError(`${what ?? `\`${[program, ...args].join(' ')}\``} ${late ? 'did not end' : `failed (${code})`}`, next);
};

/**
 * Runs a program to its end and gives its exit code; `error` is set when it could not be started, `late` when it was ended for having
 * taken longer than its limit.
 * @param {string} program @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, stdio?: import('node:child_process').StdioOptions,
 *   limit?: number, listen?: (child: import('node:child_process').ChildProcess) => void }} [options] `limit` in milliseconds
 * @returns {Promise<{ code: number | string, error?: NodeJS.ErrnoException, late?: boolean }>}
 */
export const start = (program, args, { cwd = ROOT, env, stdio = 'inherit', limit, listen } = {}) =>
  new Promise((done) => {
    const detached = limit !== undefined && process.platform !== 'win32';
    const child = spawn(program, args, { cwd, env: environment(env), stdio, shell: needsShell(program), detached });
    listen?.(child);
    const watch = limit === undefined ? undefined : new Watch(child, detached, limit);
    child.on('error', (error) => {
      watch?.stop();
      done({ code: 127, error });
    });
    child.on('close', (code, signal) => {
      watch?.stop();
      done({ code: code ?? signal ?? 1, late: watch?.late });
    });
  });

/**
 * Ends a program that takes too long, with all that it has started: what a killed program leaves behind may hold its output open, and
 * whoever reads that would wait on. Such a program has a process group of its own, so it has to be told when we end.
 */
class Watch {
  late = false;
  #timers;

  constructor(child, isGroup, limit) {
    this.kill = (signal) => {
      try {
        if (isGroup) process.kill(-child.pid, signal);
        else child.kill(signal);
      } catch {
        // It has just ended by itself.
      }
    };
    this.exited = () => this.kill('SIGTERM');
    process.on('exit', this.exited);
    this.#timers = [setTimeout(() => this.#end('SIGTERM'), limit), setTimeout(() => this.#end('SIGKILL'), limit + GRACE)];
    for (const signal of SIGNALS) process.on(signal, interrupted);
  }

  stop() {
    this.#timers.forEach(clearTimeout);
    for (const signal of SIGNALS) process.off(signal, interrupted);
    process.off('exit', this.exited);
  }

  #end(signal) {
    this.late = true;
    this.kill(signal);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Exits in the ordinary way, so that all who have to be told are. */
const interrupted = () => process.exit(130);

/** How long a program has to end by itself once it was asked to; in milliseconds. */
const GRACE = 5_000;

/** What a program prints on stdout, or `undefined` if it is missing or fails. */
export const ask = (program, args) => {
  const { status, stdout } = spawnSync(program, args, {
    cwd: ROOT, env: environment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], shell: needsShell(program),
  });
  return status === 0 ? stdout.trim() : undefined;
};

/** The path of a program that an installed npm package brings. */
export const bin = (name, program = name) => {
  const manifest = at('node_modules', name, 'package.json');
  const { bin: programs } = JSON.parse(readFileSync(manifest, 'utf8'));
  return join(dirname(manifest), typeof programs === 'string' ? programs : programs[program]);
};

/** How to call the npm that started us, or else the one on the path. */
export const npm = (args) => {
  const path = process.env.npm_execpath;
  return path && /npm-cli\.c?js$/.test(path) ? [process.execPath, [path, ...args]] : ['npm', args];
};

/** Hands over to a program, as if it had been called instead of us. */
export const become = async (program, args, options) => {
  const { code, error } = await start(program, args, options);
  if (error) say(`${program} could not be started: ${error.message}`);
  process.exitCode = typeof code === 'number' ? code : 1;
};

/** On Windows npm is a batch file, which only a shell can start. */
const needsShell = (program) => process.platform === 'win32' && program === 'npm';
