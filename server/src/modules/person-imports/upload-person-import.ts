import { ID_PREFIXES, PERSON_IMPORT_LIMITS, type PersonImport } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { auditActorOf, doerOf, ensureStages, invalidField, selectAttributes, type AttributeRow } from '#modules/contacts';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { StorageError } from '#platform/storage/object-storage';
import type { StoredObject } from '#platform/storage/sealed-storage';
import { meetPerson } from './meet-person.ts';
import type { PersonImportsContext } from './person-imports-context.ts';
import { insertPersonImport, type PersonImportRow } from './person-imports.sql.ts';
import { placeOf, presentPersonImport, type FileDetails } from './present-person-import.ts';
import { openArchive, PersonFileError, type PersonArchive } from './read-person-file.ts';
import { readRecord, type ReadRecord, type RecordWorld } from './read-record.ts';
import { tellPersonImport } from './tell-person-import.ts';

/** How long a file waits for somebody to start it. */
const keptMs = 7 * 86_400_000;

/**
 * Takes the export of a person: stores it sealed, proves that it is one and of a version that is known, and says what would become of it. Nothing is
 * imported yet. Errors: `body_too_large`; `validation_failed` with what is wrong with the file.
 */
export async function uploadPersonImport(
  ctx: PersonImportsContext,
  actor: WorkspaceActor,
  file: { fileName: string; content: AsyncIterable<Uint8Array>; isCut: () => boolean },
): Promise<PersonImport> {
  const { workspaceId } = actor;
  const id = ctx.ids.uuid();
  const owner = await ctx.keyring.workspaceKeys(workspaceId);
  const name = `${workspaceId}/person-imports/${id}`;
  const tooLarge = () => new AppError('body_too_large', { details: { limit_bytes: PERSON_IMPORT_LIMITS.bytes } });
  const stored = await ctx.storage
    .put({ name, owner: owner.primary, place: archivePlace(workspaceId, id), source: file.content, maxBytes: PERSON_IMPORT_LIMITS.bytes })
    .catch((cause: unknown) => {
      throw cause instanceof StorageError && cause.code === 'too_large' ? tooLarge() : cause;
    });
  try {
    if (file.isCut()) throw tooLarge();
    return await readDraft(ctx, actor, { id, name, fileName: file.fileName, stored });
  } catch (error) {
    await ctx.storage.delete(name);
    throw error instanceof PersonFileError ? invalidField('body.file', error.why) : error;
  }
}

async function readDraft(
  ctx: PersonImportsContext,
  actor: WorkspaceActor,
  { id, name, fileName, stored }: { id: string; name: string; fileName: string; stored: StoredObject },
): Promise<PersonImport> {
  const { workspaceId } = actor;
  const owner = await ctx.keyring.workspaceKeys(workspaceId);
  const place = archivePlace(workspaceId, id);
  const archive = await openArchive(ctx.storage, { name, owner, place, ...stored });
  try {
    const person = await archive.person();
    const record = readRecord(person, await loadWorld(ctx, workspaceId));
    if (!record.identities.some((identity) => identity.kind !== 'username'))
      throw new PersonFileError('it names nobody by a phone number or WhatsApp user id that can be used here');
    const details: FileDetails = {
      fileName: fileName.slice(0, 200),
      exportedAt: new Date(person.exported_at).toISOString(),
      exportedFrom: person.exported_from ?? null,
      name: record.name,
      identifiers: person.contact.identifiers.map((one) => one.value),
      tags: record.tagNames,
    };
    const { kind: actorKind, id: actorId } = doerOf(actor);
    const createdAt = ctx.clock.now();
    const found = {
      ...(await countMessages(archive)),
      files: archive.files.length,
      notes: person.notes.length,
      consents: person.consents.length,
    };
    const row: PersonImportRow = {
      workspaceId,
      id,
      status: 'draft',
      failure: null,
      detailsSealed: await ctx.keyring.sealSecret(placeOf(workspaceId, id, 'details_sealed'), JSON.stringify(details)),
      evidenceSealed: null,
      storageKey: name,
      objectKeySealed: stored.sealedKey,
      sizeBytes: stored.sizeBytes,
      contactId: null,
      found,
      progress: { step: 'record', done: 0 },
      counts: {},
      leftOut: record.leftOut,
      actorKind,
      actorId,
      createdAt,
      startedAt: null,
      finishedAt: null,
      fileExpiresAt: new Date(createdAt.getTime() + keptMs),
    };
    return await keepDraft(ctx, actor, row, record);
  } finally {
    archive.close();
  }
}

async function keepDraft(
  ctx: PersonImportsContext,
  actor: WorkspaceActor,
  row: PersonImportRow,
  record: ReadRecord,
): Promise<PersonImport> {
  const { workspaceId, id } = row;
  const meeting = await withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(insertPersonImport(row));
    await tellPersonImport(ctx, tx, workspaceId, id);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'person_import.uploaded',
      target: { kind: 'person_import', id: toPublicId(ID_PREFIXES.personImport, id) },
      after: row.found,
    });
    return meetPerson(ctx, tx, workspaceId, record.identities);
  });
  return presentPersonImport(ctx, row, meeting);
}

async function countMessages(archive: PersonArchive): Promise<{ messages: number }> {
  let messages = 0;
  for await (const _ of archive.messages()) messages += 1;
  return { messages };
}

/** What of this workspace a file can name, as it is now. */
export async function loadWorld(ctx: PersonImportsContext, workspaceId: string): Promise<RecordWorld> {
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const attributes = await tx.query<AttributeRow>(selectAttributes(workspaceId));
    const stages = await ensureStages(ctx, tx);
    return {
      attributes: new Map(attributes.map((attribute) => [attribute.key.toLowerCase(), attribute])),
      stages: new Map(stages.map((stage) => [stage.name.toLowerCase(), stage.id])),
    };
  });
}

/** What the bytes of a file are bound to. */
export function archivePlace(workspaceId: string, id: string): string[] {
  return [workspaceId, 'person_imports', 'file', id];
}
