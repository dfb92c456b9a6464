// The long form of the fuzz run: `npm run fuzz -- --count 500 --seed 7`. Without a seed a new one is drawn; it is printed, so that what was found can be found again.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runCommand } from './run/run-command.ts';

const { values } = parseArgs({ options: { count: { type: 'string', default: '200' }, seed: { type: 'string' } } });
const seed = values.seed ?? String(randomInt(1, 1_000_000_000));
console.log(`Fuzzing with --seed ${seed} --count ${values.count}`);
const { exitCode } = await runCommand('vitest', ['run', '--project', 'unit', '--project', 'database', 'server/test/fuzz'], {
  stream: true,
  env: { FUZZ_SEED: seed, FUZZ_COUNT: values.count },
});
process.exitCode = exitCode;
