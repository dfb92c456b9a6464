import type { CrashReport, ListCrashReportsQuery, Page } from '@kabar/contract';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import type { CrashReportsContext } from './crash-reports-context.ts';
import { selectCrashes, type CrashKindRow } from './crash-reports.sql.ts';

/** Kinds of faults, last seen first. Errors: `cursor_invalid`. */
export async function listCrashes(
  ctx: Pick<CrashReportsContext, 'db'>,
  { source, limit, cursor }: ListCrashReportsQuery,
): Promise<Page<CrashReport>> {
  const position = decodeCursor(cursor, 2);
  const before = position === null ? null : { at: String(position[0]), fingerprint: String(position[1]) };
  const rows = await engineQuery<CrashKindRow>(ctx.db, selectCrashes(source ?? null, before, limit + 1)).catch((cause: unknown) => {
    throw before === null ? cause : new AppError('cursor_invalid', { cause });
  });
  const last = rows.slice(0, limit).at(-1);
  return {
    data: rows.slice(0, limit).map((row) => ({
      fingerprint: row.fingerprint,
      source: row.source,
      name: row.name,
      code: row.code,
      text: row.text,
      route: row.route,
      frames: row.frames,
      versions: row.versions,
      seen_count: row.seenCount,
      days: row.days,
      first_seen_at: row.firstSeenAt.toISOString(),
      last_seen_at: row.lastSeenAt.toISOString(),
    })),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.position, last.fingerprint]) : null,
  };
}
