// `npm run matrix -- [--seeds N] [--from SEED] [--seed SEED] [--keep-going]`: the fault matrix of TCP with more seeds than
// `npm test` has time for (tests/tcp/matrix), optimised and with overflow checks. Stops at the first seed that fails, or with
// `--keep-going` runs them all. A seed that fails leaves its packets and a ladder in target/failures.
import { parseArgs } from 'node:util';
import { say, start } from './lib/run.mjs';

const options = {
  seeds: { type: 'string', default: '1000000' },
  from: { type: 'string', default: '0' },
  seed: { type: 'string' },
  'keep-going': { type: 'boolean', default: false },
};

const main = async () => {
  let values;
  try {
    ({ values } = parseArgs({ options }));
  } catch (error) {
    return refuse(error.message);
  }
  const { seeds, from, seed, 'keep-going': keepGoing } = values;
  for (const [name, value] of Object.entries({ seeds, from, seed })) {
    if (value !== undefined && !/^\d{1,15}$/.test(value)) return refuse(`--${name}: ${value} is not a number of seeds`);
  }
  const env = {
    DRYWIRE_SEEDS: seeds, DRYWIRE_FROM: from, DRYWIRE_SEED: seed, DRYWIRE_PROGRESS: '1', DRYWIRE_KEEP_GOING: keepGoing ? '1' : undefined,
  };
  const test = ['--', '--nocapture', '--exact', 'matrix::every_byte_arrives_whatever_the_network_does'];
  const { code } = await start('cargo', ['test', '--profile', 'proof', '--test', 'tcp', ...test], { env });
  return Number(code) || (code === 0 ? 0 : 1);
};

const refuse = (text) => {
  say(`matrix: ${text}`);
  return 2;
};

process.exitCode = await main();
