import { ID_PREFIXES, type PersonImport } from '@kabar/contract';
import { appendAudit, personal } from '#modules/audit';
import { auditActorOf } from '#modules/contacts';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { runPersonImportJob } from './job-definitions.ts';
import { meetPerson } from './meet-person.ts';
import type { PersonImportsContext } from './person-imports-context.ts';
import { deleteDraft, selectPersonImport, updateQueued, type PersonImportRow } from './person-imports.sql.ts';
import { placeOf, presentPersonImport, type Meeting } from './present-person-import.ts';
import { openArchive } from './read-person-file.ts';
import { readRecord } from './read-record.ts';
import { tellPersonImport } from './tell-person-import.ts';
import { archivePlace, loadWorld } from './upload-person-import.ts';

/** One import with whom it meets now. Errors: `not_found`. */
export async function getPersonImport(ctx: PersonImportsContext, workspaceId: string, id: string): Promise<PersonImport> {
  const row = await requirePersonImport(ctx, workspaceId, id);
  return presentPersonImport(ctx, row, await meetingOf(ctx, row));
}

/**
 * Starts a draft. Errors: `not_found`; `conflict` once it was started or where its identifiers belong to several contacts; `contact_erased` for somebody
 * who was erased here, unless `afterErasure` says what shows that they came back.
 */
export async function startPersonImport(
  ctx: PersonImportsContext,
  actor: WorkspaceActor,
  id: string,
  afterErasure: string | undefined,
): Promise<PersonImport> {
  const { workspaceId } = actor;
  const row = await requirePersonImport(ctx, workspaceId, id);
  if (row.status !== 'draft') throw new AppError('conflict');
  const meeting = await meetingOf(ctx, row);
  if (meeting.meets === 'several') throw new AppError('conflict');
  if (meeting.meets === 'erased' && afterErasure === undefined) throw new AppError('contact_erased');
  const evidenceSealed =
    afterErasure === undefined ? null : await ctx.keyring.sealSecret(placeOf(workspaceId, id, 'evidence_sealed'), afterErasure);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    if ((await tx.query(updateQueued(workspaceId, id, evidenceSealed))).length === 0) throw new AppError('conflict');
    await ctx.jobs.enqueue(tx, runPersonImportJob, { workspaceId, personImportId: id });
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'person_import.started',
      target: { kind: 'person_import', id: toPublicId(ID_PREFIXES.personImport, id) },
      ...(meeting.meets === 'erased' && afterErasure !== undefined ? { after: { evidence: personal(afterErasure) } } : {}),
    });
    await tellPersonImport(ctx, tx, workspaceId, id);
  });
  return getPersonImport(ctx, workspaceId, id);
}

/** Takes a draft away with its file. Errors: `not_found`; `conflict` once it was started. */
export async function dropPersonImport(ctx: PersonImportsContext, actor: WorkspaceActor, id: string): Promise<void> {
  const { workspaceId } = actor;
  const row = await requirePersonImport(ctx, workspaceId, id);
  if (row.status !== 'draft') throw new AppError('conflict');
  if (row.storageKey !== null) await ctx.storage.delete(row.storageKey);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(deleteDraft(workspaceId, id));
    await tellPersonImport(ctx, tx, workspaceId, id);
  });
}

/** The archive of an import. Errors: `PersonFileError`, `StorageError`, `SealError`; `media_gone` once it is deleted. */
export async function openStored(ctx: PersonImportsContext, row: PersonImportRow) {
  const { workspaceId, id, storageKey, objectKeySealed, sizeBytes } = row;
  if (storageKey === null || objectKeySealed === null) throw new AppError('media_gone');
  const owner = await ctx.keyring.workspaceKeys(workspaceId);
  return openArchive(ctx.storage, { name: storageKey, owner, place: archivePlace(workspaceId, id), sealedKey: objectKeySealed, sizeBytes });
}

async function requirePersonImport(ctx: PersonImportsContext, workspaceId: string, id: string): Promise<PersonImportRow> {
  const [row] = await tenantQuery<PersonImportRow>(ctx.db, workspaceId, selectPersonImport(workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  return row;
}

async function meetingOf(ctx: PersonImportsContext, row: PersonImportRow): Promise<Meeting> {
  if (row.status !== 'draft' || row.storageKey === null)
    return { meets: row.contactId === null ? 'nobody' : 'one', contactId: row.contactId };
  const archive = await openStored(ctx, row);
  try {
    const { identities } = readRecord(await archive.person(), await loadWorld(ctx, row.workspaceId));
    return await withTenant(ctx.db, row.workspaceId, (tx) => meetPerson(ctx, tx, row.workspaceId, identities));
  } finally {
    archive.close();
  }
}
