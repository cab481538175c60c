// Properties by fast-check. A failure prints the seed, the smallest input found, and the command that repeats the run.
import { relative } from 'node:path';
import fc from 'fast-check';

const runs = Number(process.env.FC_RUNS ?? 300);
const seed = process.env.FC_SEED === undefined ? undefined : Number(process.env.FC_SEED);

/** Holds that `predicate` throws for no value of the arbitraries. */
export function holds(...arbitrariesAndPredicate) {
  const result = fc.check(fc.property(...arbitrariesAndPredicate), { numRuns: runs, ...(seed === undefined ? {} : { seed }) });
  if (!result.failed) return;
  const file = relative(process.cwd(), process.argv[1]);
  throw new Error(
    `${fc.defaultReportMessage(result)}\n\nTo repeat: FC_SEED=${result.seed} FC_RUNS=${runs} node --test ${file}`,
    { cause: result.errorInstance },
  );
}
