import { ID_PREFIXES, PERSON_IMPORT_LIMITS, type PersonFile, type PersonFileMessage } from '@kabar/contract';
import { appendAudit, personal } from '#modules/audit';
import { recordConsents } from '#modules/consent';
import { insertNotes, insertTags, memberIdsOf, noteAad, recordContactEvents, selectTagsByName, writeRecords } from '#modules/contacts';
import type { KeyRing } from '#platform/crypto/data-key';
import { seal } from '#platform/crypto/seal';
import { SealError } from '#platform/crypto/seal-error';
import { tenantQuery, withEngine, withTenant, type EngineTx, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { toPublicId } from '#platform/ids';
import { StorageError } from '#platform/storage/object-storage';
import { importedAad, sealImported } from './imported-content.ts';
import { meetPerson } from './meet-person.ts';
import type { PersonImportsContext } from './person-imports-context.ts';
import {
  claimPersonImport,
  insertImported,
  selectKnown,
  selectPersonImport,
  updateEnded,
  updatePersonProgress,
  type Counts,
  type ImportedRow,
  type LeftOutRow,
  type PersonImportRow,
} from './person-imports.sql.ts';
import { openFileDetails, placeOf } from './present-person-import.ts';
import { PersonFileError, type PersonArchive } from './read-person-file.ts';
import { readRecord, type ReadRecord } from './read-record.ts';
import { openStored } from './start-person-import.ts';
import { tellPersonImport } from './tell-person-import.ts';
import { loadWorld } from './upload-person-import.ts';

const batchMessages = 250;

/** What a run may not go on from. */
class RunEnd extends Error {
  override name = 'RunEnd';
  readonly failure: 'several_contacts' | 'contact_erased';
  constructor(failure: 'several_contacts' | 'contact_erased') {
    super(failure);
    this.failure = failure;
  }
}

/**
 * Brings a person in from wherever it stands: record, notes and consents in one transaction, then file by file, then messages in batches, each with the
 * place it leads to. What came with an earlier import of the same data is not doubled. The file goes at the end.
 */
export async function runPersonImport(ctx: PersonImportsContext, workspaceId: string, id: string, signal: AbortSignal): Promise<void> {
  const [row] = await tenantQuery<PersonImportRow>(ctx.db, workspaceId, claimPersonImport(workspaceId, id, ctx.clock.now()));
  if (row === undefined) return;
  try {
    const archive = await openStored(ctx, row);
    try {
      const run = new Run(ctx, row, archive);
      if (row.progress.step === 'record') await run.record();
      if (run.at.step === 'files') await run.files(signal);
      await run.messages(signal);
    } finally {
      archive.close();
    }
    await end(ctx, row, 'done', null);
  } catch (error) {
    const failure =
      error instanceof RunEnd
        ? error.failure
        : error instanceof PersonFileError || error instanceof StorageError || error instanceof SealError || error instanceof AppError
          ? 'file_unreadable'
          : null;
    if (failure === null) throw error; // the job runs again
    ctx.log.warn('a person could not be brought in', { workspaceId, error });
    await end(ctx, row, 'failed', failure);
  }
}

async function end(ctx: PersonImportsContext, row: PersonImportRow, status: 'done' | 'failed', failure: string | null): Promise<void> {
  const { workspaceId, id, storageKey } = row;
  if (storageKey !== null) await ctx.storage.delete(storageKey);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(updateEnded(workspaceId, id, { status, failure, at: ctx.clock.now() }));
    const [now] = await tx.query<PersonImportRow>(selectPersonImport(workspaceId, id));
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'system', id: null },
      action: status === 'done' ? 'person_import.finished' : 'person_import.failed',
      target: { kind: 'person_import', id: toPublicId(ID_PREFIXES.personImport, id) },
      after: {
        ...now?.counts,
        failure,
        contact_id: typeof now?.contactId === 'string' ? toPublicId(ID_PREFIXES.contact, now.contactId) : null,
      },
    });
    await tellPersonImport(ctx, tx, workspaceId, id);
  });
}

class Run {
  at: PersonImportRow['progress'];
  readonly #ctx: PersonImportsContext;
  readonly #row: PersonImportRow;
  readonly #archive: PersonArchive;
  readonly #counts: Counts;
  readonly #leftOut: LeftOutRow[];
  #contactId: string;

  constructor(ctx: PersonImportsContext, row: PersonImportRow, archive: PersonArchive) {
    this.#ctx = ctx;
    this.#row = row;
    this.#archive = archive;
    this.at = row.progress;
    this.#counts = { ...row.counts };
    this.#leftOut = [...row.leftOut];
    this.#contactId = row.contactId ?? '';
  }

  async record(): Promise<void> {
    const { workspaceId } = this.#row;
    const file = await this.#archive.person();
    const record = readRecord(file, await loadWorld(this.#ctx, workspaceId));
    await withEngine(
      this.#ctx.db,
      'the record of a person from another installation, with the contact it makes',
      async (tx) => {
        await this.#admit(tx, record);
        this.#contactId = await this.#writeRecord(tx, record);
        const ring = await this.#ring(tx);
        this.#counts.notes = await this.#writeNotes(tx, file, ring);
        this.#counts.consents = await this.#writeConsents(tx, file, record);
        await this.#reach(tx, { step: 'files', done: 0 });
      },
      { retries: 5 },
    );
  }

  /** Somebody who was erased comes back on new evidence only, also where they were erased after the start. */
  async #admit(tx: EngineTx, record: ReadRecord): Promise<void> {
    const { workspaceId, id, evidenceSealed } = this.#row;
    const { meets } = await meetPerson(this.#ctx, tx, workspaceId, record.identities);
    if (meets === 'several') throw new RunEnd('several_contacts');
    if (meets !== 'erased') return;
    if (evidenceSealed === null) throw new RunEnd('contact_erased');
    const evidence = await this.#ctx.keyring.openSecret(placeOf(workspaceId, id, 'evidence_sealed'), evidenceSealed, tx);
    await appendAudit(this.#ctx.audit, { ...tx, workspaceId } as unknown as TenantTx, {
      actor: { kind: 'system', id: null },
      action: 'contact.readmitted',
      target: { kind: 'person_import', id: toPublicId(ID_PREFIXES.personImport, id) },
      after: { evidence: personal(evidence) },
    });
  }

  async #writeRecord(tx: EngineTx, record: ReadRecord): Promise<string> {
    const { workspaceId, id, actorKind, actorId } = this.#row;
    const fresh = record.tagNames.map((name) => ({ id: this.#ctx.ids.uuid(), name, color: 'gray' as const }));
    if (fresh.length > 0) await tx.query(insertTags(workspaceId, fresh, this.#ctx.clock.now()));
    const lower = record.tagNames.map((name) => name.toLowerCase());
    const tags = lower.length === 0 ? [] : await tx.query<{ id: string }>(selectTagsByName(workspaceId, lower));
    const actor = { kind: actorKind, id: actorId };
    const data = { person_import_id: toPublicId(ID_PREFIXES.personImport, id) };
    const [result] = await writeRecords(this.#ctx, tx, workspaceId, [{ row: 1, ...record, tagIds: tags.map((tag) => tag.id) }], {
      rule: 'fill',
      actor,
      data,
    });
    if (result === undefined || result.contactId === null) throw new RunEnd('several_contacts');
    const { contactId } = result;
    // Also where nothing of the record was new: messages and files come, and the history says from where.
    if (result.outcome === 'unchanged')
      await recordContactEvents(this.#ctx.ids, tx, [{ workspaceId, contactId, kind: 'imported', actor, data, at: this.#ctx.clock.now() }]);
    return contactId;
  }

  async #writeNotes(tx: EngineTx, file: PersonFile, ring: KeyRing): Promise<number> {
    const { workspaceId, actorKind, actorId } = this.#row;
    const known = await this.#known(
      tx,
      'note',
      file.notes.map((note) => note.id),
    );
    const fresh = file.notes.filter((note) => !known.has(note.id) && note.text.trim() !== '');
    const notes = fresh.map((note) => {
      const id = this.#ctx.ids.uuid();
      const textSealed = seal(ring.primary, noteAad(workspaceId, id), note.text);
      return { id, contactId: this.#contactId, authorKind: actorKind, authorId: actorId, textSealed, createdAt: new Date(note.written_at) };
    });
    if (notes.length > 0) await tx.query(insertNotes(workspaceId, notes));
    const marks = fresh.map((note) => this.#imported('note', note.id, new Date(note.written_at), null, null));
    if (marks.length > 0) await tx.query(insertImported(workspaceId, marks));
    return notes.length;
  }

  /** Under the source `import`, which lifts no stop, and with words that say where it was given and what proved it there. */
  async #writeConsents(tx: EngineTx, file: PersonFile, record: ReadRecord): Promise<number> {
    const { workspaceId, actorKind, actorId } = this.#row;
    const details = await openFileDetails(this.#ctx, this.#row);
    const from = details?.exportedFrom ?? 'another installation';
    const now = this.#ctx.clock.now().getTime();
    const recorded = await recordConsents(
      this.#ctx.consent,
      tx,
      workspaceId,
      record.consents.map((consent) => ({
        contactId: this.#contactId,
        purpose: consent.purpose,
        category: consent.category,
        state: consent.state,
        source: 'import' as const,
        ...(consent.state === 'given' || consent.state === 'resumed' ? { legalBasis: 'consent' as const } : {}),
        evidence: { text: provenance(consent, from, file.exported_at) },
        actor: { kind: actorKind, id: actorId },
        dedupeKey: `person:${consent.id}:${this.#contactId}`,
        occurredAt: new Date(Math.min(now, Date.parse(consent.occurred_at))),
      })),
    );
    return recorded.filter((one) => one.recordId !== null).length;
  }

  async files(signal: AbortSignal): Promise<void> {
    const { workspaceId } = this.#row;
    for (const file of this.#archive.files.slice(this.at.done)) {
      signal.throwIfAborted();
      const known = await withTenant(this.#ctx.db, workspaceId, (tx) => this.#known(tx, 'file', [file.sourceId]));
      let mediaId: string | null = null;
      if (!known.has(file.sourceId) && file.sizeBytes <= PERSON_IMPORT_LIMITS.fileBytes) {
        mediaId = await this.#ctx.storeFile({
          workspaceId,
          contactId: this.#contactId,
          filename: file.filename,
          content: await file.open(),
          maxBytes: PERSON_IMPORT_LIMITS.fileBytes,
        });
      }
      if (known.has(file.sourceId)) this.#add('known');
      else if (mediaId === null) this.#leave('file_refused');
      else this.#add('files');
      await this.#step(async (tx) => {
        if (mediaId !== null)
          await tx.query(insertImported(workspaceId, [this.#imported('file', file.sourceId, this.#ctx.clock.now(), null, mediaId)]));
        return { step: 'files', done: this.at.done + 1 };
      });
    }
    await this.#step(() => Promise.resolve({ step: 'messages', done: 0 }));
  }

  async messages(signal: AbortSignal): Promise<void> {
    let batch: PersonFileMessage[] = [];
    for await (const message of this.#archive.messages(this.at.done)) {
      batch.push(message);
      if (batch.length < batchMessages) continue;
      signal.throwIfAborted();
      await this.#writeMessages(batch);
      batch = [];
    }
    if (batch.length > 0) await this.#writeMessages(batch);
  }

  async #writeMessages(batch: readonly PersonFileMessage[]): Promise<void> {
    const { workspaceId } = this.#row;
    await this.#step(async (tx) => {
      const ring = await this.#ring(tx);
      const named = batch.flatMap((message) => (message.media_id === null ? [] : [message.media_id]));
      const files = await this.#known(tx, 'file', named);
      const known = await this.#known(
        tx,
        'message',
        batch.map((message) => message.id),
      );
      const rows = batch
        .filter((message) => !known.has(message.id))
        .map((message): ImportedRow => {
          const mediaId = message.media_id === null ? null : (files.get(message.media_id) ?? null);
          if (message.media_id !== null && mediaId === null) this.#leave('file_missing');
          const row = this.#imported('message', message.id, new Date(message.occurred_at), null, mediaId);
          return { ...row, contentSealed: sealImported(ring.primary, importedAad(workspaceId, row.id), message) };
        });
      const stored = rows.length === 0 ? [] : await tx.query(insertImported(workspaceId, rows));
      this.#add('messages', stored.length);
      this.#add('known', batch.length - stored.length);
      return { step: 'messages', done: this.at.done + batch.length };
    });
  }

  #imported(
    kind: ImportedRow['kind'],
    sourceId: string,
    occurredAt: Date,
    contentSealed: Buffer | null,
    mediaId: string | null,
  ): ImportedRow {
    return {
      id: this.#ctx.ids.uuid(),
      contactId: this.#contactId,
      importId: this.#row.id,
      kind,
      sourceId,
      occurredAt,
      contentSealed,
      mediaId,
    };
  }

  /** What of these came already, with the file it became. */
  async #known(tx: TenantTx | EngineTx, kind: ImportedRow['kind'], sourceIds: readonly string[]): Promise<Map<string, string | null>> {
    if (sourceIds.length === 0) return new Map();
    const { workspaceId } = this.#row;
    const ids = await memberIdsOf(this.#ctx, workspaceId, this.#contactId);
    const rows = await tx.query<{ sourceId: string; mediaId: string | null }>(
      selectKnown(workspaceId, [...new Set([...ids, this.#contactId])], kind, sourceIds),
    );
    return new Map(rows.map((row) => [row.sourceId, row.mediaId]));
  }

  async #ring(tx: TenantTx | EngineTx): Promise<KeyRing> {
    const { workspaceId } = this.#row;
    const ring = (await this.#ctx.keyring.contactKeys([{ workspaceId, contactId: this.#contactId }], tx)).get(this.#contactId);
    if (ring === undefined) throw new RunEnd('contact_erased');
    return ring;
  }

  async #step(act: (tx: TenantTx) => Promise<PersonImportRow['progress']>): Promise<void> {
    await withTenant(this.#ctx.db, this.#row.workspaceId, async (tx) => {
      await this.#reach(tx, await act(tx));
    });
  }

  async #reach(tx: TenantTx | EngineTx, progress: PersonImportRow['progress']): Promise<void> {
    const { workspaceId, id } = this.#row;
    const change = { contactId: this.#contactId, progress, counts: this.#counts, leftOut: this.#leftOut };
    await tx.query(updatePersonProgress(workspaceId, id, change));
    await tellPersonImport(this.#ctx, tx, workspaceId, id);
    this.at = progress;
  }

  #add(word: keyof Counts, by = 1): void {
    this.#counts[word] = (this.#counts[word] ?? 0) + by;
  }

  #leave(why: 'file_missing' | 'file_refused'): void {
    const known = this.#leftOut.find((one) => one.why === why);
    if (known === undefined) this.#leftOut.push({ why, what: null, count: 1 });
    else known.count += 1;
  }
}

/** Words that say where a consent came from and what proved it there. */
function provenance(consent: PersonFile['consents'][number], from: string, exportedAt: string): string {
  const { evidence } = consent;
  const named = (word: string, value: string | null | undefined) => (value === null || value === undefined ? null : `${word}: ${value}`);
  const proofs = [
    evidence?.text,
    named('wording', evidence?.wording),
    named('message', evidence?.message_id),
    named('file', evidence?.media_id),
  ].filter((proof) => proof !== null && proof !== undefined && proof !== '');
  const origin = `Imported from ${from}, exported ${exportedAt.slice(0, 10)}; recorded there by ${consent.source} as ${consent.id}`;
  return `${origin}${proofs.length === 0 ? '' : `; ${proofs.join('; ')}`}`.slice(0, 2_000);
}
