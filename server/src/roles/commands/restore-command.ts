import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Config } from '#config';
import {
  BackupError,
  countKeyRows,
  createRestoreDatabase,
  finishRestored,
  listKeyBackups,
  listSummaries,
  requireUnused,
  restoreBackup,
  swapDatabases,
} from '#modules/backups';
import type { BackupSummary, KeySource, Place, RestorePhase } from '#modules/backups';
import { systemClock } from '#platform/clock';
import type { AgeIdentities } from '#platform/crypto/age-file';
import { listPendingMigrations } from '#platform/db/migrate';
import { backupRecipients, carriedTables, commandGate, openBackupPlace, openBackupPlaces } from '../backup-parts.ts';
import { startHomeDatabase, takeHome } from '../embedded-home.ts';
import { exitCodes } from '../exit-codes.ts';
import { createMediaStorage } from '../media-storage.ts';
import { raiseHashesIn } from '../raise-hashes-in.ts';
import { replayErasuresIn } from '../replay-erasures-in.ts';
import { stateRestoreIn } from '../state-restore-in.ts';
import type { CommandInput } from './backup-command.ts';
import { readRootKeys } from './open-database.ts';
import { amount, createProgressView } from './progress-bar.ts';
import { readArguments, UsageError } from './usage-error.ts';

const phases: Record<RestorePhase, [name: string, unit: 'rows' | 'files' | 'steps']> = {
  schema: ['Schema', 'steps'],
  tables: ['Database', 'rows'],
  indexes: ['Indexes', 'steps'],
  keys: ['Keys', 'steps'],
  media: ['Files', 'files'],
  checks: ['Checks', 'steps'],
};

type Choices = {
  id: string | undefined;
  latest: boolean;
  before: string | undefined;
  from: string | undefined;
  into: string | undefined;
  keys: string | undefined;
  identity: string | undefined;
  media: boolean;
  yes: boolean;
  json: boolean;
};

/** `kabar restore …`. Gives the exit code. */
export async function runRestoreCommand(input: CommandInput): Promise<number> {
  const { values, positionals } = readArguments('restore', input.args, {
    latest: { type: 'boolean', default: false },
    before: { type: 'string' },
    from: { type: 'string' },
    into: { type: 'string' },
    keys: { type: 'string' },
    identity: { type: 'string' },
    media: { type: 'boolean', default: true },
    yes: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  const choices: Choices = {
    ...values,
    id: positionals[0],
    before: values.before,
    from: values.from,
    into: values.into,
    keys: values.keys,
    identity: values.identity,
  };
  if (choices.id === undefined && !choices.latest && choices.before === undefined)
    throw new UsageError('restore', 'Say which backup: --latest, --before TIME, or its id.');
  const place = openBackupPlace(input.config, choices.from ?? input.config.backups.to, commandGate);
  try {
    return await restore(input, choices, place, await choose(place, choices));
  } finally {
    place.close();
  }
}

async function restore(input: CommandInput, choices: Choices, place: Place, chosen: BackupSummary): Promise<number> {
  const { config, lifecycle, log, signal } = input;
  if (config.isEmbedded && choices.into === undefined) await takeHome(config, lifecycle);
  const present = config.database.url ?? (choices.into === undefined ? await startHomeDatabase(config, lifecycle, log) : null);
  if (choices.into === undefined && present !== null) await requireUnused(present);
  const places = openBackupPlaces(config, commandGate);
  const keys = await chooseKeys(config, choices, places.keys, present);
  if (!(await confirm(choices, chosen))) return exitCodes.failed;
  const targetUrl = choices.into ?? (await createRestoreDatabase(present ?? ''));
  const media = createMediaStorage(config, commandGate);
  const view = createProgressView(choices.json);
  const now = systemClock.now();
  let finished: Awaited<ReturnType<typeof finishRestored>> | null = null;
  let lostCount = 0;
  try {
    const suppressionCount = await countKeyRows(keys, carriedTables, 'suppressions');
    const result = await restoreBackup({
      place,
      publicId: chosen.id,
      targetUrl,
      keys,
      identities: choices.identity === undefined ? null : await readIdentities(config, choices.identity),
      rootKeys: await readRootKeys(config, lifecycle, log),
      media: choices.media ? media : null,
      carried: carriedTables,
      raiseHashes: (url) => raiseHashesIn(config, url, log),
      finish: async ({ url, summary }) => {
        // Before anything else is written to the log: the entry stands right behind what the backup held.
        lostCount = await stateRestoreIn(config, url, { backupId: summary.id, backupAt: new Date(summary.snapshotAt) }, log);
        finished = await finishRestored({
          url,
          now,
          reconcileMs: config.messages.reconcileAfterMs,
          suppressionCount,
          replayErasures: (databaseUrl) => replayErasuresIn(config, databaseUrl, log),
        });
      },
      onProgress: (phase, done, total) => view.show(phases[phase][0], done, total, phases[phase][1]),
      now,
      signal,
    });
    view.end();
    const keptAs = choices.into === undefined && present !== null ? (await swapDatabases(present, targetUrl, now)).keptAs : null;
    const { rowCount, mediaCount } = result;
    if (choices.json)
      process.stdout.write(
        `${JSON.stringify({ event: 'done', id: chosen.id, rowCount, mediaCount, keptAs, lostCheckpoints: lostCount, finished })}\n`,
      );
    else process.stdout.write(report(chosen, { rowCount, mediaCount, lostCount, keptAs }, finished));
    return exitCodes.ok;
  } finally {
    view.end();
    media.close();
    for (const each of Object.values(places)) each?.close();
  }
}

function report(
  chosen: BackupSummary,
  { rowCount, mediaCount, lostCount, keptAs }: { rowCount: number; mediaCount: number; lostCount: number; keptAs: string | null },
  finished: Awaited<ReturnType<typeof finishRestored>> | null,
): string {
  const lines = [`${chosen.id} is restored as of ${chosen.snapshotAt}: ${amount(rowCount, 'rows')}, ${amount(mediaCount, 'files')}.`];
  for (const { detail } of finished?.checks ?? []) lines.push(`  ok  ${detail}`);
  if (lostCount > 0)
    lines.push(`${lostCount} checkpoints of the audit log belong to the lost hours: a signed statement and the log say so.`);
  const { unknownMessageCount = 0, erasedCount = 0 } = finished ?? {};
  if (erasedCount > 0) lines.push(`${erasedCount} people who were erased since are erased again.`);
  if (unknownMessageCount > 0)
    lines.push(`${unknownMessageCount} messages were on their way out: whether they left is unknown, so none is sent again by itself.`);
  if (keptAs !== null) lines.push(`What was there before is kept for 72 hours as the database ${keptAs}.`);
  lines.push('Start Kabar again.');
  return `${lines.join('\n')}\n`;
}

async function choose(place: Place, { id, before }: Choices): Promise<BackupSummary> {
  const summaries = await listSummaries(place);
  if (id !== undefined) {
    const found = summaries.find((summary) => summary.id === id);
    if (found === undefined) throw new BackupError('not_found', `${id} in ${place.label}`);
    return found;
  }
  const limit = before === undefined ? null : new Date(before);
  if (limit !== null && Number.isNaN(limit.getTime())) throw new Error(`--before wants a time such as 2026-11-20T10:00Z, not "${before}".`);
  const found = summaries.find(({ snapshotAt }) => limit === null || new Date(snapshotAt) <= limit);
  if (found === undefined) throw new BackupError('not_found', place.label);
  return found;
}

/** Today's keys: those asked for, else those of the present database, else the newest backup of keys. */
async function chooseKeys(config: Config, choices: Choices, place: Place, present: string | null): Promise<KeySource> {
  const source = present ?? config.database.url ?? null;
  if (choices.keys === undefined && source !== null && (await listPendingMigrations({ url: source })).length === 0)
    return { kind: 'database', url: source };
  if (choices.identity === undefined && config.backups.passphrase === undefined) {
    throw new BackupError('no_key', 'there is no database of today to take keys from');
  }
  const identities = await readIdentities(config, choices.identity);
  const name = choices.keys === undefined || choices.keys === 'latest' ? (await listKeyBackups(place))[0]?.name : choices.keys;
  if (name === undefined) throw new BackupError('no_key', `there is no backup of keys in ${place.label}`);
  if (!name.includes('/')) return { kind: 'file', place, name, identities };
  const folder = name.slice(0, name.lastIndexOf('/')) || '/';
  return {
    kind: 'file',
    place: openBackupPlace(config, folder, commandGate),
    name: name.slice(folder.length).replace(/^\//, ''),
    identities,
  };
}

async function readIdentities(config: Config, file: string | undefined): Promise<AgeIdentities> {
  const { passphrase } = config.backups;
  const text = file === undefined ? '' : await readFile(file, 'utf8');
  const keys = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('AGE-SECRET-KEY'));
  const isPassphrase = backupRecipients(config)?.kind === 'passphrase' && passphrase !== undefined;
  return { keys, passphrases: isPassphrase ? [passphrase] : [] };
}

async function confirm({ yes, into, json }: Choices, chosen: BackupSummary): Promise<boolean> {
  if (yes) return true;
  const what = into === undefined ? 'the present database' : 'the database named with --into';
  if (!process.stdin.isTTY || json) {
    process.stderr.write(`This puts the state of ${chosen.snapshotAt} in the place of ${what}. Say --yes if that is what you want.\n`);
    return false;
  }
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await reader.question(`The state of ${chosen.snapshotAt} takes the place of ${what}. Type "restore" to go on: `);
    return answer.trim() === 'restore';
  } finally {
    reader.close();
  }
}
