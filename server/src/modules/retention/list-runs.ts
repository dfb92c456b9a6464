import { ID_PREFIXES, type ListRetentionRunsQuery, type Page, type RetentionRun } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId } from '#platform/ids';
import { presentRun } from './present.ts';
import type { RetentionContext } from './retention-context.ts';
import { selectRun, selectRuns, type RunRow } from './retention.sql.ts';

/** A page of receipts, newest first. Errors: `cursor_invalid`. */
export async function listRuns(
  ctx: Pick<RetentionContext, 'db'>,
  workspaceId: string,
  query: ListRetentionRunsQuery,
): Promise<Page<RetentionRun>> {
  const position = decodeCursor(query.cursor, 1);
  const beforeId = position === null ? null : fromPublicId(ID_PREFIXES.retentionRun, String(position[0]));
  if (position !== null && beforeId === null) throw new AppError('cursor_invalid');
  const rows = await tenantQuery<RunRow>(ctx.db, workspaceId, selectRuns(workspaceId, beforeId, query.limit + 1));
  const data = rows.slice(0, query.limit).map(presentRun);
  const last = data.at(-1);
  return { data, next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.id]) : null };
}

/** One receipt. Errors: `not_found`. */
export async function getRun(ctx: Pick<RetentionContext, 'db'>, workspaceId: string, id: string): Promise<RetentionRun> {
  const [row] = await tenantQuery<RunRow>(ctx.db, workspaceId, selectRun(workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  return presentRun(row);
}
