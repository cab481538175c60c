/** Runs scenarios beside the page, so that a long one holds up nothing and can be stopped. */
import { PRESETS, presetScenario, simulate } from 'drywire/sim';
import type { Answer, Job } from './runner';

const answer = (message: Answer): void => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<Job>) => {
  try {
    answer({ id: data.id, runs: data.scenarios.map((scenario) => simulate(scenario)) });
  } catch (error) {
    answer({ id: data.id, failure: error instanceof Error ? error.message : String(error) });
  }
});

answer({ presets: Object.fromEntries(PRESETS.map((name) => [name, presetScenario(name)])) });
