import { BREACH_LAWS, ID_PREFIXES } from '@kabar/contract';
import type { DataKind, Incident, IncidentPerson, ListIncidentPersonsQuery, Page, PublicId } from '@kabar/contract';
import { jurisdictionOfPlace } from '#modules/law';
import { withEngine } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { toPublicId } from '#platform/ids';
import type { IncidentScopeOf, IncidentsContext } from './incidents-context.ts';
import {
  countByData,
  countSubjects,
  deleteSubjects,
  insertAffected,
  selectCountries,
  selectSubjects,
  updateIncident,
  type SubjectRow,
} from './incidents.sql.ts';
import { presentIncident } from './present-incident.ts';
import { addEntry, incidentUuid, withOpenIncident, withOwner } from './work-on-incident.ts';

/**
 * Finds who is concerned, by one statement over everything, and writes them down as they were found. Asked again it finds anew; who was told stays told. For a workspace
 * its own people, for the installation those of all workspaces: the statement runs as the engine, because sessions belong to accounts, and names
 * the workspace itself.
 *
 * Errors: `not_found`, `incident_closed`, `validation_failed` while no kind of data is named.
 */
export async function assessIncident(ctx: IncidentsContext, whose: IncidentScopeOf, publicId: string): Promise<Incident> {
  const found = await withOpenIncident(ctx, whose, publicId, async (_tx, row) => row);
  if (found.scope.data.length === 0)
    throw new AppError('validation_failed', {
      details: { issues: [{ path: 'scope.data', message: 'name what kinds of data are concerned' }] },
    });
  const now = ctx.clock.now();
  // While it is not over, whatever exists at this moment counts.
  const time = { from: found.happenedFrom, until: found.happenedUntil ?? new Date(now.getTime() + 1) };
  const within = whose.isOperator ? null : whose.ownerId;
  const { counts, byData, countries } = await withEngine(ctx.db, 'who is concerned by an incident', async (tx) => {
    await tx.query(deleteSubjects(whose.ownerId, found.id));
    await tx.query(insertAffected(whose.ownerId, found.id, within, found.scope, time));
    return {
      counts: (await tx.query<{ contacts: number; members: number; workspaces: number }>(countSubjects(whose.ownerId, found.id)))[0],
      byData: await tx.query<{ data: DataKind; count: number }>(countByData(whose.ownerId, found.id)),
      countries: await tx.query<{ country: string }>(selectCountries(whose.ownerId, found.id)),
    };
  });
  const laws = new Set(countries.map(({ country }) => jurisdictionOfPlace(country)));
  return withOpenIncident(ctx, whose, publicId, async (tx, row) => {
    const assessment = {
      contacts: counts?.contacts ?? 0,
      members: counts?.members ?? 0,
      workspaces: counts?.workspaces ?? 0,
      byData,
      laws: BREACH_LAWS.filter((law) => laws.has(law)),
    };
    await tx.query(updateIncident({ ...row, assessedAt: now, assessment }, now));
    await addEntry(ctx, tx, whose, row.id, { kind: 'assessed', count: assessment.contacts + assessment.members });
    return presentIncident(ctx, tx, whose, row.id);
  });
}

/** A page of those concerned. Errors: `not_found`, `cursor_invalid`. */
export async function listPersons(
  ctx: IncidentsContext,
  whose: IncidentScopeOf,
  publicId: string,
  query: ListIncidentPersonsQuery,
): Promise<Page<IncidentPerson>> {
  const id = incidentUuid(publicId);
  const [kind, subjectId] = decodeCursor(query.cursor, 2) ?? [];
  const after = kind === undefined || subjectId === undefined ? null : { kind: String(kind), id: String(subjectId) };
  return withOwner(ctx, whose, async (tx) => {
    await presentIncident(ctx, tx, whose, id); // refuses an incident of somebody else
    const rows = await tx.query<SubjectRow>(selectSubjects(whose.ownerId, id, query.outcome ?? null, after, query.limit + 1));
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      data: page.map(presentPerson),
      next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.kind, last.subjectId]) : null,
    };
  });
}

const onTheWay = new Set(['queued', 'held', 'sending', 'scheduled']);
const undone = new Set(['failed', 'skipped', 'cancelled']);

function presentPerson(row: SubjectRow): IncidentPerson {
  const status = row.messageStatus ?? '';
  const outcome = undone.has(status) ? 'unreachable' : onTheWay.has(status) ? 'sending' : row.outcome;
  return {
    kind: row.kind,
    // Made with the prefixes they are branded with.
    workspace_id: toPublicId(ID_PREFIXES.workspace, row.subjectWorkspaceId) as PublicId<'workspace'>,
    contact_id: row.kind === 'contact' ? (toPublicId(ID_PREFIXES.contact, row.subjectId) as PublicId<'contact'>) : null,
    member_id: row.kind === 'member' ? (toPublicId(ID_PREFIXES.member, row.subjectId) as PublicId<'member'>) : null,
    data: row.data,
    outcome,
    channel: row.channel,
    told_at: row.toldAt?.toISOString() ?? null,
    reason: undone.has(status) ? (row.messageReason ?? status) : row.reason,
  };
}
