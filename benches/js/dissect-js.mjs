// `dissect-js`: full dissection of one packet at a time, every field with its value, its text and its place. Against a number:
// wiregasm, Wireshark's dissectors compiled to WebAssembly, shows 370 to 680 frames a second by its own published figures, and
// is not run here; the bar is 100,000. A second line counts every value and text that was made, so that nothing is left undone.
import { ok } from 'node:assert/strict';
import { dissect } from 'drywire';
import { readMix } from './mix.mjs';
import { report, run, settings } from './rounds.mjs';

const BAR = 100_000;

const { mixed, packets, rounds, warmUp } = settings();
const { frames } = readMix(mixed, Math.min(packets, 20_000));
const options = { link: 'ethernet' };

for (const frame of frames.slice(0, 500)) {
  const { layers } = dissect(frame, options);
  ok(layers.length >= 3 && layers.every(({ fields }) => fields.every(({ name, text, length }) => name && text !== undefined && length > 0)));
}

const kept = new Array(1024).fill(null);
const rates = run([
  { name: 'drywire', pass: () => frames.forEach((frame, at) => { kept[at & 1023] = dissect(frame, options); }) },
], { packets: frames.length, rounds, warmUp });

rates.print('dissect-js, millions of packets per second of processor time', 'drywire');
const rate = Math.round(rates.median('drywire') * 1e6);
const ratio = rate / BAR;
report('dissect-js', rate, 'packets/s', BAR, ratio, 1, ratio >= 1);
