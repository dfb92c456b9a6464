import { ContactFilter, ID_PREFIXES, type CreateSegmentRequest, type Segment, type UpdateSegmentRequest } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { ContactsContext } from '../contacts-context.ts';
import { auditActorOf } from '../record/acting.ts';
import { deleteSegment, selectSegments, upsertSegment } from './segments.sql.ts';
import type { SegmentRow } from './segments.sql.ts';
import { compile, requireReferences, requireSegment } from './select-contacts.ts';

/** Segments that the actor sees, by name: the shared ones and their own. */
export async function listSegments(ctx: ContactsContext, actor: WorkspaceActor): Promise<Segment[]> {
  const memberId = actor.kind === 'user' ? actor.memberId : null;
  return (await tenantQuery<SegmentRow>(ctx.db, actor.workspaceId, selectSegments(actor.workspaceId, memberId))).map(presentSegment);
}

/** One segment. Errors: `not_found`, also for a personal one of somebody else. */
export async function getSegment(ctx: ContactsContext, actor: WorkspaceActor, id: string): Promise<Segment> {
  return presentSegment(await requireSegment(ctx, actor, id));
}

/**
 * Saves a filter. A shared one needs `contacts:manage`; one of an API key is always shared. Errors: `validation_failed`;
 * `permission_denied`.
 */
export async function createSegment(ctx: ContactsContext, actor: WorkspaceActor, request: CreateSegmentRequest): Promise<Segment> {
  const now = ctx.clock.now();
  const isMember = actor.kind === 'user';
  const row: SegmentRow = {
    id: ctx.ids.uuid(),
    name: request.name,
    shared: request.shared === true || !isMember,
    ownerMemberId: isMember ? actor.memberId : null,
    filter: ContactFilter.parse(request.filter),
    createdAt: now,
    updatedAt: now,
  };
  await requireReferences(ctx, actor.workspaceId, row.filter);
  return saveSegment(ctx, actor, row, 'segment.created');
}

/** Changes a segment. Errors: `not_found`; `permission_denied` for a shared one without `contacts:manage`; `validation_failed`. */
export async function changeSegment(
  ctx: ContactsContext,
  actor: WorkspaceActor,
  id: string,
  request: UpdateSegmentRequest,
): Promise<Segment> {
  const before = await requireSegment(ctx, actor, id);
  requireManager(actor, before.shared);
  const after: SegmentRow = {
    ...before,
    name: request.name ?? before.name,
    // A segment without an owner would be nobody's if it were not shared.
    shared: before.ownerMemberId === null || (request.shared ?? before.shared),
    filter: request.filter === undefined ? before.filter : ContactFilter.parse(request.filter),
    updatedAt: ctx.clock.now(),
  };
  if (request.filter !== undefined) await requireReferences(ctx, actor.workspaceId, after.filter);
  return saveSegment(ctx, actor, after, 'segment.updated');
}

/** Deletes a segment. Errors: `not_found`; `permission_denied`. */
export async function removeSegment(ctx: ContactsContext, actor: WorkspaceActor, id: string): Promise<void> {
  const row = await requireSegment(ctx, actor, id);
  requireManager(actor, row.shared);
  await withTenant(ctx.db, actor.workspaceId, async (tx) => {
    await tx.query(deleteSegment(actor.workspaceId, id));
    await tell(ctx, tx, actor, row, 'segment.removed');
  });
}

async function saveSegment(ctx: ContactsContext, actor: WorkspaceActor, row: SegmentRow, action: string): Promise<Segment> {
  requireManager(actor, row.shared);
  await compile(ctx, actor.workspaceId, row.filter);
  await withTenant(ctx.db, actor.workspaceId, async (tx) => {
    await tx.query(upsertSegment(actor.workspaceId, row));
    await tell(ctx, tx, actor, row, action);
  });
  return presentSegment(row);
}

async function tell(
  ctx: ContactsContext,
  tx: Parameters<typeof appendAudit>[1],
  actor: WorkspaceActor,
  row: SegmentRow,
  action: string,
): Promise<void> {
  const id = toPublicId(ID_PREFIXES.segment, row.id);
  const occurredAt = ctx.clock.now();
  await appendEvents(tx, [{ workspaceId: actor.workspaceId, type: 'segment.updated', data: { segment_id: id }, occurredAt }]);
  if (!row.shared) return; // what somebody keeps for themselves is no administrative act
  await appendAudit(ctx.audit, tx, {
    actor: auditActorOf(actor),
    action,
    target: { kind: 'segment', id },
    after: { name: row.name, shared: row.shared },
  });
}

function requireManager(actor: WorkspaceActor, isShared: boolean): void {
  if (isShared && !actor.permissions.has('contacts:manage'))
    throw new AppError('permission_denied', { details: { permission: 'contacts:manage' } });
}

function presentSegment(row: SegmentRow): Segment {
  return {
    id: toPublicId(ID_PREFIXES.segment, row.id) as Segment['id'], // both made with the prefix they are branded with
    name: row.name,
    shared: row.shared,
    owner_member_id: row.ownerMemberId === null ? null : (toPublicId(ID_PREFIXES.member, row.ownerMemberId) as Segment['owner_member_id']),
    filter: row.filter,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
