// Everything that must hold for every commit: `npm run check`; `--fast` leaves out what takes long.
import { availableParallelism } from 'node:os';
import { listChecks, type Check, type CheckResult } from './check/checks.ts';
import { runAll } from './run/run-all.ts';

type Outcome = CheckResult & { check: Check; durationMs: number };

const longestOutputLines = 60;

async function runCheck(check: Check): Promise<Outcome> {
  const startedMs = performance.now();
  const result = await check.run().catch((error: unknown) => ({
    ok: false,
    output: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  const durationMs = performance.now() - startedMs;
  console.log(`${result.ok ? 'ok    ' : 'FAILED'}  ${check.name} (${(durationMs / 1000).toFixed(1)} s)`);
  return { check, durationMs, ...result };
}

function shorten(output: string): string {
  const lines = output.split('\n');
  const rest = lines.length - longestOutputLines;
  return rest <= 0 ? output : [...lines.slice(0, longestOutputLines), `… and ${rest} more lines`].join('\n');
}

const fast = process.argv.includes('--fast');
const checks = listChecks().filter((check) => !fast || check.fast);
const startedMs = performance.now();
const outcomes = await runAll(checks, Math.max(2, availableParallelism() - 1), runCheck);
const failed = outcomes.filter((outcome) => !outcome.ok);
for (const { check, output } of failed) {
  console.log(`\n── ${check.name} ${'─'.repeat(Math.max(3, 70 - check.name.length))}\n${shorten(output)}\n\n→ ${check.fix}`);
}
const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
console.log(
  failed.length === 0
    ? `\nAll ${outcomes.length} checks passed in ${seconds} s.`
    : `\n${failed.length} of ${outcomes.length} checks failed in ${seconds} s: ${failed.map(({ check }) => check.name).join(', ')}.`,
);
process.exitCode = failed.length === 0 && outcomes.length > 0 ? 0 : 1;
