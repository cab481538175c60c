/** The lab's address: `#lab?preset=tail-loss&loss=1&drop=8,9&t=52.1`. What is as the preset has it is left out. */
import {
  BASES, CONTROLLERS, DROPS_AT_MOST, ECN, NUMBERS, NUMBER_NAMES, PACKETS_AT_MOST, PROTOCOLS, startOf, type NumberName, type Presets, type Settings,
} from './settings';

/** What a bare `#lab` shows. */
const FIRST = 'fast-retransmit';

/** Longer ones are none of ours. */
const LENGTH_AT_MOST = 4000;

export interface LabPlace {
  readonly settings: Settings;
  /** The moment that is looked at, in milliseconds; nothing for the whole run. */
  readonly at: number | null;
  /** What could not be read, in words. */
  readonly complaints: readonly string[];
}

export const isLab = (hash: string): boolean => /^#lab(\?|$)/.test(hash);

/** Reads a hash of the lab's. Whatever is in it, there is something to run. */
export function readLab(hash: string, presets: Presets): LabPlace {
  if (hash.length > LENGTH_AT_MOST) {
    return { settings: startOf(FIRST, presets), at: null, complaints: [`The address is longer than ${LENGTH_AT_MOST} characters and was not read.`] };
  }
  const parameters = new URLSearchParams(hash.slice('#lab?'.length));
  const reader = new Reader(parameters);
  const start = startOf(reader.oneOf('preset', BASES, FIRST), presets);
  const controllers = CONTROLLERS.map(([name]) => name);
  const numbers = Object.fromEntries(NUMBER_NAMES.map((name) => [name, reader.number(name, start[name])])) as Record<NumberName, number>;
  const settings: Settings = {
    ...start,
    ...numbers,
    protocol: reader.oneOf('protocol', PROTOCOLS.map(([name]) => name), start.protocol),
    left: reader.oneOf('left', controllers, start.left),
    right: reader.oneOf('right', controllers, start.right),
    ecn: reader.oneOf('ecn', ECN.map(([name]) => name), start.ecn),
    dropToRight: reader.list('drop', start.dropToRight),
    dropToLeft: reader.list('dropBack', start.dropToLeft),
  };
  const at = reader.moment('t');
  return { settings, at, complaints: reader.complaints() };
}

/** The hash of what the lab shows. */
export function labHash(settings: Settings, at: number | null, presets: Presets): string {
  const start = startOf(settings.base, presets);
  const parts = settings.base === FIRST ? [] : [`preset=${settings.base}`];
  const add = (key: string, value: string | number, usual: string | number) => {
    if (value !== usual) parts.push(`${key}=${value}`);
  };
  for (const name of ['protocol', 'left', 'right', 'ecn', ...NUMBER_NAMES] as const) add(name, settings[name], start[name]);
  add('drop', settings.dropToRight.join(','), start.dropToRight.join(','));
  add('dropBack', settings.dropToLeft.join(','), start.dropToLeft.join(','));
  if (at !== null) parts.push(`t=${Math.round(at * 1000) / 1000}`);
  return parts.length === 0 ? '#lab' : `#lab?${parts.join('&')}`;
}

/** Takes what can be read, and says what cannot. */
class Reader {
  readonly #complaints: string[] = [];
  readonly #known = new Set<string>();

  constructor(readonly parameters: URLSearchParams) {}

  oneOf<T extends string>(key: string, names: readonly T[], usual: T): T {
    const text = this.#text(key);
    if (text === null) return usual;
    return names.find((name) => name === text) ?? this.#refuse(key, text, `one of ${names.join(', ')}`, usual);
  }

  number(key: NumberName, usual: number): number {
    const text = this.#text(key);
    if (text === null) return usual;
    const { min, max, whole } = NUMBERS[key];
    const value = numberIn(text, min, max, whole);
    return value ?? this.#refuse(key, text, `${whole ? 'a whole number' : 'a number'} from ${min} to ${max}`, usual);
  }

  list(key: string, usual: readonly number[]): readonly number[] {
    const text = this.#text(key);
    if (text === null) return usual;
    if (text === '') return [];
    const parts = text.split(',');
    const numbers = parts.map((part) => numberIn(part, 1, PACKETS_AT_MOST, true));
    const good = numbers.filter((number) => number !== null);
    if (good.length < parts.length || good.length > DROPS_AT_MOST) {
      return this.#refuse(key, text, `at most ${DROPS_AT_MOST} packet numbers from 1 to ${PACKETS_AT_MOST}`, usual);
    }
    return [...new Set(good)].sort((a, b) => a - b);
  }

  moment(key: string): number | null {
    const text = this.#text(key);
    if (text === null) return null;
    return numberIn(text, 0, 86_400_000, false) ?? this.#refuse(key, text, 'milliseconds', null);
  }

  complaints(): string[] {
    const stray = [...this.parameters.keys()].filter((key) => !this.#known.has(key)).slice(0, 3);
    return [...this.#complaints, ...stray.map((key) => `“${short(key)}” in the address is unknown and was left out.`)];
  }

  #text(key: string): string | null {
    this.#known.add(key);
    return this.parameters.get(key);
  }

  #refuse<T>(key: string, text: string, wanted: string, usual: T): T {
    this.#complaints.push(`“${short(text)}” in the address is no ${key}: it must be ${wanted}.`);
    return usual;
  }
}

/** A number that is written plainly and within bounds. */
export function numberIn(text: string, min: number, max: number, whole: boolean): number | null {
  if (!/^\d{1,10}(\.\d{1,6})?$/.test(text)) return null;
  const value = Number(text);
  return value >= min && value <= max && (!whole || Number.isInteger(value)) ? value : null;
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
