import {
  ID_PREFIXES,
  type CreateHoldRequest,
  type ListHoldsQuery,
  type Page,
  type ReleaseHoldRequest,
  type RetentionHold,
  type UpdateHoldRequest,
} from '@kabar/contract';
import { appendAudit, personal } from '#modules/audit';
import { auditActorOf, uuidOf } from '#modules/contacts';
import { tenantQuery, withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId, toPublicId } from '#platform/ids';
import { holdPlace } from './active-holds.ts';
import { insertHold, lockSweep, releaseHold, selectHold, selectHoldEnds, selectHolds, updateHold, type HoldRow } from './holds.sql.ts';
import type { RetentionContext } from './retention-context.ts';

const dayMs = 86_400_000;
/** A hold that nobody looks at for longer is a policy in disguise. */
const furthestReviewDays = 731;

/** A page of holds, newest first. Errors: `cursor_invalid`. */
export async function listHolds(ctx: RetentionContext, workspaceId: string, query: ListHoldsQuery): Promise<Page<RetentionHold>> {
  const position = decodeCursor(query.cursor, 1);
  const beforeId = position === null ? null : fromPublicId(ID_PREFIXES.hold, String(position[0]));
  if (position !== null && beforeId === null) throw new AppError('cursor_invalid');
  const contactId = query.contact_id === undefined ? null : uuidOf('contact', query.contact_id);
  const rows = await tenantQuery<HoldRow>(
    ctx.db,
    workspaceId,
    selectHolds(workspaceId, { isReleased: query.status === 'released', contactId, beforeId, limit: query.limit + 1 }),
  );
  const data = await Promise.all(rows.slice(0, query.limit).map((row) => present(ctx, workspaceId, row)));
  const last = data.at(-1);
  return { data, next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.id]) : null };
}

/**
 * Puts a hold on data: from its commit on no sweep removes what it covers. Errors: `not_found` for a contact, conversation or member of another
 * workspace; `validation_failed` for a review date that has passed or is further than two years away.
 */
export async function createHold(ctx: RetentionContext, actor: WorkspaceActor, request: CreateHoldRequest): Promise<RetentionHold> {
  const { workspaceId } = actor;
  const now = ctx.clock.now();
  requireReviewDay(request.review_on, now);
  if (request.from !== undefined && request.until !== undefined && new Date(request.from) >= new Date(request.until))
    throw invalid('until', 'must be after from');
  const id = ctx.ids.uuid();
  const ends = {
    contactId: request.contact_id === undefined ? null : uuidOf('contact', request.contact_id),
    conversationId: request.conversation_id === undefined ? null : uuidOf('conversation', request.conversation_id),
    memberId: uuidOf('member', request.owner_member_id),
  };
  const reasonSealed = await ctx.keyring.sealSecret(holdPlace(workspaceId, id, 'reason_sealed'), request.reason);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(lockSweep(workspaceId));
    await requireEnds(tx, ends);
    await tx.query(
      insertHold(workspaceId, {
        id,
        reasonSealed,
        ownerMemberId: ends.memberId,
        reviewOn: request.review_on,
        contactId: ends.contactId,
        conversationId: ends.conversationId,
        classes: request.classes ?? null,
        fromAt: request.from === undefined ? null : new Date(request.from),
        untilAt: request.until === undefined ? null : new Date(request.until),
        createdBy: doer(actor),
        createdAt: now,
      }),
    );
    await record(ctx, tx, actor, id, 'hold.placed', {
      reason: personal(request.reason),
      owner: request.owner_member_id,
      review_on: request.review_on,
      contact: request.contact_id ?? null,
      conversation: request.conversation_id ?? null,
      classes: request.classes ?? null,
      from: request.from ?? null,
      until: request.until ?? null,
    });
  });
  return getHold(ctx, workspaceId, id);
}

/** Changes owner or review date. Errors: `not_found`; `conflict` for a released one; `validation_failed`. */
export async function changeHold(
  ctx: RetentionContext,
  actor: WorkspaceActor,
  id: string,
  change: UpdateHoldRequest,
): Promise<RetentionHold> {
  const { workspaceId } = actor;
  if (change.review_on !== undefined) requireReviewDay(change.review_on, ctx.clock.now());
  const ownerMemberId = change.owner_member_id === undefined ? null : uuidOf('member', change.owner_member_id);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await requireHold(tx, workspaceId, id);
    await requireEnds(tx, { contactId: null, conversationId: null, memberId: ownerMemberId });
    const changed = await tx.query(updateHold(workspaceId, id, { ownerMemberId, reviewOn: change.review_on ?? null }));
    if (changed.length === 0) throw new AppError('conflict');
    await record(ctx, tx, actor, id, 'hold.changed', { owner: change.owner_member_id ?? null, review_on: change.review_on ?? null });
  });
  return getHold(ctx, workspaceId, id);
}

/** Ends a hold; what it kept and is due goes with the next sweep. Errors: `not_found`; `conflict` when it has ended. */
export async function endHold(
  ctx: RetentionContext,
  actor: WorkspaceActor,
  id: string,
  { reason }: ReleaseHoldRequest,
): Promise<RetentionHold> {
  const { workspaceId } = actor;
  const reasonSealed = await ctx.keyring.sealSecret(holdPlace(workspaceId, id, 'release_reason_sealed'), reason);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await requireHold(tx, workspaceId, id);
    const ended = await tx.query(releaseHold(workspaceId, id, doer(actor), reasonSealed, ctx.clock.now()));
    if (ended.length === 0) throw new AppError('conflict');
    await record(ctx, tx, actor, id, 'hold.released', { reason: personal(reason) });
  });
  return getHold(ctx, workspaceId, id);
}

async function getHold(ctx: RetentionContext, workspaceId: string, id: string): Promise<RetentionHold> {
  const [row] = await tenantQuery<HoldRow>(ctx.db, workspaceId, selectHold(workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  return present(ctx, workspaceId, row);
}

async function requireHold(tx: TenantTx, workspaceId: string, id: string): Promise<void> {
  if ((await tx.query(selectHold(workspaceId, id))).length === 0) throw new AppError('not_found');
}

async function requireEnds(tx: TenantTx, ends: Parameters<typeof selectHoldEnds>[1]): Promise<void> {
  const [found] = await tx.query<{ contact: boolean; conversation: boolean; member: boolean }>(selectHoldEnds(tx.workspaceId, ends));
  if (found?.contact !== true || !found.conversation || !found.member) throw new AppError('not_found');
}

function requireReviewDay(day: string, now: Date): void {
  const today = now.toISOString().slice(0, 10);
  if (day <= today) throw invalid('review_on', 'must be a day to come');
  if (new Date(day).getTime() > now.getTime() + furthestReviewDays * dayMs) throw invalid('review_on', 'must be within two years');
}

function invalid(path: string, message: string): AppError<'validation_failed'> {
  return new AppError('validation_failed', { details: { issues: [{ path, message }] } });
}

async function record(
  ctx: RetentionContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  id: string,
  action: string,
  after: NonNullable<Parameters<typeof appendAudit>[2]['after']>,
): Promise<void> {
  const publicId = toPublicId(ID_PREFIXES.hold, id);
  const data = { hold_id: publicId };
  await appendEvents(tx, [{ workspaceId: tx.workspaceId, type: 'hold.updated', data, occurredAt: ctx.clock.now() }]);
  await appendAudit(ctx.audit, tx, { actor: auditActorOf(actor), action, target: { kind: 'hold', id: publicId }, after });
}

function doer(actor: WorkspaceActor): string {
  return actor.kind === 'user' ? actor.memberId : actor.apiKeyId;
}

async function present(ctx: RetentionContext, workspaceId: string, row: HoldRow): Promise<RetentionHold> {
  const publicId = <Kind extends 'hold' | 'member' | 'contact' | 'conversation'>(kind: Kind, id: string) =>
    toPublicId(ID_PREFIXES[kind], id);
  const { releaseReasonSealed } = row;
  return {
    id: publicId('hold', row.id) as RetentionHold['id'], // made with the prefix it is branded with, as those below
    reason: await ctx.keyring.openSecret(holdPlace(workspaceId, row.id, 'reason_sealed'), row.reasonSealed),
    owner_member_id: publicId('member', row.ownerMemberId) as RetentionHold['owner_member_id'],
    owner_name: row.ownerName,
    review_on: row.reviewOn,
    is_review_due: row.releasedAt === null && row.reviewOn <= ctx.clock.now().toISOString().slice(0, 10),
    contact_id: row.contactId === null ? null : (publicId('contact', row.contactId) as NonNullable<RetentionHold['contact_id']>),
    conversation_id:
      row.conversationId === null ? null : (publicId('conversation', row.conversationId) as NonNullable<RetentionHold['conversation_id']>),
    classes: row.classes,
    from: row.fromAt?.toISOString() ?? null,
    until: row.untilAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    released_at: row.releasedAt?.toISOString() ?? null,
    release_reason:
      releaseReasonSealed === null
        ? null
        : await ctx.keyring.openSecret(holdPlace(workspaceId, row.id, 'release_reason_sealed'), releaseReasonSealed),
  };
}
