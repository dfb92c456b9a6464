import type { Readable } from 'node:stream';
import { ID_PREFIXES, IMPORT_LIMITS, type Import } from '@kabar/contract';
import { CsvError } from 'csv-parse';
import { appendAudit } from '#modules/audit';
import { auditActorOf, doerOf, invalidField, selectAttributes, type AttributeRow } from '#modules/contacts';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { StorageError } from '#platform/storage/object-storage';
import { detectForm, readCsv, type CsvForm } from './csv-file.ts';
import { guessColumns } from './guess-columns.ts';
import type { ImportsContext } from './imports-context.ts';
import { insertImport, type ImportRow } from './imports.sql.ts';
import { keptDays, presentImport, sealDetails } from './present-import.ts';
import { tellImport } from './tell-import.ts';

const sampleCount = 5;

/**
 * Takes a file: stores it sealed, finds out how it is written, counts its rows and guesses what its columns are. Nothing is imported
 * yet. Errors: `body_too_large`; `validation_failed` for a file without rows, with too many, or that is no table.
 */
export async function uploadImport(
  ctx: ImportsContext,
  actor: WorkspaceActor,
  file: { fileName: string; content: AsyncIterable<Uint8Array>; isCut: () => boolean },
): Promise<Import> {
  const { workspaceId } = actor;
  const id = ctx.ids.uuid();
  const owner = await ctx.keyring.workspaceKeys(workspaceId);
  const name = `${workspaceId}/imports/${id}`;
  const stored = await ctx.storage
    .put({ name, owner: owner.primary, place: filePlace(workspaceId, id), source: file.content, maxBytes: IMPORT_LIMITS.bytes })
    .catch((cause: unknown) => {
      throw cause instanceof StorageError && cause.code === 'too_large' ? tooLarge() : cause;
    });
  try {
    if (file.isCut()) throw tooLarge();
    const open = async () => ctx.storage.get({ name, owner, place: filePlace(workspaceId, id), sealedKey: stored.sealedKey });
    const form = await detectForm(await open());
    const { headers, samples, rowCount } = await survey(await open(), form);
    const attributes = await tenantQuery<AttributeRow>(ctx.db, workspaceId, selectAttributes(workspaceId));
    const { kind: actorKind, id: actorId } = doerOf(actor);
    const createdAt = ctx.clock.now();
    const row: ImportRow = {
      workspaceId,
      id,
      status: 'draft',
      detailsSealed: await sealDetails(ctx, workspaceId, id, { fileName: file.fileName.slice(0, 200), headers, samples }),
      storageKey: name,
      objectKeySealed: stored.sealedKey,
      rowCount,
      ...form,
      settings: { targets: guessColumns(headers, samples, attributes), defaultCountry: null, duplicates: 'fill' },
      consentSealed: null,
      cursorRow: 0,
      counts: {},
      failure: null,
      actorKind,
      actorId,
      createdAt,
      startedAt: null,
      finishedAt: null,
      fileExpiresAt: new Date(createdAt.getTime() + keptDays * 86_400_000),
      undone: null,
      undoCursor: null,
    };
    await withTenant(ctx.db, workspaceId, async (tx) => {
      await tx.query(insertImport(row));
      await tellImport(ctx, tx, id);
      await appendAudit(ctx.audit, tx, {
        actor: auditActorOf(actor),
        action: 'import.uploaded',
        target: { kind: 'import', id: importId(id) },
        after: { row_count: rowCount },
      });
    });
    return await presentImport(ctx, row);
  } catch (error) {
    await ctx.storage.delete(name);
    throw error;
  }
}

async function survey(source: Readable, form: CsvForm): Promise<{ headers: string[]; samples: string[][]; rowCount: number }> {
  let headers: string[] | null = null;
  let samples: string[][] = [];
  let rowCount = 0;
  try {
    for await (const { cells } of readCsv(source, form)) {
      if (headers === null) {
        headers = cells.map((cell) => cell.trim().slice(0, 200));
        samples = headers.map(() => []);
        continue;
      }
      rowCount += 1;
      if (rowCount > IMPORT_LIMITS.rows) throw invalidField('body.file', `the file has more than ${IMPORT_LIMITS.rows} rows`);
      for (const [index, own] of samples.entries()) {
        const cell = (cells[index] ?? '').trim();
        if (cell !== '' && own.length < sampleCount) own.push(cell.slice(0, 100));
      }
    }
  } catch (error) {
    if (error instanceof CsvError) throw invalidField('body.file', `the file cannot be read as a table (${error.code})`);
    throw error;
  } finally {
    source.destroy();
  }
  if (headers === null || rowCount === 0) throw invalidField('body.file', 'the file has no rows below its header');
  return { headers, samples, rowCount };
}

/** What the bytes of a file are bound to. */
export function filePlace(workspaceId: string, id: string): string[] {
  return [workspaceId, 'imports', 'file', id];
}

function tooLarge(): AppError {
  return new AppError('body_too_large', { details: { limit_bytes: IMPORT_LIMITS.bytes } });
}

function importId(id: string): string {
  return toPublicId(ID_PREFIXES.import, id);
}
