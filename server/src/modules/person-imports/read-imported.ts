import { ID_PREFIXES } from '@kabar/contract';
import type { KeyRing } from '#platform/crypto/data-key';
import { tenantQuery } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { importedAad, openImported, type ImportedContent } from './imported-content.ts';
import type { PersonImportsContext } from './person-imports-context.ts';
import { selectImportedMessages, type ImportedRow } from './person-imports.sql.ts';

/** When a row was made: its id is a uuidv7, which begins with the time in milliseconds. */
function idTime(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}

const pageSize = 500;

/** A message that came from elsewhere, for a further export. */
export type ReadImported = ImportedContent & { sourceId: string; occurredAt: Date; importedAt: Date; mediaId: string | null };

/** What contacts wrote and were written elsewhere, newest first, a page in memory at a time. */
export async function* readImported(
  ctx: Pick<PersonImportsContext, 'db'>,
  workspaceId: string,
  contactIds: readonly string[],
  ring: KeyRing,
): AsyncGenerator<ReadImported> {
  let before: { at: string; id: string } | null = null;
  for (;;) {
    const rows: (ImportedRow & { position: string })[] = await tenantQuery<ImportedRow & { position: string }>(
      ctx.db,
      workspaceId,
      selectImportedMessages(workspaceId, contactIds, before, pageSize),
    );
    for (const row of rows) {
      if (row.contentSealed === null) continue;
      const content = openImported(ring, importedAad(workspaceId, row.id), row.contentSealed);
      const mediaId = row.mediaId === null ? null : toPublicId(ID_PREFIXES.media, row.mediaId);
      yield { ...content, sourceId: row.sourceId, occurredAt: row.occurredAt, importedAt: idTime(row.id), mediaId };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    before = { at: last.position, id: last.id };
  }
}
