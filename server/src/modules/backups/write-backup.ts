import type { AgeRecipients } from '#platform/crypto/age-file';
import { ageEncrypt } from '#platform/crypto/age-file';
import { copyOut } from '#platform/db/copy/copy-out';
import { copyOutSql, openSnapshot, rangesOf } from '#platform/db/copy/snapshot';
import type { Snapshot, SnapshotTable, TableRange } from '#platform/db/copy/snapshot';
import type { ListableStorage } from '#platform/storage/object-storage';
import { BackupManifest, BackupSummary, keyTables, objectNames, volatileTables } from './backup-format.ts';
import type { TableEntry } from './backup-format.ts';
import type { BackupKeys } from './backup-keys.ts';
import { storeObject, writeObject } from './backup-objects.ts';
import type { ObjectPlace, WrittenObject } from './backup-objects.ts';
import { packFiles } from './media-packs.ts';
import type { PackCount } from './media-packs.ts';

/** What one backup is made from. */
export type WriteInput = {
  url: string;
  place: ObjectPlace;
  /** The id as operators see it. */
  publicId: string;
  keys: BackupKeys;
  recipients: AgeRecipients;
  /** Null leaves media out. */
  media: ListableStorage | null;
  program: string;
  createdAt: Date;
  expiresAt: Date;
  onProgress: (phase: 'tables' | 'media', doneBytes: number, totalBytes: number) => void;
  signal: AbortSignal;
};

/** Portions that are copied at once. More only burdens the database that people are working with. */
const laneCount = 3;
const packBytes = 256 * 1024 * 1024;
/** Jobs that wait or run; finished ones are history that the queue itself forgets. */
const jobFilter = `state < 'completed'`;
const queueTables = ['queue', 'job'];

type Portion = { table: SnapshotTable; range: TableRange; name: string };

/**
 * Writes a whole backup: every table as it stood at one moment, then the files. The view of that moment is let go as soon as the
 * tables are copied, because it keeps the database from cleaning up. The summary comes last: without it there is no backup.
 *
 * Errors: `BackupError`; those of the database and the storage. What was written by then is left for the caller to remove.
 */
export async function writeBackup(input: WriteInput): Promise<BackupSummary> {
  const { place, keys, signal } = input;
  const snapshot = await openSnapshot(input.url, ['public', 'pgboss']);
  const objects: WrittenObject[] = [];
  let tables: TableEntry[];
  let head: Pick<BackupManifest, 'sequences' | 'migrations' | 'jobSchemaVersion'>;
  try {
    tables = await writeTables(input, snapshot, objects);
    head = await readHead(snapshot);
  } finally {
    await snapshot.close();
  }
  signal.throwIfAborted();
  const media = input.media === null ? { count: 0, sizeBytes: 0, packs: [] } : await writeMedia(input, input.media, objects);
  const manifest: BackupManifest = {
    format: 1,
    id: input.publicId,
    snapshotAt: snapshot.takenAt.toISOString(),
    postgres: snapshot.serverVersion,
    ...head,
    tables,
    media: { isIncluded: input.media !== null, ...media },
  };
  objects.push(
    await writeObject(place, keys, { name: objectNames.manifest }, once(Buffer.from(JSON.stringify(BackupManifest.parse(manifest))))),
  );
  const identityName = input.recipients.kind === 'keys' ? objectNames.identityForKeys : objectNames.identityForPassphrase;
  objects.push(await storeObject(place, identityName, ageEncrypt(input.recipients, once(Buffer.from(keys.identity)))));
  const summary = BackupSummary.parse({
    format: 1,
    id: input.publicId,
    createdAt: input.createdAt.toISOString(),
    snapshotAt: manifest.snapshotAt,
    expiresAt: input.expiresAt.toISOString(),
    program: input.program,
    lastMigration: head.migrations.at(-1)?.name ?? '',
    encryptedTo: recipientNames(input.recipients),
    sizeBytes: objects.reduce((sum, object) => sum + object.sizeBytes, 0),
    rowCount: tables.reduce((sum, table) => sum + table.rowCount, 0),
    mediaCount: media.count,
    objects: objects.sort((one, other) => one.name.localeCompare(other.name)),
  } satisfies BackupSummary);
  await storeObject(place, objectNames.summary, once(Buffer.from(JSON.stringify(summary, null, 2))));
  return summary;
}

/** For whom a backup is, as it may be shown. */
export function recipientNames(recipients: AgeRecipients): string[] {
  return recipients.kind === 'keys' ? [...recipients.keys] : ['passphrase'];
}

async function writeTables(input: WriteInput, snapshot: Snapshot, objects: WrittenObject[]): Promise<TableEntry[]> {
  const left = new Set<string>([...keyTables, ...volatileTables]);
  const tables = snapshot.tables.filter(({ schema, name }) => (schema === 'public' ? !left.has(name) : queueTables.includes(name)));
  const entries = new Map<SnapshotTable, TableEntry>();
  const portions: Portion[] = [];
  for (const table of tables) {
    const { schema, name, columns, partitions } = table;
    entries.set(table, { schema, name, columns, partitions, rowCount: 0, parts: [] });
    for (const range of rangesOf(table)) {
      portions.push({ table, range, name: `table-${String(portions.length + 1).padStart(5, '0')}.age` });
    }
  }
  const totalBytes = tables.reduce((sum, table) => sum + table.sizeBytes, 0);
  let doneBytes = 0;
  // Large tables first: a long one that begins last would run alone.
  const waiting = portions.toSorted((one, other) => other.table.sizeBytes - one.table.sizeBytes);
  const lane = async (): Promise<void> => {
    const client = await snapshot.connect();
    try {
      for (let portion = waiting.shift(); portion !== undefined; portion = waiting.shift()) {
        input.signal.throwIfAborted();
        const where = portion.table.schema === 'pgboss' && portion.table.name === 'job' ? jobFilter : undefined;
        const copy = copyOut(client, copyOutSql(portion.table, portion.range, where));
        const counted = count(copy.bytes, (bytes) => {
          doneBytes += bytes;
          input.onProgress('tables', Math.min(doneBytes, totalBytes), totalBytes);
        });
        objects.push(await writeObject(input.place, input.keys, { name: portion.name }, counted));
        const entry = entries.get(portion.table);
        if (entry === undefined) continue;
        entry.rowCount += copy.rowCount();
        entry.parts.push(portion.name);
      }
    } finally {
      await client.end();
    }
  };
  await settleAll(Array.from({ length: laneCount }, lane));
  input.onProgress('tables', totalBytes, totalBytes);
  return [...entries.values()].map((entry) => ({ ...entry, parts: entry.parts.sort() }));
}

async function readHead(snapshot: Snapshot): Promise<Pick<BackupManifest, 'sequences' | 'migrations' | 'jobSchemaVersion'>> {
  const client = await snapshot.connect();
  try {
    const migrations = await client.query<{ name: string; hash: string }>('select name, hash from kabar_migrations order by name');
    const hasJobs = snapshot.tables.some(({ schema, name }) => schema === 'pgboss' && name === 'version');
    const version = hasJobs ? await client.query<{ version: number }>('select version from pgboss.version') : null;
    return { sequences: await snapshot.sequences(), migrations: migrations.rows, jobSchemaVersion: version?.rows[0]?.version ?? null };
  } finally {
    await client.end();
  }
}

async function writeMedia(
  input: WriteInput,
  media: ListableStorage,
  objects: WrittenObject[],
): Promise<{ count: number; sizeBytes: number; packs: string[] }> {
  let totalBytes = 0;
  for await (const { sizeBytes } of media.list('')) totalBytes += sizeBytes;
  const names = media.list('')[Symbol.asyncIterator]();
  const total: PackCount = { fileCount: 0, sizeBytes: 0 };
  const packs: string[] = [];
  // Several lanes take from one list, so two of them never ask it at the same time.
  const turns = inTurns(names);
  const lane = async (): Promise<void> => {
    for (;;) {
      input.signal.throwIfAborted();
      const first = await turns.next();
      if (first.done === true) return;
      const name = `media-${String(packs.length + 1).padStart(5, '0')}.age`;
      packs.push(name);
      const packed: PackCount = { fileCount: 0, sizeBytes: 0 };
      let seenBytes = 0;
      const source = count(packFiles(media, startingWith(first.value, turns), packed, packBytes), () => {
        total.sizeBytes += packed.sizeBytes - seenBytes;
        seenBytes = packed.sizeBytes;
        input.onProgress('media', Math.min(total.sizeBytes, totalBytes), totalBytes);
      });
      objects.push(await writeObject(input.place, input.keys, { name, isDense: true }, source));
      total.fileCount += packed.fileCount;
    }
  };
  await settleAll(Array.from({ length: laneCount }, lane));
  return { count: total.fileCount, sizeBytes: total.sizeBytes, packs: packs.sort() };
}

/** Waits for all, so that nothing goes on behind an error; then gives the first one. */
async function settleAll(lanes: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(lanes);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function inTurns<Value>(source: AsyncIterator<Value>): AsyncIterator<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return {
    next: () => {
      const mine = last.then(() => source.next());
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

function startingWith<Value>(first: Value, rest: AsyncIterator<Value>): AsyncIterator<Value> {
  let isFirst = true;
  return {
    next: () => {
      if (!isFirst) return rest.next();
      isFirst = false;
      return Promise.resolve({ done: false, value: first });
    },
  };
}

async function* count(source: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    onBytes(piece.byteLength);
    yield piece;
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
