/** The page's side of the worker: one run at a time, and always the newest scenario next. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Run, Scenario } from 'drywire/sim';
import { startLab } from '../trusted';
import type { Presets } from './model/settings';

export interface Job {
  readonly id: number;
  readonly scenarios: readonly Scenario[];
}

export type Answer =
  | { presets: Record<string, Required<Scenario>> }
  | { id: number; runs: Run[] }
  | { id: number; failure: string };

/** How long a run may take before it is stopped. In milliseconds. */
const PATIENCE = 20_000;

interface Heard {
  presets(presets: Presets): void;
  runs(job: Job, runs: Run[]): void;
  failure(message: string): void;
}

class Runner {
  #worker: Worker;
  #running: Job | null = null;
  #next: Job | null = null;
  #timer: number | undefined;
  #count = 0;

  constructor(readonly heard: Heard) {
    this.#worker = this.#start();
  }

  run(scenarios: readonly Scenario[]): void {
    this.#next = { id: ++this.#count, scenarios };
    if (this.#running === null) this.#send();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#worker.terminate();
  }

  #start(): Worker {
    const worker = startLab();
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => this.#hear(data));
    worker.addEventListener('error', () => this.#fail('The simulator could not be started.'));
    this.#timer = setTimeout(() => this.#fail('The simulator did not start in time. Load the page again.'), PATIENCE);
    return worker;
  }

  #send(): void {
    this.#running = this.#next;
    this.#next = null;
    if (this.#running === null) return;
    this.#worker.postMessage(this.#running);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#giveUp(), PATIENCE);
  }

  #hear(answer: Answer): void {
    clearTimeout(this.#timer);
    if ('presets' in answer) return this.heard.presets(answer.presets as Presets);
    const job = this.#running;
    this.#running = null;
    // Of several changes in a row the last one is to be seen.
    if (this.#next === null && job !== null) {
      if ('runs' in answer) this.heard.runs(job, answer.runs);
      else this.heard.failure(answer.failure);
    }
    this.#send();
  }

  #fail(message: string): void {
    clearTimeout(this.#timer);
    this.heard.failure(message);
  }

  #giveUp(): void {
    this.#worker.terminate();
    this.#worker = this.#start();
    this.#running = null;
    this.#fail(`This run was stopped after ${PATIENCE / 1000} seconds. Fewer bytes or a slower path make it shorter.`);
    this.#send();
  }
}

export interface Ran {
  readonly scenarios: readonly Scenario[];
  readonly runs: readonly Run[];
}

/** The presets once they are there, what the newest scenarios gave, whether others are running, and why there is nothing. */
export function useRunner() {
  const [presets, setPresets] = useState<Presets | null>(null);
  const [ran, setRan] = useState<Ran | null>(null);
  const [busy, setBusy] = useState(true);
  const [failure, setFailure] = useState<string | null>(null);
  const runner = useRef<Runner | null>(null);
  useEffect(() => {
    const made = new Runner({
      // A worker that takes the place of a stopped one tells them again: nothing is to begin anew for that.
      presets: (told) => setPresets((known) => known ?? told),
      runs: ({ scenarios }, runs) => {
        setRan({ scenarios, runs });
        setFailure(null);
        setBusy(false);
      },
      failure: (message) => {
        setFailure(message);
        setBusy(false);
      },
    });
    runner.current = made;
    return () => made.close();
  }, []);
  const run = useCallback((scenarios: readonly Scenario[]) => {
    setBusy(true);
    runner.current?.run(scenarios);
  }, []);
  return { presets, ran, busy, failure, run };
}
