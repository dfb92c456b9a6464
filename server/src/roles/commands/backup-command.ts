import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Config } from '#config';
import { BackupError, createBackup, expireBackups, listSummaries, saveKeys } from '#modules/backups';
import type { BackupsContext, BackupSummary } from '#modules/backups';
import { systemClock } from '#platform/clock';
import { newAgeKey } from '#platform/crypto/age-file';
import { openDatabase } from '#platform/db/database';
import { systemIds } from '#platform/ids';
import { createHolderId } from '#platform/leases/lease';
import type { Log } from '#platform/log';
import { carriedTables, commandGate, openBackupPlace, openBackupPlaces, readBackupSettings } from '../backup-parts.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { createMediaStorage } from '../media-storage.ts';
import { requireMigrated } from '../migrate.ts';
import { openCommandDatabase, readRootKeys } from './open-database.ts';
import { amount, createProgressView } from './progress-bar.ts';
import { readArguments, UsageError } from './usage-error.ts';

/** What a command is run with. */
export type CommandInput = { config: Config; args: readonly string[]; lifecycle: Lifecycle; log: Log; signal: AbortSignal };

const phaseNames = { tables: 'Database', media: 'Files', copy: 'Second copy', finished: 'Done' } as const;

/** `kabar backup …`. Gives the exit code; prints for a person or, with `--json`, for a program. */
export async function runBackupCommand(input: CommandInput): Promise<number> {
  const { values, positionals } = readArguments('backup', input.args, {
    json: { type: 'boolean', default: false },
    from: { type: 'string' },
    out: { type: 'string' },
  });
  const [action = 'create'] = positionals;
  switch (action) {
    case 'create':
      return create(input, values.json);
    case 'list':
      return list(input, values.from, values.json);
    case 'keygen':
      return keygen(values.out, values.json);
    case 'keys':
      return withContext(input, async (ctx) => {
        const { name, sizeBytes } = await saveKeys(ctx);
        if (values.json) return print(`${JSON.stringify({ event: 'done', place: ctx.places.keys.label, name, sizeBytes })}\n`);
        return print(`The keys are in ${ctx.places.keys.label}/${name} (${amount(sizeBytes, 'bytes')}).\n`);
      });
    case 'expire':
      return withContext(input, async (ctx) => {
        const removedCount = await expireBackups(ctx);
        return print(
          values.json ? `${JSON.stringify({ event: 'done', removedCount })}\n` : `${removedCount} backups were past their last day.\n`,
        );
      });
    default:
      throw new UsageError('backup', `There is no "kabar backup ${action}".`);
  }
}

function create(input: CommandInput, json: boolean): Promise<number> {
  return withContext(input, async (ctx) => {
    const view = createProgressView(json);
    try {
      const { summary, secondFailure, keysFailure } = await createBackup(ctx, {
        cause: 'command',
        signal: input.signal,
        onProgress: ({ phase, doneBytes, totalBytes }) => view.show(phaseNames[phase], doneBytes, totalBytes, 'bytes'),
      });
      view.end();
      await expireBackups(ctx);
      if (json) print(`${JSON.stringify({ event: 'done', ...facts(summary), secondFailure, keysFailure })}\n`);
      else {
        print(
          `${summary.id} is complete: ${amount(summary.rowCount, 'rows')}, ${amount(summary.mediaCount, 'files')}, ${amount(summary.sizeBytes, 'bytes')} in ${ctx.places.first.label}.\n` +
            `It is encrypted to ${summary.encryptedTo.join(', ')} and is kept until ${summary.expiresAt.slice(0, 10)}.\n`,
        );
      }
      for (const failure of [secondFailure, keysFailure]) if (failure !== null) process.stderr.write(`${failure}\n`);
      return secondFailure === null && keysFailure === null ? exitCodes.ok : exitCodes.unwell;
    } finally {
      view.end();
    }
  });
}

async function list({ config }: CommandInput, from: string | undefined, json: boolean): Promise<number> {
  const place = openBackupPlace(config, from ?? config.backups.to, commandGate);
  try {
    const summaries = await listSummaries(place);
    if (json) return print(summaries.map((summary) => `${JSON.stringify(facts(summary))}\n`).join(''));
    if (summaries.length === 0) return print(`There is no backup in ${place.label}.\n`);
    const lines = summaries.map(
      ({ id, snapshotAt, sizeBytes, expiresAt }) =>
        `${id}  ${snapshotAt.slice(0, 16).replace('T', ' ')} UTC  ${amount(sizeBytes, 'bytes').padStart(8)}  until ${expiresAt.slice(0, 10)}\n`,
    );
    return print(lines.join(''));
  } finally {
    place.close();
  }
}

/** The summary without its list of objects, which JSON leaves out. */
function facts(summary: BackupSummary): Record<string, unknown> {
  return { ...summary, objects: undefined };
}

async function keygen(out: string | undefined, json: boolean): Promise<number> {
  const { identity, recipient } = await newAgeKey();
  const path = resolve(out ?? 'kabar-backup-identity.txt');
  // Never over an earlier one: it may be the only copy.
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`# Opens backups of Kabar. Public key: ${recipient}\n${identity}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  if (json) return print(`${JSON.stringify({ event: 'done', file: path, recipient })}\n`);
  return print(
    `The secret half is in ${path}. Without it nobody opens your backups, you neither.\nMove it to another machine, print it, and remove it here.\n\nSet:\n  KABAR_BACKUP_RECIPIENTS=${recipient}\n`,
  );
}

async function withContext(input: CommandInput, work: (ctx: BackupsContext) => Promise<number>): Promise<number> {
  const { config, lifecycle, log } = input;
  const settings = readBackupSettings(config);
  if (settings.recipients === null) throw new BackupError('no_recipients');
  const databaseUrl = await openCommandDatabase(config, lifecycle, log);
  await requireMigrated(databaseUrl);
  const db = openDatabase({ url: databaseUrl, appPoolSize: 1, enginePoolSize: 3, onError: () => undefined });
  await lifecycle.start({ name: 'database', stop: () => db.close() });
  const media = createMediaStorage(config, commandGate);
  const places = openBackupPlaces(config, commandGate);
  await lifecycle.start({
    name: 'places',
    stop: () => {
      media.close();
      for (const place of Object.values(places)) place?.close();
    },
  });
  return work({
    db,
    databaseUrl,
    clock: systemClock,
    ids: systemIds,
    log,
    rootKeys: await readRootKeys(config, lifecycle, log),
    holder: createHolderId(),
    settings,
    places,
    media,
    carried: carriedTables,
  });
}

function print(text: string): number {
  process.stdout.write(text);
  return exitCodes.ok;
}
