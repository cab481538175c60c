// Properties by fast-check. The same inputs are tried each time, so that a run tells the same as the one before; `FC_SEED` names
// another seed, `FC_SEED=random` takes a new one, `FC_RUNS` says how many inputs. A failure prints the smallest input found and the
// command that repeats the run. `npm run properties` tries many, from a new seed.
import { relative } from 'node:path';
import fc from 'fast-check';

const runs = Number(process.env.FC_RUNS ?? 300);
const seed = seedOf(process.env.FC_SEED ?? '1');
console.log(`FC_SEED=${seed}`);

/** Holds that `predicate` throws for no value of the arbitraries. */
export const holds = (...arbitrariesAndPredicate) => check(runs, arbitrariesAndPredicate);

/** The same with a sixth of the inputs: for what takes its time. */
export const holdsSlowly = (...arbitrariesAndPredicate) => check(Math.ceil(runs / 6), arbitrariesAndPredicate);

function check(numRuns, arbitrariesAndPredicate) {
  const result = fc.check(fc.property(...arbitrariesAndPredicate), { numRuns, seed });
  if (!result.failed) return;
  const file = relative(process.cwd(), process.argv[1] ?? 'FILE');
  throw new Error(
    `${fc.defaultReportMessage(result)}\n\nTo repeat: FC_SEED=${seed} FC_RUNS=${runs} node --test ${file}`,
    { cause: result.errorInstance },
  );
}

function seedOf(text) {
  if (text === 'random') return Math.floor(Math.random() * 0x8000_0000);
  if (/^-?\d{1,10}$/.test(text)) return Number(text) | 0;
  throw new Error(`FC_SEED is a whole number or 'random', not '${text}'`);
}
