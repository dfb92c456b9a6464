import type { IncidentEntry } from '@kabar/contract';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { openText } from './incident-details.ts';
import type { IncidentScopeOf, IncidentsContext } from './incidents-context.ts';
import { selectEntries, selectIncident, type EntryRow, type IncidentRow } from './incidents.sql.ts';
import { incidentUuid, withOwner } from './work-on-incident.ts';

/** What was done when and by whom, oldest first. Errors: `not_found`. */
export async function getTimeline(ctx: IncidentsContext, whose: IncidentScopeOf, publicId: string): Promise<{ data: IncidentEntry[] }> {
  const id = incidentUuid(publicId);
  const [found] = await withOwner(ctx, whose, (tx) => tx.query<IncidentRow>(selectIncident(whose.ownerId, id)));
  if (found === undefined) throw new AppError('not_found');
  const data: IncidentEntry[] = [];
  for (const row of await engineQuery<EntryRow>(ctx.db, selectEntries(whose.ownerId, id))) {
    const text = row.textSealed === null ? null : await openText(ctx, whose.ownerId, 'incident_entries', row.id, row.textSealed);
    data.push({ at: row.at.toISOString(), kind: row.kind, by: row.name, text, count: row.count });
  }
  return { data };
}
