import type { DenialReason, PrivacyRequestState, UpdatePrivacyRequest } from '@kabar/contract';
import { setRestricted } from '#modules/contacts';
import type { TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId } from '#platform/ids';
import { personIn, requestPublicId, type Actor } from './acting.ts';
import { changeRequest, noteEvent } from './change-request.ts';
import { officeIn, type Office } from './office.ts';
import { findPerson } from './open-request.ts';
import { reckonClocks, vetoUntil } from './reckon-clocks.ts';
import type { RequestsContext } from './requests-context.ts';
import { selectSame, type RequestPatch, type RequestRow } from './requests.sql.ts';
import { openSubject, sealText } from './subject.ts';
import { tellPersonJob, workJob } from './tell-person-job.ts';

const undecided = ['received', 'identity_check', 'planned'] as const;
const stoppable = ['planned', 'veto_window'] as const;

/**
 * Starts the work on a request whose person is proved. An erasure waits while it can be stopped; where two members have to agree, it waits for the
 * second. Errors: `not_found`; `request_not_possible`; `same_member` for a key where two members have to agree.
 */
export async function startRequest(ctx: RequestsContext, actor: Actor, id: string): Promise<void> {
  await changeRequest(ctx, actor, id, ['planned'], async (row, tx) => {
    if (row.plannedBy !== null || (row.contactId === null && row.userId === null)) throw new AppError('request_not_possible');
    const office = await officeIn(tx);
    const plannedBy = actor.kind === 'member' ? actor.id : null;
    if (needsSecond(row, office)) {
      if (plannedBy === null) throw new AppError('same_member');
      return { patch: { plannedBy }, event: 'planned' };
    }
    return begin(ctx, tx, actor, row, office, { plannedBy });
  });
}

/** A second member agrees to what another one started. Errors: `not_found`; `request_not_possible`; `same_member` for the one who started it. */
export async function approveRequest(ctx: RequestsContext, actor: Actor, id: string): Promise<void> {
  await changeRequest(ctx, actor, id, ['planned'], async (row, tx) => {
    if (row.plannedBy === null) throw new AppError('request_not_possible');
    if (actor.kind !== 'member' || row.plannedBy === actor.id) throw new AppError('same_member');
    return begin(ctx, tx, actor, row, await officeIn(tx), { approvedBy: actor.id });
  });
}

/** Whether a second member has to agree before a request begins. */
export function needsSecond(row: Pick<RequestRow, 'kind' | 'isChild' | 'workspaceId'>, office: Pick<Office, 'four_eyes'>): boolean {
  return office.four_eyes && row.kind === 'erase' && !row.isChild;
}

async function begin(ctx: RequestsContext, tx: TenantTx, actor: Actor, row: RequestRow, office: Office, who: RequestPatch) {
  const until = vetoUntil(row, office.veto_days, ctx.clock.now());
  if (until !== null) {
    // Set apart at once: while it can still be stopped, nothing is done with the data any more.
    const hasRestricted = row.contactId !== null && (await restrict(ctx, tx, actor, row.contactId, true));
    // Now, because the 24 hours in which a message can be sent are over when it begins.
    await ctx.jobs.enqueue(tx, tellPersonJob, { workspaceId: row.workspaceId, requestId: row.id, word: 'beginning' });
    return { patch: { ...who, state: 'veto_window' as const, vetoUntil: until, hasRestricted }, event: 'veto_began' };
  }
  await ctx.jobs.enqueue(tx, workJob, { workspaceId: actor.workspaceId, requestId: row.id });
  return { patch: { ...who, state: 'executing' as const }, event: 'started' };
}

/** Begins an erasure whose time to be stopped is over, or now where a member wants it. */
export async function endVeto(ctx: RequestsContext, actor: Actor, id: string): Promise<void> {
  await changeRequest(ctx, actor, id, ['veto_window'], async (row, tx) => {
    await ctx.jobs.enqueue(tx, workJob, { workspaceId: actor.workspaceId, requestId: row.id });
    return { patch: { state: 'executing', vetoUntil: null }, event: 'started' };
  });
}

/** Stops what was started and not begun: it goes back to be decided anew, and the person's data is used again as before. */
export async function stopRequest(ctx: RequestsContext, actor: Actor, id: string): Promise<void> {
  await changeRequest(ctx, actor, id, stoppable, async (row, tx) => {
    if (row.state === 'planned' && row.plannedBy === null) throw new AppError('request_not_possible');
    if (row.hasRestricted && row.contactId !== null) await restrict(ctx, tx, actor, row.contactId, false);
    return { patch: { state: 'planned', plannedBy: null, approvedBy: null, vetoUntil: null, hasRestricted: false }, event: 'stopped' };
  });
}

/** The person took their request back, or a member did for them. */
export async function cancelRequest(ctx: RequestsContext, actor: Actor, id: string): Promise<void> {
  await changeRequest(ctx, actor, id, [...undecided, 'veto_window'], async (row, tx) => {
    if (row.hasRestricted && row.contactId !== null) await restrict(ctx, tx, actor, row.contactId, false);
    await tellLater(ctx, tx, row, 'cancelled');
    return { patch: { state: 'cancelled', closedAt: ctx.clock.now(), vetoUntil: null, hasRestricted: false }, event: 'cancelled' };
  });
}

/** Refuses a request; the person is told why and where to complain. Errors: `not_found`; `request_not_possible`. */
export async function denyRequest(ctx: RequestsContext, actor: Actor, id: string, denial: DenialReason, text: string): Promise<void> {
  await changeRequest(ctx, actor, id, undecided, async (row, tx) => {
    await tellLater(ctx, tx, row, 'denied');
    const denialSealed = await sealText(ctx, tx, { workspaceId: actor.workspaceId, id, column: 'denial_sealed' }, text);
    return { patch: { state: 'denied', denial, denialSealed, closedAt: ctx.clock.now() }, event: 'denied', data: { reason: denial } };
  });
}

/**
 * Puts a request off as far as every clock allows; the person is told why. Only once, and only before the time is over, as the laws demand.
 * Errors: `not_found`; `request_not_possible`.
 */
export async function extendRequest(ctx: RequestsContext, actor: Actor, id: string, reason: string): Promise<void> {
  await changeRequest(ctx, actor, id, [...undecided, 'veto_window', 'executing', 'verifying', 'partial'], async (row, tx) => {
    const now = ctx.clock.now();
    if (row.extendUntil === null || row.extendedAt !== null || row.dueAt <= now) throw new AppError('request_not_possible');
    await tellLater(ctx, tx, row, 'extended');
    const extensionSealed = await sealText(ctx, tx, { workspaceId: actor.workspaceId, id, column: 'extension_sealed' }, reason);
    return { patch: { dueAt: row.extendUntil, extendUntil: null, extendedAt: now, extensionSealed, reminded: 0 }, event: 'extended' };
  });
}

/** Sets a request aside as the same as another open one, or takes that back. Errors: `not_found`; `request_not_possible`. */
export async function setDuplicate(ctx: RequestsContext, actor: Actor, id: string, isDuplicate: boolean): Promise<void> {
  await changeRequest(ctx, actor, id, isDuplicate ? undecided : ['duplicate'], async (row, tx) => {
    if (!isDuplicate) {
      const state: PrivacyRequestState =
        row.contactId === null && row.userId === null
          ? 'received'
          : row.identity === 'proved' || row.identity === 'judged'
            ? 'planned'
            : 'identity_check';
      return { patch: { state, duplicateOf: null, closedAt: null }, event: 'not_duplicate' };
    }
    const [same] = await tx.query<{ id: string }>(selectSame(actor.workspaceId, row));
    if (same === undefined) throw new AppError('request_not_possible');
    await tellLater(ctx, tx, row, 'duplicate');
    return {
      patch: { state: 'duplicate', duplicateOf: same.id, closedAt: ctx.clock.now() },
      event: 'duplicate',
      data: { of: requestPublicId(same.id) },
    };
  });
}

/** Corrects what was recorded of a request while nothing was decided; clocks are worked out anew from when it was received. */
export async function correctRequest(ctx: RequestsContext, actor: Actor, id: string, change: UpdatePrivacyRequest): Promise<void> {
  await changeRequest(ctx, actor, id, undecided, async (row, tx) => {
    if (row.plannedBy !== null) throw new AppError('request_not_possible');
    const subject = await openSubject(ctx, row);
    const wanted = change.contact_id === undefined ? row.contactId : fromPublicId('ctc', change.contact_id);
    const person = await findPerson(ctx, actor.workspaceId, wanted, { phone: subject?.phone ?? null });
    const hasMoved = person.contactId !== row.contactId;
    const kind = change.kind ?? row.kind;
    const residence = change.residence === undefined ? row.residence : change.residence;
    const facts = { kind, receivedAt: row.receivedAt, residence, phone: person.phone, country: person.country };
    const times = reckonClocks(facts, await officeIn(tx));
    // Another person's proof proves nothing about this one.
    const proof = hasMoved
      ? { identity: 'open' as const, identityMethod: null, identityAt: null, identityBy: null, identitySealed: null }
      : {};
    const state = hasMoved ? { state: 'identity_check' as const } : {};
    return {
      patch: {
        ...times,
        ...(row.extendedAt === null ? {} : { dueAt: row.dueAt, extendUntil: null }),
        ...proof,
        ...state,
        kind,
        kindGuessed: change.kind === undefined ? row.kindGuessed : false,
        residence,
        contactId: person.contactId,
        country: person.country,
        isChild: change.is_child ?? row.isChild,
        language: change.language ?? row.language,
      },
      event: 'corrected',
      data: Object.fromEntries(Object.keys(change).map((key) => [key, 'changed'])),
    };
  });
}

/** Ends the restriction that a request brought about; the person has been told before, as GDPR art. 18(3) demands. */
export async function liftRestriction(ctx: RequestsContext, actor: Actor, id: string): Promise<void> {
  await changeRequest(ctx, actor, id, ['done'], async (row, tx) => {
    if (row.kind !== 'restrict' || row.contactId === null || !row.hasRestricted) throw new AppError('request_not_possible');
    await restrict(ctx, tx, actor, row.contactId, false);
    return { patch: { hasRestricted: false }, event: 'restriction_lifted' };
  });
}

/** Restricts or frees a contact on behalf of a request, and has what they wrote found again when it ends. */
export async function restrict(
  ctx: RequestsContext,
  tx: TenantTx,
  actor: Actor,
  contactId: string,
  isRestricted: boolean,
): Promise<boolean> {
  const { workspaceId, kind, id } = actor;
  const by = kind === 'member' || kind === 'api_key' ? { kind, id } : { kind: 'system' as const, id: null };
  const changed = await setRestricted(ctx, tx, { workspaceId, contactId, isRestricted, actor: by, at: ctx.clock.now() });
  if (changed && !isRestricted) await ctx.indexAgain(tx, { workspaceId, contactId });
  return changed;
}

/** The person themselves takes their request back, by their own id. Errors: `not_found` for somebody else's. */
export async function cancelOwnRequest(ctx: RequestsContext, workspaceId: string, contactId: string, id: string): Promise<void> {
  const actor = personIn(workspaceId, contactId);
  await changeRequest(ctx, actor, id, [...undecided, 'veto_window'], async (row, tx) => {
    if (row.contactId !== contactId) throw new AppError('not_found');
    if (row.hasRestricted) await restrict(ctx, tx, actor, contactId, false);
    await noteEvent(ctx, tx, actor, id, 'cancelled_by_person');
    await tellLater(ctx, tx, row, 'cancelled');
    return { patch: { state: 'cancelled', closedAt: ctx.clock.now(), vetoUntil: null, hasRestricted: false }, event: 'cancelled' };
  });
}

async function tellLater(
  ctx: RequestsContext,
  tx: TenantTx,
  row: RequestRow,
  word: 'denied' | 'extended' | 'duplicate' | 'cancelled',
): Promise<void> {
  await ctx.jobs.enqueue(tx, tellPersonJob, { workspaceId: row.workspaceId, requestId: row.id, word });
}
