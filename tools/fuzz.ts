// The long form of the fuzz run: `npm run fuzz -- --seconds 600 --seed 7`, or `--count 500` for a count of each in place of a time. Without a seed a new
// one is drawn; it is printed, so that what was found can be found again.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runCommand } from './run/run-command.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string' }, count: { type: 'string' }, seed: { type: 'string' } } });
const seed = values.seed ?? String(randomInt(1, 1_000_000_000));
const seconds = values.seconds ?? (values.count === undefined ? '600' : '');
const amount = [seconds === '' ? '' : ` --seconds ${seconds}`, values.count === undefined ? '' : ` --count ${values.count}`].join('');
console.log(`Fuzzing with --seed ${seed}${amount}`);
const { exitCode } = await runCommand(
  'vitest',
  ['run', 'server/test/fuzz', '--project', 'unit', '--project', 'database', '--disableConsoleIntercept=true'],
  { stream: true, env: { FUZZ_SEED: seed, FUZZ_SECONDS: seconds, FUZZ_COUNT: values.count ?? '' } },
);
process.exitCode = exitCode;
