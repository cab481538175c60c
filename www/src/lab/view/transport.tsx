import { lastAtMost } from '../model/axis';
import { time } from '../model/told';
import { Glyph } from './glyph';

export const SPEEDS: readonly (readonly [number, string])[] = [
  [0.005, '1/200 speed'], [0.02, '1/50 speed'], [0.1, '1/10 speed'], [1, 'Real time'], [10, '10 × real time'],
];

interface TransportProps {
  /** All moments at which something happens, in order. */
  moments: Float64Array;
  at: number;
  endedAt: number;
  playing: boolean;
  speed: number;
  go(at: number): void;
  step(by: number): void;
  play(playing: boolean): void;
  chooseSpeed(speed: number): void;
}

export function Transport({ moments, at, endedAt, playing, speed, go, step, play, chooseSpeed }: TransportProps) {
  const last = Math.max(0, moments.length - 1);
  const button = (label: string, name: Parameters<typeof Glyph>[0]['name'], act: () => void) => (
    <button type="button" class="button icon-only" aria-label={label} title={label} onClick={act}><Glyph name={name} /></button>
  );
  return (
    <div class="transport" role="group" aria-label="Time">
      <div class="transport-buttons">
        {button('To the start', 'first', () => go(0))}
        {button('Previous packet', 'previous', () => step(-1))}
        {button(playing ? 'Pause' : 'Play', playing ? 'pause' : 'play', () => play(!playing))}
        {button('Next packet', 'next', () => step(1))}
        {button('To the end', 'last', () => go(endedAt))}
      </div>
      <input
        type="range" class="scrub" aria-label="Moment" min={0} max={last} step={1} value={Math.max(0, lastAtMost(moments, at))}
        aria-valuetext={time(at)} onInput={(event) => go(moments[Number(event.currentTarget.value)] ?? 0)}
      />
      <output class="clock" aria-label="Time shown">{time(at)}<span> of {time(endedAt)}</span></output>
      <select class="speed" aria-label="Speed" value={String(speed)} onChange={(event) => chooseSpeed(Number(event.currentTarget.value))}>
        {SPEEDS.map(([value, label]) => <option key={value} value={String(value)}>{label}</option>)}
      </select>
    </div>
  );
}
