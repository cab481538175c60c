/** What can be chosen in the lab, and the scenarios that it stands for. */
import type { Controller, Scenario, ScenarioStep } from 'drywire/sim';

/** The package's presets, and a long flow of the page's own. */
export const BASES = [
  'handshake', 'simultaneous-open', 'fast-retransmit', 'tail-loss', 'zero-window', 'half-close', 'spurious-timeout', 'congestion-marks',
  'transfer',
] as const;

export type Base = (typeof BASES)[number];
export type Whole = Required<Scenario>;
export type Presets = Readonly<Record<Exclude<Base, 'transfer'>, Whole>>;

export const PROTOCOLS = [['tcp', 'TCP'], ['udp', 'UDP'], ['both', 'TCP beside UDP']] as const;
export type Choice = (typeof PROTOCOLS)[number][0];

export const CONTROLLERS: readonly (readonly [Controller, string])[] = [['cubic', 'CUBIC'], ['new-reno', 'NewReno'], ['bbr', 'BBR']];

/** Whether both hosts take part in explicit congestion notification. */
export const ECN = [['off', 'Off'], ['on', 'On, both sides']] as const;
export type Ecn = (typeof ECN)[number][0];

/** A number that can be chosen. */
export interface NumberField {
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

export const NUMBERS = {
  bytes: { label: 'Bytes to send', unit: '', min: 0, max: 50_000_000, whole: true },
  rate: { label: 'Rate', unit: 'Mbit/s', min: 0.01, max: 10_000, whole: false },
  delay: { label: 'Delay', unit: 'ms', min: 0, max: 10_000, whole: false },
  queue: { label: 'Queue', unit: 'bytes', min: 0, max: 10_000_000, whole: true },
  mark: { label: 'Marks past', unit: 'bytes', min: 0, max: 10_000_000, whole: true },
  loss: { label: 'Loss', unit: '%', min: 0, max: 100, whole: false },
  jitter: { label: 'Jitter', unit: 'ms', min: 0, max: 1000, whole: false },
  reorder: { label: 'Reordering', unit: '%', min: 0, max: 100, whole: false },
  seed: { label: 'Seed', unit: '', min: 0, max: 4_294_967_295, whole: true },
} as const satisfies Record<string, NumberField>;

export type NumberName = keyof typeof NUMBERS;
export const NUMBER_NAMES = Object.keys(NUMBERS) as NumberName[];

/** Packets that can be on the lists, so that an address has an end. */
export const DROPS_AT_MOST = 300;

/** The highest number that a packet of a run can have. */
export const PACKETS_AT_MOST = 50_000;

export interface Settings extends Readonly<Record<NumberName, number>> {
  readonly base: Base;
  readonly protocol: Choice;
  readonly left: Controller;
  readonly right: Controller;
  readonly ecn: Ecn;
  readonly dropToRight: readonly number[];
  readonly dropToLeft: readonly number[];
}

/** The settings that a preset begins with. */
export function startOf(base: Base, presets: Presets): Settings {
  const { seed, path, left, right, dropToRight, dropToLeft } = wholeOf(base, presets);
  return {
    base, protocol: 'tcp', seed, dropToRight, dropToLeft,
    bytes: (left.steps ?? []).reduce((sum, step) => sum + (step.do === 'write' ? step.bytes : 0), 0),
    left: left.controller ?? 'cubic',
    right: right.controller ?? 'cubic',
    ecn: left.ecn === true && right.ecn === true ? 'on' : 'off',
    rate: (path.rate ?? 10_000_000) / 1_000_000,
    delay: path.delay ?? 10,
    jitter: path.jitter ?? 0,
    queue: path.queue ?? 25_000,
    // A queue that marks at nothing would mark all: it stands for one that never does.
    mark: path.mark ?? 0,
    loss: percent(path.loss ?? 0),
    reorder: percent(path.reorder ?? 0),
  };
}

/** What is to be run: one scenario, or the same over TCP and then over UDP. */
export function scenariosOf(settings: Settings, presets: Presets): Whole[] {
  const { base, protocol, seed, bytes, left, right, rate, delay, jitter, queue, mark, loss, reorder } = settings;
  const ecn = settings.ecn === 'on';
  const whole = wholeOf(base, presets);
  const scenario: Whole = {
    ...whole,
    seed,
    path: { ...whole.path, rate: Math.round(rate * 1_000_000), delay, jitter, queue, mark: mark === 0 ? null : mark, loss: loss / 100, reorder: reorder / 100 },
    left: { ...whole.left, controller: left, ecn, steps: writing(whole.left.steps ?? [], bytes) },
    right: { ...whole.right, controller: right, ecn },
    dropToRight: [...settings.dropToRight],
    dropToLeft: [...settings.dropToLeft],
  };
  const protocols = protocol === 'both' ? (['tcp', 'udp'] as const) : [protocol];
  return protocols.map((spoken) => ({ ...scenario, protocol: spoken }));
}

/** The settings with one packet more on the lists, or one fewer. */
export function toggled(settings: Settings, fromLeft: boolean, number: number): Settings {
  const name = fromLeft ? 'dropToRight' : 'dropToLeft';
  const list = settings[name];
  const rest = list.filter((other) => other !== number);
  if (rest.length < list.length) return { ...settings, [name]: rest };
  if (settings.dropToRight.length + settings.dropToLeft.length >= DROPS_AT_MOST) return settings;
  return { ...settings, [name]: [...list, number].sort((a, b) => a - b) };
}

/** A scenario as a program that runs it. */
export function programOf(scenario: Scenario): string {
  return [
    "import { simulate } from 'drywire/sim';",
    '',
    `const run = simulate(${JSON.stringify(scenario, null, 2)});`,
    '',
    'console.log(run.ladder);',
    'console.log(run.right.received, run.left.retransmits);',
    '',
  ].join('\n');
}

const percent = (share: number): number => Math.round(share * 1e6) / 1e4;

const wholeOf = (base: Base, presets: Presets): Whole => (base === 'transfer' ? transfer(presets.handshake) : presets[base]);

/** One megabyte over a path that loses one packet in a hundred. */
function transfer(plain: Whole): Whole {
  return {
    ...plain,
    path: { ...plain.path, loss: 0.01 },
    left: { ...plain.left, steps: [{ at: 0, do: 'connect' }, { at: 0, do: 'write', bytes: 1_000_000 }, { at: 0, do: 'close' }] },
    right: { ...plain.right, steps: [{ at: 0, do: 'listen' }, { at: 5000, do: 'close' }] },
    until: 120_000,
  };
}

/** Steps that write so much in all, at the time of the first write or once the connection is asked for. */
function writing(steps: readonly ScenarioStep[], bytes: number): ScenarioStep[] {
  const found = steps.findIndex((step) => step.do === 'write');
  const at = found < 0 ? steps.findIndex((step) => step.do === 'connect') + 1 : found;
  const before = steps.slice(0, at);
  const after = steps.slice(at).filter((step) => step.do !== 'write');
  const time = (found < 0 ? before.at(-1) : steps[found])?.at ?? 0;
  return bytes === 0 ? [...before, ...after] : [...before, { at: time, do: 'write', bytes }, ...after];
}
