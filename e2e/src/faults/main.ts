import { startStand } from '../stand/stand.ts';
import { isPromiseKept } from './compare.ts';
import { runScenario, seededRandom } from './run-scenario.ts';
import { scenarios } from './scenarios.ts';
import { runAllWork } from './work/run-work.ts';
import { longSize, startWork } from './work/work-world.ts';

/**
 * `npm run faults [-- --seed N] [-- --times N] [-- words of a scenario's name]`: the long form of the fault tests. Every
 * scenario runs on a fresh installation with a thousand messages; a failing one names its seed. `-- inbox work` runs only what is
 * done in the inbox and with customers, which is killed at places and not at moments and needs no seed.
 */
const args = process.argv.slice(2);
const seed = numberAfter('--seed') ?? Math.floor(Math.random() * 1_000_000);
const times = numberAfter('--times') ?? 3;
const words = args.filter((arg, index) => !arg.startsWith('--') && !(args[index - 1] ?? '').startsWith('--')).join(' ');
const size = { customerCount: 40, perCustomer: 25, inboundPerCustomer: 10, rounds: 6 };
const workName = 'inbox work';

let passed = 0;
let failed = 0;
for (let time = 0; time < times; time += 1) {
  for (const scenario of scenarios.filter((one) => one.name.includes(words))) {
    const stand = await startStand({ env: { KABAR_RECONCILE_AFTER: '30s' } });
    try {
      const comparison = await runScenario(stand, scenario, size, seededRandom(seed + time));
      const kept = isPromiseKept(comparison);
      if (kept) passed += 1;
      else failed += 1;
      process.stdout.write(`${kept ? 'kept  ' : 'BROKEN'} ${scenario.name} (seed ${seed + time}): ${JSON.stringify(comparison)}\n`);
    } finally {
      await stand.close();
    }
  }
}
for (let time = 0; time < times && workName.includes(words); time += 1) {
  const startedMs = performance.now();
  const world = await startWork(longSize);
  try {
    const report = await runAllWork(world, (text) =>
      process.stdout.write(`       ${Math.round((performance.now() - startedMs) / 1000)} s: ${text}\n`),
    );
    const kept = Object.keys(report.findings).length === 0;
    if (kept) passed += 1;
    else failed += 1;
    process.stdout.write(`${kept ? 'kept  ' : 'BROKEN'} ${workName}: ${JSON.stringify(report)}\n`);
  } finally {
    await world.close();
  }
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function numberAfter(flag: string): number | null {
  const at = args.indexOf(flag);
  return at === -1 ? null : Number(args[at + 1]);
}
