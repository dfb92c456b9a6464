import { ID_PREFIXES, type CreateViewRequest, type SavedView, type UpdateViewRequest } from '@kabar/contract';
import { tenantQuery, withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { InboxContext } from '../inbox-context.ts';
import { readFilter } from '../inbox/inbox-filter.ts';
import { requireFilter } from '../inbox/require-filter.ts';
import { uuidOf } from '../uuid-of.ts';
import { memberOf } from '../work/acting.ts';
import { deleteView, insertView, selectView, selectViews, updatePlaces, updateView, type ViewRow } from './views.sql.ts';

/** What views need. */
export type ViewsContext = Pick<InboxContext, 'db' | 'clock' | 'ids' | 'viewers'>;

const maxViews = 100;

/** The views of whoever asks: shared ones first, each part in its order. */
export async function listViews(ctx: Pick<ViewsContext, 'db'>, actor: WorkspaceActor): Promise<SavedView[]> {
  const rows = await tenantQuery<ViewRow>(ctx.db, actor.workspaceId, selectViews(actor.workspaceId, memberOf(actor)));
  return rows.map(presentView);
}

/**
 * Saves a filter under a name, behind the others. Errors: `not_found` for what the filter names and is not here; `permission_denied` for a shared one without `inbox:configure`;
 * `validation_failed` for a personal one of an API key; `conflict` when there are 100 of its part.
 */
export async function createView(ctx: ViewsContext, actor: WorkspaceActor, request: CreateViewRequest): Promise<SavedView> {
  const { workspaceId } = actor;
  const memberId = request.is_shared ? null : memberOf(actor);
  if (request.is_shared) requireConfigure(actor);
  else if (memberId === null)
    throw new AppError('validation_failed', { details: { issues: [{ path: 'body.is_shared', message: 'must be true for an API key' }] } });
  const wanted = readFilter(request.filter);
  const viewer = await ctx.viewers.of(actor);
  return withTenant(ctx.db, workspaceId, async (tx) => {
    await requireFilter(tx, wanted, viewer);
    const { name, filter } = request;
    const row = { workspaceId, id: ctx.ids.uuid(), memberId, name, filter, createdAt: ctx.clock.now(), limit: maxViews };
    const [view] = await tx.query<ViewRow>(insertView(row));
    if (view === undefined) throw new AppError('conflict');
    await tell(ctx, tx, [view.id]);
    return presentView(view);
  });
}

/** Changes a view. Errors: `not_found`; `permission_denied` for a shared one without `inbox:configure`. */
export async function changeView(ctx: ViewsContext, actor: WorkspaceActor, viewId: string, request: UpdateViewRequest): Promise<SavedView> {
  const wanted = request.filter === undefined ? null : readFilter(request.filter);
  const viewer = await ctx.viewers.of(actor);
  return withTenant(ctx.db, actor.workspaceId, async (tx) => {
    const before = await mustView(tx, actor, viewId);
    if (wanted !== null) await requireFilter(tx, wanted, viewer);
    const [view] = await tx.query<ViewRow>(
      updateView(actor.workspaceId, viewId, request.name ?? before.name, request.filter ?? before.filter),
    );
    await tell(ctx, tx, [viewId]);
    return presentView(view ?? before);
  });
}

/** Deletes a view. Errors: `not_found`; `permission_denied` for a shared one without `inbox:configure`. */
export async function removeView(ctx: ViewsContext, actor: WorkspaceActor, viewId: string): Promise<void> {
  await withTenant(ctx.db, actor.workspaceId, async (tx) => {
    await mustView(tx, actor, viewId);
    await tx.query(deleteView(actor.workspaceId, viewId));
    await tell(ctx, tx, [viewId]);
  });
}

/**
 * Puts views into the order of `publicIds`; others come behind, as they were. Shared and personal ones keep apart.
 * Errors: `not_found`; `permission_denied` when the order of shared ones changes without `inbox:configure`.
 */
export async function orderViews(ctx: ViewsContext, actor: WorkspaceActor, publicIds: readonly string[]): Promise<SavedView[]> {
  const { workspaceId } = actor;
  const wanted = publicIds.map((publicId) => uuidOf('view', publicId));
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const rows = await tx.query<ViewRow>(selectViews(workspaceId, memberOf(actor)));
    if (!wanted.every((id) => rows.some((row) => row.id === id))) throw new AppError('not_found');
    const rank = (id: string): number => (wanted.includes(id) ? wanted.indexOf(id) : wanted.length);
    const parts = [rows.filter((row) => row.memberId === null), rows.filter((row) => row.memberId !== null)];
    const moved = parts.flatMap((part) => {
      const sorted = part.toSorted((left, right) => rank(left.id) - rank(right.id));
      return sorted.flatMap((row, place) => (part[place]?.id === row.id ? [] : [row]));
    });
    if (moved.length === 0) return;
    if (moved.some((row) => row.memberId === null)) requireConfigure(actor);
    const places = parts.flatMap((part) =>
      part.toSorted((left, right) => rank(left.id) - rank(right.id)).map((row, place) => ({ id: row.id, place })),
    );
    await tx.query(updatePlaces(workspaceId, places));
    await tell(
      ctx,
      tx,
      moved.map((row) => row.id),
    );
  });
  return listViews(ctx, actor);
}

async function mustView(tx: TenantTx, actor: WorkspaceActor, viewId: string): Promise<ViewRow> {
  const [row] = await tx.query<ViewRow>(selectView(actor.workspaceId, memberOf(actor), viewId));
  if (row === undefined) throw new AppError('not_found');
  if (row.memberId === null) requireConfigure(actor);
  return row;
}

function requireConfigure(actor: WorkspaceActor): void {
  if (!actor.permissions.has('inbox:configure')) throw new AppError('permission_denied', { details: { permission: 'inbox:configure' } });
}

async function tell(ctx: ViewsContext, tx: TenantTx, viewIds: readonly string[]): Promise<void> {
  const occurredAt = ctx.clock.now();
  await appendEvents(
    tx,
    viewIds.map((id) => ({
      workspaceId: tx.workspaceId,
      type: 'view.updated',
      data: { view_id: toPublicId(ID_PREFIXES.view, id) },
      occurredAt,
    })),
  );
}

function presentView(row: ViewRow): SavedView {
  return {
    // Made with the very prefixes the types are branded with.
    id: toPublicId(ID_PREFIXES.view, row.id) as SavedView['id'],
    name: row.name,
    filter: row.filter,
    is_shared: row.memberId === null,
    owner_id: row.memberId === null ? null : (toPublicId(ID_PREFIXES.member, row.memberId) as SavedView['owner_id']),
    created_at: row.createdAt.toISOString(),
  };
}
