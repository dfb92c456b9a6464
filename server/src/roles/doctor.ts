import type { Config } from '#config';
import { findRunningAddress } from '#platform/db/embedded/running-address';
import { backupChecks } from './checks/backups.ts';
import type { Check, Finding } from './checks/check.ts';
import { databaseChecks } from './checks/database.ts';
import { keyChecks } from './checks/keys.ts';
import { machineChecks } from './checks/machine.ts';
import { mediaChecks } from './checks/media.ts';
import { networkChecks } from './checks/network.ts';
import { recipientChecks } from './checks/recipients.ts';
import { exitCodes } from './exit-codes.ts';

const checks: readonly Check[] = [
  ...machineChecks,
  ...databaseChecks,
  ...keyChecks,
  ...mediaChecks,
  ...backupChecks,
  ...networkChecks,
  ...recipientChecks,
];
const signs = { ok: 'ok     ', warning: 'warning', problem: 'PROBLEM', skipped: 'skipped' } as const;

/** Looks at everything and gives the findings by check, in the order of the list. Changes nothing. Never throws. */
export async function examine(config: Config): Promise<{ name: string; finding: Finding }[]> {
  const databaseUrl = config.database.url ?? findRunningAddress(config.paths.home);
  const found: { name: string; finding: Finding }[] = [];
  for (const check of checks) found.push({ name: check.name, finding: await check.look({ config, databaseUrl }) });
  return found;
}

/** The role `doctor`: prints one line per check and gives the exit code, 0 unless something must be repaired. */
export async function runDoctor(config: Config): Promise<number> {
  const found = await examine(config);
  for (const { name, finding } of found) {
    process.stdout.write(`${signs[finding.status]}  ${name.padEnd(16)}${finding.sentence}\n`);
  }
  return found.some(({ finding }) => finding.status === 'problem') ? exitCodes.unwell : exitCodes.ok;
}
