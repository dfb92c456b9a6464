import { ID_PREFIXES, type Incident, type IncidentSummary, type PublicId } from '@kabar/contract';
import { AppError } from '#platform/errors';
import { fromPublicId, toPublicId } from '#platform/ids';
import { clockStates, isOpen, nextStep, type SettledClock } from './clock-states.ts';
import { missingFacts, openDetails, openText } from './incident-details.ts';
import type { IncidentScopeOf, IncidentsContext } from './incidents-context.ts';
import {
  countSubjects,
  selectClocks,
  selectIncident,
  selectIncidents,
  type ClockRow,
  type IncidentRow,
  type StoredScope,
} from './incidents.sql.ts';
import { incidentUuid, withOwner, type IncidentTx } from './work-on-incident.ts';

const mostIncidents = 200;

/** The incidents of an owner, open ones first. */
export async function listIncidents(ctx: IncidentsContext, whose: IncidentScopeOf): Promise<{ data: IncidentSummary[] }> {
  return withOwner(ctx, whose, async (tx) => {
    const rows = await tx.query<IncidentRow>(selectIncidents(whose.ownerId, mostIncidents));
    const settled = await openClocks(
      ctx,
      tx,
      whose.ownerId,
      rows.map(({ id }) => id),
    );
    const data: IncidentSummary[] = [];
    for (const row of rows) {
      const { title, facts } = await openDetails(ctx, whose.ownerId, row.id, row.detailsSealed);
      const clocks = clockStates(row, whose.isOperator, settled.get(row.id) ?? [], ctx.clock.now());
      data.push({
        id: publicId(row.id),
        title,
        status: row.status,
        next_step: nextStep(row, clocks, missingFacts(facts).length),
        risk: row.risk,
        known_at: row.knownAt.toISOString(),
        told_by_operator: row.originId !== null,
        closed_at: row.closedAt?.toISOString() ?? null,
        next_due_at: row.status === 'closed' ? null : (clocks.find(isOpen)?.due_at ?? null),
        late_count: clocks.filter(({ state }) => state === 'late').length,
        contact_count: row.assessment?.contacts ?? null,
      });
    }
    return { data };
  });
}

/** One incident whole. Errors: `not_found`. */
export async function getIncident(ctx: IncidentsContext, whose: IncidentScopeOf, id: string): Promise<Incident> {
  return withOwner(ctx, whose, (tx) => presentIncident(ctx, tx, whose, incidentUuid(id)));
}

/** The same inside a transaction that may have changed it. Errors: `not_found`. */
export async function presentIncident(ctx: IncidentsContext, tx: IncidentTx, whose: IncidentScopeOf, id: string): Promise<Incident> {
  const [row] = await tx.query<IncidentRow>(selectIncident(whose.ownerId, id));
  if (row === undefined) throw new AppError('not_found');
  const { title, facts, lessons } = await openDetails(ctx, whose.ownerId, id, row.detailsSealed);
  const settled = (await openClocks(ctx, tx, whose.ownerId, [id])).get(id) ?? [];
  const clocks = clockStates(row, whose.isOperator, settled, ctx.clock.now());
  const missing = missingFacts(facts);
  const [counts] = await tx.query<{ told: number; unreachable: number }>(countSubjects(whose.ownerId, id));
  return {
    id: publicId(id),
    title,
    status: row.status,
    next_step: nextStep(row, clocks, missing.length),
    risk: row.risk,
    happened_from: row.happenedFrom.toISOString(),
    happened_until: row.happenedUntil?.toISOString() ?? null,
    known_at: row.knownAt.toISOString(),
    laws: row.laws,
    scope: presentScope(row.scope),
    facts,
    missing_facts: missing,
    clocks,
    affected:
      row.assessment === null || row.assessedAt === null
        ? null
        : {
            assessed_at: row.assessedAt.toISOString(),
            contact_count: row.assessment.contacts,
            member_count: row.assessment.members,
            workspace_count: row.assessment.workspaces,
            by_data: row.assessment.byData,
            suggested_laws: row.assessment.laws,
            told_count: counts?.told ?? 0,
            unreachable_count: counts?.unreachable ?? 0,
          },
    told_by_operator: row.originId !== null,
    lessons,
    created_at: row.createdAt.toISOString(),
    closed_at: row.closedAt?.toISOString() ?? null,
  };
}

/** Settled clocks by incident, with their remarks. */
export async function openClocks(
  ctx: IncidentsContext,
  tx: IncidentTx,
  ownerId: string,
  ids: readonly string[],
): Promise<Map<string, SettledClock[]>> {
  const settled = new Map<string, SettledClock[]>();
  for (const { incidentId, key, outcome, at, remarkSealed } of await tx.query<ClockRow>(selectClocks(ownerId, ids))) {
    const remark = await openText(ctx, ownerId, 'incident_clocks', `${incidentId}/${key}`, remarkSealed);
    settled.set(incidentId, [...(settled.get(incidentId) ?? []), { key, outcome, at, remark }]);
  }
  return settled;
}

function publicId(id: string): PublicId<'incident'> {
  return toPublicId(ID_PREFIXES.incident, id) as PublicId<'incident'>; // made with the prefix it is branded with
}

function presentScope({ reach, data, numberIds, apiKeyIds, memberIds }: StoredScope): Incident['scope'] {
  return {
    reach,
    data,
    // Made with the prefixes they are branded with.
    number_ids: numberIds.map((id) => toPublicId(ID_PREFIXES.number, id) as PublicId<'number'>),
    api_key_ids: apiKeyIds.map((id) => toPublicId(ID_PREFIXES.apiKey, id) as PublicId<'apiKey'>),
    member_ids: memberIds.map((id) => toPublicId(ID_PREFIXES.member, id) as PublicId<'member'>),
  };
}

/** A scope with database ids. Errors: `not_found` for an id of another kind. */
export function storeScope(scope: Incident['scope']): StoredScope {
  const uuids = (kind: 'number' | 'apiKey' | 'member', ids: readonly string[]): string[] =>
    ids.map((id) => {
      const uuid = fromPublicId(ID_PREFIXES[kind], id);
      if (uuid === null) throw new AppError('not_found');
      return uuid;
    });
  return {
    reach: scope.reach,
    data: [...new Set(scope.data)],
    numberIds: uuids('number', scope.number_ids),
    apiKeyIds: uuids('apiKey', scope.api_key_ids),
    memberIds: uuids('member', scope.member_ids),
  };
}
