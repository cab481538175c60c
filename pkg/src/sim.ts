/**
 * `drywire/sim`: two hosts over a path that delays and loses, in virtual time. The same scenario gives the same run, to the
 * byte, on every machine.
 *
 * @module
 */
import { memory, preset, simulate as run } from '#wasm/lab';
import type { Run, Scenario } from './types/sim.js';

export type * from './types/sim.js';

/** Scenarios that show one thing each, by name. */
export const PRESETS = [
  'handshake', 'simultaneous-open', 'fast-retransmit', 'tail-loss', 'zero-window', 'half-close', 'spurious-timeout',
  'congestion-marks',
] as const;

/** The name of a preset. */
export type Preset = (typeof PRESETS)[number];

/**
 * The scenario of a preset, to run or to change.
 *
 * @throws `RangeError` for a name that is none of `PRESETS`.
 *
 * @example
 * ```js
 * import { presetScenario } from 'drywire/sim';
 *
 * console.log(presetScenario('fast-retransmit').dropToRight); // [ 8 ]
 * ```
 */
export function presetScenario(name: Preset): Required<Scenario> {
  if (typeof name !== 'string') throw new TypeError('name must be a string');
  const number = PRESETS.indexOf(name);
  if (number < 0) throw new RangeError(`name must be one of ${PRESETS.join(', ')}, not '${name}'`);
  memory();
  return preset(number) as Required<Scenario>;
}

/**
 * Runs a scenario to its end.
 *
 * @param scenario - What is to be run. It is not changed.
 * @returns Every packet with what became of it, both sides' states and figures over time, a ladder diagram and a capture.
 * @throws `TypeError` for what is no scenario: the message names the field.
 *
 * @example
 * ```js
 * import { simulate } from 'drywire/sim';
 *
 * const run = simulate({
 *   path: { rate: 10_000_000, delay: 10, loss: 0 },
 *   dropToRight: [4],
 *   left: { steps: [{ at: 0, do: 'connect' }, { at: 0, do: 'write', bytes: 10_000 }, { at: 0, do: 'close' }] },
 *   right: { steps: [{ at: 0, do: 'listen' }, { at: 500, do: 'close' }] },
 * });
 * console.log(run.right.received, run.left.retransmits); // 10000 1
 * console.log(run.packets.find((packet) => packet.lost).lost); // on the list
 * ```
 */
export function simulate(scenario: Scenario): Run {
  if (typeof scenario !== 'object' || scenario === null) throw new TypeError('scenario must be an object');
  const whole = presetScenario('handshake');
  checkKeys(scenario, whole, '');
  checkKeys(scenario.path, whole.path, 'path.');
  checkKeys(scenario.left, whole.left, 'left.');
  checkKeys(scenario.right, whole.right, 'right.');
  try {
    return run(scenario) as Run;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new TypeError(`scenario: ${message.replace(/^Error: /, '')}`);
  }
}

/** A name that is misspelt would otherwise be a default without a word. */
function checkKeys(given: object | undefined, known: object, path: string): void {
  const stray = Object.keys(given ?? {}).find((key) => !Object.hasOwn(known, key));
  if (stray === undefined) return;
  throw new TypeError(`scenario: ${path}${stray} is unknown, there are ${Object.keys(known).join(', ')}`);
}
