import type { Controller } from 'drywire/sim';
import { numberIn } from '../model/place';
import { BASES, CONTROLLERS, ECN, NUMBERS, NUMBER_NAMES, PROTOCOLS, type Base, type Choice, type Ecn, type NumberName, type Settings } from '../model/settings';
import { ABOUT } from '../words';

/** What can be looked at: one button a preset, and a sentence on the one that is chosen. */
export function Presets({ base, choose }: { base: Base; choose(base: Base): void }) {
  const { look, rfc } = ABOUT[base];
  return (
    <section class="lab-presets" aria-label="Presets">
      <div class="examples" role="group" aria-label="Presets">
        {BASES.map((name) => (
          <button key={name} type="button" class="chip" aria-pressed={name === base} onClick={() => choose(name)}>{ABOUT[name].label}</button>
        ))}
      </div>
      <p class="lab-look" aria-live="polite">{look} <cite>{rfc}</cite></p>
    </section>
  );
}

interface ControlsProps {
  settings: Settings;
  change(part: Partial<Settings>): void;
  reset(): void;
}

export function Controls({ settings, change, reset }: ControlsProps) {
  const dropped = settings.dropToRight.length + settings.dropToLeft.length;
  return (
    <form class="lab-controls" aria-label="Settings" onSubmit={(event) => event.preventDefault()}>
      <Select label="Protocol" value={settings.protocol} options={PROTOCOLS} choose={(protocol: Choice) => change({ protocol })} />
      <Select label="Left’s controller" value={settings.left} options={CONTROLLERS} choose={(left: Controller) => change({ left })} />
      <Select label="Right’s controller" value={settings.right} options={CONTROLLERS} choose={(right: Controller) => change({ right })} />
      <Select label="ECN" value={settings.ecn} options={ECN} choose={(ecn: Ecn) => change({ ecn })} />
      {NUMBER_NAMES.map((name) => (
        <NumberInput key={`${settings.base} ${name}`} name={name} value={settings[name]} choose={(value) => change({ [name]: value })} />
      ))}
      <div class="lab-controls-foot">
        <button type="button" class="quiet" onClick={reset}>As the preset has it</button>
        <button type="button" class="quiet" disabled={dropped === 0} onClick={() => change({ dropToRight: [], dropToLeft: [] })}>
          Drop nothing by hand
        </button>
      </div>
    </form>
  );
}

interface SelectProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  choose(value: T): void;
}

export function Select<T extends string>({ label, value, options, choose }: SelectProps<T>) {
  return (
    <label class="lab-field">
      <span>{label}</span>
      <select value={value} onChange={(event) => choose(event.currentTarget.value as T)}>
        {options.map(([name, words]) => <option key={name} value={name}>{words}</option>)}
      </select>
    </label>
  );
}

function NumberInput({ name, value, choose }: { name: NumberName; value: number; choose(value: number): void }) {
  const { label, unit, min, max, whole } = NUMBERS[name];
  const commit = (event: Event) => {
    const field = event.currentTarget as HTMLInputElement;
    const number = numberIn(field.value.trim(), min, max, whole);
    // What cannot be used goes back to what is: the bounds are in the field's own title.
    if (number === null) field.value = String(value);
    else choose(number);
  };
  return (
    <label class="lab-field">
      <span>{label} <small>{unit}</small></span>
      <input type="number" value={value} min={min} max={max} step={whole ? 1 : 'any'} title={`From ${min} to ${max}`} onChange={commit} />
    </label>
  );
}
