// Runs named steps one after another, tells how each went, and sums up. A step that fails does not stop the next.
import { existsSync } from 'node:fs';
import { ensure, tell } from './ensure.mjs';
import { at } from './paths.mjs';
import { SetupError, seconds, start } from './run.mjs';

/** No single command of a step takes longer than this; one that hangs must not hang the rest. In milliseconds. */
const LIMIT = 20 * 60_000;

/**
 * @typedef {object} Step
 * @property {string} name what it is called with
 * @property {string} title what it shows
 * @property {string[]} needs what has to be set up before
 * @property {() => Promise<void> | void} run throws a Failure, or anything
 * @property {string[]} [folders] paths from the root that must exist: without them the step is absent, which counts as failed
 */

/** A step that did not hold, told to a person. */
export class Failure extends Error {}

/**
 * Runs the steps and prints the summary, whose last line is `N passed, N failed`.
 * @param {Step[]} steps
 * @returns {Promise<boolean>} whether all passed
 */
export const runSteps = async (steps) => {
  const results = [];
  for (const step of [setup(steps), ...steps]) {
    const begin = performance.now();
    heading(`${step.name}: ${step.title}`);
    const result = await outcome(step);
    results.push({ name: step.name, result, time: seconds(begin) });
    print(`${step.name}: ${result} in ${seconds(begin)}`);
  }
  return summary(results);
};

/** Runs a command, its output ours; throws unless it succeeds. `limit` in milliseconds. */
export const command = async (program, args, { env, cwd, limit = LIMIT } = {}) => {
  print(`$ ${[program === process.execPath ? 'node' : program, ...args].join(' ')}`);
  judge(program, limit, await start(program, args, { env, cwd, stdio: ['ignore', 'inherit', 'inherit'], limit }));
};

/** `command`, whose output must also match: for runners that are content when they have found nothing to run. */
export const commandShowing = async (pattern, program, args, { env, limit = LIMIT } = {}) => {
  print(`$ ${[program, ...args].join(' ')}`);
  let output = '';
  const listen = (child) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
  };
  judge(program, limit, await start(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'], limit, listen }));
  if (!pattern.test(output)) throw new Failure(`${program} ran nothing: its output does not match ${pattern}`);
};

const judge = (program, limit, { code, error, late }) => {
  if (error) throw new Failure(`${program} could not be started: ${error.message}`);
  if (late) throw new Failure(`${program} had not ended after ${limit / 1000} s and was ended, with all that it had started`);
  if (code !== 0) throw new Failure(`${program} failed (${code})`);
};

const print = (text) => process.stdout.write(`${text}\n`);

const heading = (text) => print(`\n━━━ ${text} ${'━'.repeat(Math.max(3, 90 - text.length))}`);

/** Sets up what the chosen steps need, before the first of them, so that their durations are their own. */
const setup = (steps) => ({
  name: 'setup',
  title: 'what the steps need',
  needs: [],
  run: async () => {
    const needs = new Set(steps.filter(isPresent).flatMap((step) => step.needs));
    let failed;
    for (const need of needs) {
      await ensure(need).catch((error) => {
        tell(error);
        failed = error;
      });
    }
    if (failed) throw new Failure('not everything could be set up; steps that need it will fail');
  },
});

const isPresent = (step) => (step.folders ?? []).every((path) => existsSync(at(path)));

const outcome = async (step) => {
  if (!isPresent(step)) {
    const gone = step.folders.filter((path) => !existsSync(at(path)));
    print(`there is no ${gone.join(', no ')}`);
    return 'absent';
  }
  try {
    await ensure(...step.needs);
    await step.run();
    return 'passed';
  } catch (error) {
    if (error instanceof SetupError) tell(error);
    else print(error instanceof Failure ? error.message : error.stack);
    return 'FAILED';
  }
};

const summary = (results) => {
  heading('summary');
  const width = Math.max(...results.map(({ name }) => name.length));
  for (const { name, result, time } of results) print(`  ${name.padEnd(width)}  ${result.padEnd(6)}  ${time.padStart(7)}`);
  const passed = results.filter(({ result }) => result === 'passed').length;
  print(`\n${passed} passed, ${results.length - passed} failed`);
  return passed === results.length;
};
