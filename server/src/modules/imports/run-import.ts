import { ID_PREFIXES, type ImportConsent } from '@kabar/contract';
import { CsvError } from 'csv-parse';
import { recordConsents } from '#modules/consent';
import {
  ensureStages,
  findErased,
  insertTags,
  restoreRecords,
  removeUntouched,
  selectAttributes,
  selectTagsByName,
  writeRecords,
  type AttributeRow,
  type RecordRow,
  withFreshHashes,
} from '#modules/contacts';
import { notify } from '#modules/notifications';
import { SealError } from '#platform/crypto/seal-error';
import { tenantQuery, withEngine, withTenant } from '#platform/db/tx';
import type { EngineTx, TenantTx, Tx } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { StorageError } from '#platform/storage/object-storage';
import { readCsv } from './csv-file.ts';
import type { CsvRow } from './csv-file.ts';
import type { ImportsContext } from './imports-context.ts';
import { insertRows, lockImport, selectRowsToUndo, updateProgress, updateStatus, updateUndo } from './imports.sql.ts';
import type { Counts, ImportRow, KeptRow } from './imports.sql.ts';
import { openConsent } from './present-import.ts';
import { readRow, type ReadRow, type RowWorld } from './read-row.ts';
import { tellImport } from './tell-import.ts';
import { filePlace } from './upload-import.ts';

/** Rows per transaction. Making people of the workspace waits meanwhile, some hundred milliseconds. */
const batchRows = 250;

/**
 * Runs an import from where it stands to its end, or until it is paused, cancelled or the process stops. Each batch is one
 * transaction with the place it leads to, so a killed run goes on exactly there.
 */
export async function runImport(ctx: ImportsContext, workspaceId: string, id: string, signal: AbortSignal): Promise<void> {
  const row = await begin(ctx, workspaceId, id);
  if (row === null) return;
  try {
    const world = await loadWorld(ctx, row);
    const consent = await openConsent(ctx, row);
    let batch: CsvRow[] = [];
    let done = 0;
    const write = (): Promise<boolean> => withFreshHashes(ctx, [workspaceId], () => runBatch(ctx, row, world, consent, batch, done));
    for await (const one of await openRows(ctx, row)) {
      done += 1;
      if (done <= row.cursorRow) continue;
      batch.push(one);
      if (batch.length < batchRows) continue;
      signal.throwIfAborted();
      if (!(await write())) return;
      batch = [];
    }
    if (batch.length > 0 && !(await write())) return;
    await settle(ctx, workspaceId, id, 'done', null);
  } catch (error) {
    if (!(error instanceof CsvError || error instanceof StorageError || error instanceof SealError)) throw error; // the job runs again
    ctx.log.warn('the file of an import could not be read', { workspaceId, error });
    await settle(ctx, workspaceId, id, 'failed', 'file_unreadable');
  }
}

async function begin(ctx: ImportsContext, workspaceId: string, id: string): Promise<ImportRow | null> {
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<ImportRow>(lockImport(workspaceId, id));
    if (row === undefined || (row.status !== 'queued' && row.status !== 'running')) return null;
    await tx.query(updateStatus(workspaceId, id, 'running', { startedAt: ctx.clock.now() }));
    await tellImport(ctx, tx, id);
    return row;
  });
}

async function settle(
  ctx: ImportsContext,
  workspaceId: string,
  id: string,
  status: 'done' | 'failed',
  failure: string | null,
): Promise<void> {
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<ImportRow>(lockImport(workspaceId, id));
    if (row?.status !== 'running') return;
    await tx.query(updateStatus(workspaceId, id, status, { finishedAt: ctx.clock.now() }, failure));
    await tellImport(ctx, tx, id);
    await tellOwner(ctx, tx, row);
  });
}

/** Tells the member who started the import that it is finished; they may have closed the page long ago. */
async function tellOwner(ctx: ImportsContext, tx: TenantTx, { workspaceId, id, actorKind, actorId }: ImportRow): Promise<void> {
  if (actorKind !== 'member') return;
  await notify(ctx, tx, workspaceId, {
    kind: 'import_finished',
    memberIds: [actorId],
    actor: { kind: 'system' },
    data: { import_id: toPublicId(ID_PREFIXES.import, id) },
    dedupeKey: `import_finished:${id}`,
  });
}

/** The data rows of the file, from the first. Errors: `StorageError`, `SealError`, `CsvError`. */
export async function openRows(ctx: ImportsContext, row: ImportRow): Promise<AsyncGenerator<CsvRow>> {
  const { workspaceId, id, storageKey, objectKeySealed } = row;
  if (storageKey === null || objectKeySealed === null) throw new StorageError('not_found');
  const owner = await ctx.keyring.workspaceKeys(workspaceId);
  const source = await ctx.storage.get({ name: storageKey, owner, place: filePlace(workspaceId, id), sealedKey: objectKeySealed });
  return skipHeader(readCsv(source, row), () => source.destroy());
}

async function* skipHeader(rows: AsyncGenerator<CsvRow>, close: () => void): AsyncGenerator<CsvRow> {
  try {
    let isHeader = true;
    for await (const row of rows) {
      if (!isHeader) yield row;
      isHeader = false;
    }
  } finally {
    close();
  }
}

/** What the columns refer to, as it is now. */
export async function loadWorld(ctx: ImportsContext, row: ImportRow): Promise<RowWorld> {
  const { workspaceId } = row;
  const attributes = await tenantQuery<AttributeRow>(ctx.db, workspaceId, selectAttributes(workspaceId));
  const stages = await withTenant(ctx.db, workspaceId, (tx) => ensureStages(ctx, tx));
  return {
    targets: row.settings.targets,
    defaultCountry: row.settings.defaultCountry,
    attributes: new Map(attributes.map((attribute) => [attribute.id, attribute])),
    stages: new Map(stages.map((stage) => [stage.name.toLowerCase(), stage.id])),
  };
}

/** Writes one batch with everything that follows from it. Gives false when the import is not to go on. */
async function runBatch(
  ctx: ImportsContext,
  { workspaceId, id }: ImportRow,
  world: RowWorld,
  consent: ImportConsent | null,
  batch: readonly CsvRow[],
  cursorRow: number,
): Promise<boolean> {
  const read = batch.map((row) => ({ row: row.number, ...readRow(row.cells, world) }));
  return withEngine(
    ctx.db,
    'rows of an import with the contacts they make, and the place it has reached',
    async (tx) => {
      const [now] = await tx.query<ImportRow>(lockImport(workspaceId, id));
      if (now?.status !== 'running' || now.cursorRow !== cursorRow - batch.length) return false;
      await refuseErased(ctx, tx, workspaceId, read);
      const tags = await tagsOf(ctx, tx, workspaceId, read);
      const good = read.filter((row) => row.problems.length === 0);
      const results = await writeRecords(
        ctx,
        tx,
        workspaceId,
        good.map((row): RecordRow => ({ ...row, tagIds: row.tagNames.flatMap((name) => tags.get(name.toLowerCase()) ?? []) })),
        {
          rule: now.settings.duplicates,
          actor: { kind: now.actorKind, id: now.actorId },
          data: { import_id: toPublicId(ID_PREFIXES.import, id) },
        },
      );
      const kept: KeptRow[] = read.flatMap((row) =>
        row.problems.length === 0 ? [] : [{ row: row.row, outcome: 'failed', contactId: null, beforeSealed: null, problems: row.problems }],
      );
      const counts: Counts = { ...now.counts };
      const add = (word: keyof Counts, by = 1): void => void (counts[word] = (counts[word] ?? 0) + by);
      for (const { row, outcome, contactId, beforeSealed } of results) {
        if (outcome === 'two_contacts') {
          const problems = ['the phone number and the WhatsApp user id of this row belong to two contacts'];
          kept.push({ row, outcome: 'failed', contactId: null, beforeSealed: null, problems });
          continue;
        }
        add(outcome);
        if (outcome === 'created' || outcome === 'updated') kept.push({ row, outcome, contactId, beforeSealed, problems: [] });
      }
      const told = results.flatMap((one) => (one.contactId === null || one.outcome === 'skipped' ? [] : [one.contactId]));
      add('suppressed', await recordGrants(ctx, tx, now, consent, [...new Set(told)]));
      add('failed', kept.filter((row) => row.outcome === 'failed').length);
      add('processed', batch.length);
      if (kept.length > 0) await tx.query(insertRows(workspaceId, id, kept));
      await tx.query(updateProgress(workspaceId, id, cursorRow, counts));
      await tellImport(ctx, { ...tx, workspaceId }, id);
      return true;
    },
    { retries: 5 },
  );
}

/** Rows of people who were erased are refused: a list is no wish of theirs to come back. Marks them as having a problem. */
export async function refuseErased(
  ctx: Pick<ImportsContext, 'db' | 'keyring'>,
  tx: Tx,
  workspaceId: string,
  rows: readonly ReadRow[],
): Promise<void> {
  const good = rows.filter((row) => row.problems.length === 0);
  const erased = await findErased(
    ctx,
    tx,
    workspaceId,
    good.map((row) => row.identities),
  );
  for (const [index, row] of good.entries()) {
    if (erased[index] === true)
      row.problems.push('this person was erased; add them by hand, with what shows that they came back by their own wish');
  }
}

/** Records the declared consent. Who stopped stays stopped: an import lifts nothing. Gives how many that were. */
async function recordGrants(
  ctx: ImportsContext,
  tx: EngineTx,
  row: ImportRow,
  consent: ImportConsent | null,
  contactIds: readonly string[],
): Promise<number> {
  if (consent?.marketing !== 'granted' || contactIds.length === 0) return 0;
  const recorded = await recordConsents(
    ctx.consent,
    tx,
    row.workspaceId,
    contactIds.map((contactId) => ({
      contactId,
      purpose: 'marketing',
      state: 'given',
      source: 'import',
      legalBasis: 'consent',
      evidence: { text: consent.source },
      actor: { kind: row.actorKind, id: row.actorId },
      dedupeKey: `import:${row.id}:${contactId}`,
      occurredAt: new Date(`${consent.collected_on}T00:00:00Z`),
    })),
  );
  return recorded.filter((one) => one.after === 'stopped' && one.recordId !== null).length;
}

async function tagsOf(ctx: ImportsContext, tx: EngineTx, workspaceId: string, rows: readonly ReadRow[]): Promise<Map<string, string>> {
  const names = new Map(rows.flatMap((row) => row.tagNames.map((name) => [name.toLowerCase(), name] as const)));
  if (names.size === 0) return new Map();
  const fresh = [...names.values()].map((name) => ({ id: ctx.ids.uuid(), name, color: 'gray' as const }));
  await tx.query(insertTags(workspaceId, fresh, ctx.clock.now()));
  const known = await tx.query<{ id: string; name: string }>(selectTagsByName(workspaceId, [...names.keys()]));
  return new Map(known.map((tag) => [tag.name.toLowerCase(), tag.id]));
}

/**
 * Takes an import back, last row first, in batches that can be resumed: contacts that it made and nobody touched since are removed,
 * fields that nobody changed since are put back. Everything else is kept.
 */
export async function undoImport(ctx: ImportsContext, workspaceId: string, id: string, signal: AbortSignal): Promise<void> {
  const attributes = new Map(
    (await tenantQuery<AttributeRow>(ctx.db, workspaceId, selectAttributes(workspaceId))).map((attribute) => [attribute.id, attribute]),
  );
  for (;;) {
    signal.throwIfAborted();
    const goesOn = await withEngine(
      ctx.db,
      'rows of an import that are taken back, and the place reached',
      async (tx) => {
        const [row] = await tx.query<ImportRow>(lockImport(workspaceId, id));
        if (row?.status !== 'undoing') return false;
        const before = row.undoCursor ?? 2_147_483_647;
        const rows = await tx.query<{ row: number; outcome: 'created' | 'updated'; contactId: string; beforeSealed: Buffer | null }>(
          selectRowsToUndo(workspaceId, id, before, batchRows),
        );
        const undone = row.undone ?? { removed: 0, restored: 0, kept: 0 };
        const last = rows.at(-1);
        if (last === undefined) {
          await tx.query(updateStatus(workspaceId, id, 'undone', {}));
          await tx.query(updateUndo(workspaceId, id, 0, undone));
          await tellImport(ctx, { ...tx, workspaceId }, id);
          return false;
        }
        const changed = rows.flatMap((one) =>
          one.beforeSealed === null ? [] : [{ contactId: one.contactId, beforeSealed: one.beforeSealed }],
        );
        const restored = changed.length === 0 ? 0 : await restoreRecords(ctx, tx, workspaceId, changed, attributes);
        const created = [...new Set(rows.filter((one) => one.outcome === 'created').map((one) => one.contactId))];
        const publicId = toPublicId(ID_PREFIXES.import, id);
        const removed = created.length === 0 ? [] : await removeUntouched(ctx, tx, workspaceId, created, publicId);
        await tx.query(
          updateUndo(workspaceId, id, last.row, {
            removed: undone.removed + removed.length,
            restored: undone.restored + restored,
            kept: undone.kept + created.length - removed.length,
          }),
        );
        await tellImport(ctx, { ...tx, workspaceId }, id);
        return true;
      },
      { retries: 5 },
    );
    if (!goesOn) return;
  }
}
