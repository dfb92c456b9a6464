import type { Config } from '#config';
import { findRunningAddress } from '#platform/db/embedded/running-address';
import { backupChecks } from './checks/backups.ts';
import type { Check, Finding } from './checks/check.ts';
import { databaseChecks } from './checks/database.ts';
import { keyChecks } from './checks/keys.ts';
import { machineChecks } from './checks/machine.ts';
import { mediaChecks } from './checks/media.ts';
import { metaChecks } from './checks/meta.ts';
import { networkChecks } from './checks/network.ts';
import { ownCertificateChecks } from './checks/own-certificate.ts';
import { recipientChecks } from './checks/recipients.ts';
import { signInChecks } from './checks/sign-in.ts';
import { tlsChecks } from './checks/tls.ts';
import { readArguments, takeNoWords } from './commands/usage-error.ts';
import { exitCodes } from './exit-codes.ts';

const checks: readonly Check[] = [
  ...machineChecks,
  ...databaseChecks,
  ...keyChecks,
  ...mediaChecks,
  ...backupChecks,
  ...networkChecks,
  ...ownCertificateChecks,
  ...tlsChecks,
  ...metaChecks,
  ...recipientChecks,
  ...signInChecks,
];
const signs = { ok: 'ok     ', warning: 'warning', problem: 'PROBLEM', skipped: 'skipped' } as const;

/** Looks at everything and gives the findings by check, in the order of the list. Changes nothing. Never throws. */
export async function examine(config: Config): Promise<{ name: string; finding: Finding }[]> {
  const databaseUrl = config.database.url ?? findRunningAddress(config.paths.home);
  const found: { name: string; finding: Finding }[] = [];
  for (const check of checks) found.push({ name: check.name, finding: await check.look({ config, databaseUrl }) });
  return found;
}

/** `kabar doctor …`: one line per check. Gives the exit code, 0 unless something must be repaired. */
export async function runDoctor(config: Config, args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('doctor', args, {
    problems: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  takeNoWords('doctor', positionals);
  const found = await examine(config);
  const counts = { ok: 0, warning: 0, problem: 0, skipped: 0 };
  for (const { name, finding } of found) {
    counts[finding.status] += 1;
    if (values.problems && finding.status !== 'problem' && finding.status !== 'warning') continue;
    if (values.json) process.stdout.write(`${JSON.stringify({ event: 'check', check: name, ...finding })}\n`);
    else process.stdout.write(`${signs[finding.status]}  ${name.padEnd(20)}${finding.sentence}\n`);
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ event: 'done', ...counts })}\n`);
  else process.stdout.write(`\n${summaryOf(counts.problem, counts.warning)}\n`);
  return counts.problem > 0 ? exitCodes.unwell : exitCodes.ok;
}

function summaryOf(problemCount: number, warningCount: number): string {
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  if (problemCount > 0) return `${count(problemCount, 'problem')} to repair, ${count(warningCount, 'warning')}.`;
  return warningCount > 0 ? `Nothing must be repaired; ${count(warningCount, 'warning')}.` : 'All is well.';
}
