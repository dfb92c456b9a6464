import { ID_PREFIXES, type ImportedMessage, type Page, type PageQuery, type PublicId } from '@kabar/contract';
import { memberIdsOf, requireContact } from '#modules/contacts';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { toPublicId } from '#platform/ids';
import { importedAad, openImported } from './imported-content.ts';
import type { PersonImportsContext } from './person-imports-context.ts';
import { selectImportedMessages, type ImportedRow } from './person-imports.sql.ts';

type StoredMessage = ImportedRow & { position: string };

/** What a contact wrote and was written elsewhere, newest first. Errors: `not_found`, `cursor_invalid`. */
export async function listImportedMessages(
  ctx: PersonImportsContext,
  actor: WorkspaceActor,
  publicId: string,
  { limit, cursor }: PageQuery,
): Promise<Page<ImportedMessage>> {
  const { workspaceId } = actor;
  const contactId = await requireContact(ctx, actor, publicId);
  const ids = await memberIdsOf(ctx, workspaceId, contactId);
  const position = decodeCursor(cursor, 2);
  const before = position === null ? null : { at: String(position[0]), id: String(position[1]) };
  const rows = await tenantQuery<StoredMessage>(ctx.db, workspaceId, selectImportedMessages(workspaceId, ids, before, limit + 1)).catch(
    (cause: unknown) => {
      throw before === null ? cause : new AppError('cursor_invalid', { cause });
    },
  );
  const rings = await ctx.keyring.contactKeys(ids.map((id) => ({ workspaceId, contactId: id })));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    data: page.flatMap((row) => {
      const ring = rings.get(row.contactId);
      if (ring === undefined || row.contentSealed === null) return [];
      const { direction, type, content, conversation } = openImported(ring, importedAad(workspaceId, row.id), row.contentSealed);
      return [
        {
          id: toPublicId(ID_PREFIXES.importedRecord, row.id) as PublicId<'importedRecord'>, // made with the prefixes they are branded with
          person_import_id: toPublicId(ID_PREFIXES.personImport, row.importId) as PublicId<'personImport'>,
          source_id: row.sourceId,
          conversation,
          direction,
          type,
          occurred_at: row.occurredAt.toISOString(),
          content,
          media_id: row.mediaId === null ? null : (toPublicId(ID_PREFIXES.media, row.mediaId) as PublicId<'media'>),
        },
      ];
    }),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.position, last.id]) : null,
  };
}
