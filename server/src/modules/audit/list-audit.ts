import { ID_PREFIXES, type AuditEntry, type ListAuditQuery, type Page } from '@kabar/contract';
import type { Database } from '#platform/db/database';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId } from '#platform/ids';
import type { AuditContext } from './append-audit.ts';
import { auditKeys } from './audit-keys.ts';
import { selectEvents, type AuditFilter } from './audit.sql.ts';
import { presentAudit } from './present-audit.ts';

/** A page of a workspace's log, newest first, narrowed as asked. Errors: `cursor_invalid`. */
export async function listAudit(
  ctx: AuditContext & { db: Database },
  input: ListAuditQuery & { workspaceId: string },
): Promise<Page<AuditEntry>> {
  const beforeSeq = readCursor(input.cursor);
  return withTenant(ctx.db, input.workspaceId, async (tx) => {
    const rows = await selectEvents(tx, input.workspaceId, filterOf(input), beforeSeq, input.limit + 1);
    const keys = await auditKeys(ctx.keyring, input.workspaceId, tx);
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    return {
      data: page.map((row) => presentAudit(keys, row)),
      next_cursor: rows.length > input.limit && last !== undefined ? encodeCursor([last.seq]) : null,
    };
  });
}

function readCursor(cursor: string | undefined): number | null {
  const position = decodeCursor(cursor, 1);
  if (position === null) return null;
  const [seq] = position;
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq)) throw new AppError('cursor_invalid');
  return seq;
}

/** A query of the API as the statements take it. An id that names nobody finds nothing. */
export function filterOf(query: Omit<ListAuditQuery, 'cursor' | 'limit'>): AuditFilter {
  const { actor_id: actor, action, target_kind: targetKind, target_id: targetId, way, request_id: requestId, seq, from, until } = query;
  const actorId = actor === undefined ? undefined : (fromPublicId(ID_PREFIXES.user, actor) ?? fromPublicId(ID_PREFIXES.apiKey, actor));
  return {
    actorIds: actorId === undefined ? undefined : actorId === null ? [] : [actorId],
    action,
    targetKind,
    targetId,
    way,
    requestId,
    seq,
    from: from === undefined ? undefined : new Date(from),
    until: until === undefined ? undefined : new Date(until),
  };
}
