import type { CreateIncidentRequest, Incident, SettleClockRequest, UpdateIncidentRequest } from '@kabar/contract';
import { AppError } from '#platform/errors';
import { clockStates, isOpen } from './clock-states.ts';
import { missingFacts, noFacts, openDetails, sealDetails, sealText } from './incident-details.ts';
import type { IncidentScopeOf, IncidentsContext } from './incidents-context.ts';
import {
  insertIncident,
  lockIncident,
  selectOwned,
  updateIncident,
  upsertClock,
  type IncidentRow,
  type StoredScope,
} from './incidents.sql.ts';
import { openClocks, presentIncident, storeScope } from './present-incident.ts';
import { addEntry, incidentUuid, withOpenIncident, withOwner, type IncidentTx } from './work-on-incident.ts';

/** Records that something happened. The clocks run from `known_at`. Errors: `validation_failed`, `not_found` for foreign ids. */
export async function createIncident(ctx: IncidentsContext, whose: IncidentScopeOf, body: CreateIncidentRequest): Promise<Incident> {
  const id = ctx.ids.uuid();
  const now = ctx.clock.now();
  const row: IncidentRow = {
    ownerId: whose.ownerId,
    id,
    originId: null,
    status: 'open',
    risk: body.risk,
    happenedFrom: new Date(body.happened_from),
    happenedUntil: body.happened_until === null ? null : new Date(body.happened_until),
    knownAt: new Date(body.known_at),
    laws: [...new Set(body.laws)],
    scope: storeScope(body.scope),
    detailsSealed: await sealDetails(ctx, whose.ownerId, id, {
      title: body.title,
      facts: { ...noFacts, ...defined(body.facts) },
      lessons: null,
    }),
    assessedAt: null,
    assessment: null,
    personsToldAt: null,
    workspacesToldAt: null,
    createdAt: now,
    closedAt: null,
  };
  requireTimes(row, now);
  return withOwner(ctx, whose, async (tx) => {
    await requireOwned(tx, whose, row.scope);
    await tx.query(insertIncident(row, whose.userId));
    await addEntry(ctx, tx, whose, id, { kind: 'recorded' });
    return presentIncident(ctx, tx, whose, id);
  });
}

/** Changes what is recorded. Errors: `not_found`, `incident_closed`, `validation_failed`. */
export function changeIncident(ctx: IncidentsContext, whose: IncidentScopeOf, id: string, body: UpdateIncidentRequest): Promise<Incident> {
  return withOpenIncident(ctx, whose, id, async (tx, row) => {
    const details = await openDetails(ctx, whose.ownerId, row.id, row.detailsSealed);
    const next: IncidentRow = {
      ...row,
      risk: body.risk === undefined ? row.risk : body.risk,
      happenedFrom: body.happened_from === undefined ? row.happenedFrom : new Date(body.happened_from),
      happenedUntil:
        body.happened_until === undefined ? row.happenedUntil : body.happened_until === null ? null : new Date(body.happened_until),
      knownAt: body.known_at === undefined ? row.knownAt : new Date(body.known_at),
      laws: body.laws === undefined ? row.laws : [...new Set(body.laws)],
      scope: body.scope === undefined ? row.scope : storeScope(body.scope),
      detailsSealed: await sealDetails(ctx, whose.ownerId, row.id, {
        ...details,
        title: body.title ?? details.title,
        facts: { ...details.facts, ...defined(body.facts ?? {}) },
      }),
    };
    requireTimes(next, ctx.clock.now());
    if (body.scope !== undefined) await requireOwned(tx, whose, next.scope);
    await tx.query(updateIncident(next, ctx.clock.now()));
    await addEntry(ctx, tx, whose, row.id, { kind: 'changed', text: Object.keys(body).join(', ') });
    return presentIncident(ctx, tx, whose, row.id);
  });
}

/** Adds what somebody found or did to the timeline. Errors: `not_found`, `incident_closed`. */
export function noteIncident(ctx: IncidentsContext, whose: IncidentScopeOf, id: string, text: string): Promise<void> {
  return withOpenIncident(ctx, whose, id, (tx, row) => addEntry(ctx, tx, whose, row.id, { kind: 'noted', text }));
}

/** Says how a clock was met, or why it does not apply. Errors: `not_found` (also for a clock the incident does not have), `incident_closed`, `validation_failed`. */
export function settleClock(ctx: IncidentsContext, whose: IncidentScopeOf, id: string, body: SettleClockRequest): Promise<Incident> {
  return withOpenIncident(ctx, whose, id, async (tx, row) => {
    const now = ctx.clock.now();
    const { key } = body;
    if (!clockStates(row, whose.isOperator, [], now).some((clock) => clock.key === key)) throw new AppError('not_found');
    const at = body.at === undefined ? now : new Date(body.at);
    if (at > now || at < row.knownAt)
      throw new AppError('validation_failed', {
        details: { issues: [{ path: 'body.at', message: 'must lie between when it became known and now' }] },
      });
    const remarkSealed = await sealText(ctx, whose.ownerId, 'incident_clocks', `${row.id}/${key}`, body.remark);
    await tx.query(upsertClock(whose.ownerId, { incidentId: row.id, key, outcome: body.outcome, at, remarkSealed }));
    await addEntry(ctx, tx, whose, row.id, {
      kind: body.outcome === 'met' ? 'clock_met' : 'clock_dismissed',
      text: `${key}: ${body.remark}`,
    });
    return presentIncident(ctx, tx, whose, row.id);
  });
}

/** Closes an incident with what was learned. Errors: `not_found`, `incident_closed`, `incident_unfinished` while a clock is open or nobody looked who is concerned. */
export function closeIncident(ctx: IncidentsContext, whose: IncidentScopeOf, id: string, lessons: string): Promise<Incident> {
  return withOpenIncident(ctx, whose, id, async (tx, row) => {
    const now = ctx.clock.now();
    const settled = (await openClocks(ctx, tx, whose.ownerId, [row.id])).get(row.id) ?? [];
    const open = clockStates(row, whose.isOperator, settled, now).filter(isOpen);
    const details = await openDetails(ctx, whose.ownerId, row.id, row.detailsSealed);
    const left = [
      ...open.map(({ key }) => key),
      ...(row.assessment === null ? ['assessment'] : []),
      ...missingFacts(details.facts),
      ...(details.facts.cause === '' ? ['cause'] : []),
    ];
    if (left.length > 0) throw new AppError('incident_unfinished', { details: { left } });
    const detailsSealed = await sealDetails(ctx, whose.ownerId, row.id, { ...details, lessons });
    await tx.query(updateIncident({ ...row, status: 'closed', closedAt: now, detailsSealed }, now));
    await addEntry(ctx, tx, whose, row.id, { kind: 'closed' });
    return presentIncident(ctx, tx, whose, row.id);
  });
}

/** Opens a closed incident again, because something new came to light. Errors: `not_found`. */
export async function reopenIncident(ctx: IncidentsContext, whose: IncidentScopeOf, publicId: string): Promise<Incident> {
  const id = incidentUuid(publicId);
  return withOwner(ctx, whose, async (tx) => {
    const [row] = await tx.query<IncidentRow>(lockIncident(whose.ownerId, id));
    if (row === undefined) throw new AppError('not_found');
    if (row.status === 'closed') {
      await tx.query(updateIncident({ ...row, status: 'open', closedAt: null }, ctx.clock.now()));
      await addEntry(ctx, tx, whose, id, { kind: 'reopened' });
    }
    return presentIncident(ctx, tx, whose, id);
  });
}

function requireTimes({ happenedFrom, happenedUntil, knownAt }: IncidentRow, now: Date): void {
  const wrong = (path: string, message: string): never => {
    throw new AppError('validation_failed', { details: { issues: [{ path: `body.${path}`, message }] } });
  };
  if (knownAt > now) wrong('known_at', 'must not lie ahead');
  if (happenedFrom > now) wrong('happened_from', 'must not lie ahead');
  if (happenedUntil !== null && happenedUntil < happenedFrom) wrong('happened_until', 'must not lie before the beginning');
}

/** A workspace names its own numbers, keys and members only; a foreign id is as good as none. */
async function requireOwned(tx: IncidentTx, whose: IncidentScopeOf, scope: StoredScope): Promise<void> {
  if (whose.isOperator) return;
  const [found] = await tx.query<{ count: number }>(selectOwned(whose.ownerId, scope));
  const wanted = new Set([...scope.numberIds, ...scope.apiKeyIds, ...scope.memberIds]).size;
  if ((found?.count ?? 0) !== wanted) throw new AppError('not_found');
}

function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // Without the keys whose value is undefined.
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
