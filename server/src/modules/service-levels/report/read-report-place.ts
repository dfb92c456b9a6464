import { ID_PREFIXES } from '@kabar/contract';
import { instantOf, parseDay } from '#modules/working-hours';
import type { Database } from '#platform/db/database';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId } from '#platform/ids';
import { selectReportPlace } from './report.sql.ts';

const maxDays = 366;

/** Where and when a report looks. `first` and `last` are days counted from 1970; `bounds` their beginnings, and the end of the last. */
export type ReportPlace = { zone: string; first: number; last: number; bounds: Date[]; numberId: string | null; teamId: string | null };

/**
 * Reads the days and limits of a report in the time zone of the workspace. Errors: `validation_failed` for days out of order or more
 * than 366; `not_found` for a number or team of another workspace.
 */
export async function readReportPlace(
  ctx: { db: Database },
  workspaceId: string,
  query: { from: string; until: string; number_id?: string | undefined; team_id?: string | undefined },
): Promise<ReportPlace> {
  const [first, last] = [parseDay(query.from), parseDay(query.until)];
  if (last < first || last - first >= maxDays) {
    const message = last < first ? 'must not be before the first day' : `must be at most ${maxDays - 1} days after the first`;
    throw new AppError('validation_failed', { details: { issues: [{ path: 'query.until', message }] } });
  }
  const numberId = optionalUuid(ID_PREFIXES.number, query.number_id);
  const teamId = optionalUuid(ID_PREFIXES.team, query.team_id);
  const [place] = await tenantQuery<{ timeZone: string; isKnown: boolean }>(
    ctx.db,
    workspaceId,
    selectReportPlace(workspaceId, numberId, teamId),
  );
  if (place?.isKnown !== true) throw new AppError('not_found');
  const zone = place.timeZone;
  const bounds = Array.from({ length: last - first + 2 }, (_, day) => new Date(instantOf(zone, first + day, 0)));
  return { zone, first, last, bounds, numberId, teamId };
}

function optionalUuid(prefix: string, publicId: string | undefined): string | null {
  if (publicId === undefined) return null;
  const id = fromPublicId(prefix, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
