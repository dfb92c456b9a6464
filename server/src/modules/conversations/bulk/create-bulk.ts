import { BULK_ITEM_RESULTS, ID_PREFIXES, type BulkAction, type BulkItemResult, type CreateBulkActionRequest } from '@kabar/contract';
import { z } from 'zod';
import { engineQuery, tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import type { InboxContext } from '../inbox-context.ts';
import { readFilter } from '../inbox/inbox-filter.ts';
import { matchAttribute } from '../inbox/match-attribute.ts';
import { requireFilter } from '../inbox/require-filter.ts';
import { findConversations } from '../sight/require-visible.ts';
import { uuidsOf } from '../uuid-of.ts';
import { entryBy, memberOf } from '../work/acting.ts';
import { readChange, requireKnown } from '../work/update-conversation.ts';
import {
  countItems,
  deleteOldBulk,
  insertBulk,
  insertItems,
  insertMatching,
  selectBulk,
  selectItems,
  updateBulkStatus,
  updateHidden,
  type BulkItem,
  type BulkRow,
} from './bulk.sql.ts';
import { runBulk } from './run-bulk.ts';

/** How long an action can be undone. */
const undoMs = 10 * 60_000;
/** What is done within the request; more runs in the background. */
const maxAtOnce = 200;
const maxMatching = 50_000;
const shownItems = 500;
const keptMs = 7 * 86_400_000;

const runJob = defineJob({
  name: 'conversations.run_bulk_action',
  schema: z.object({ workspaceId: z.uuid(), bulkActionId: z.uuid() }),
  timeoutMs: 600_000,
  retry: { limit: 5, delayMs: 2_000, maxDelayMs: 60_000 },
  concurrency: 2,
});

const forgetJob = defineJob({
  name: 'conversations.forget_bulk_actions',
  schema: z.object({}),
  timeoutMs: 300_000,
  retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 1,
  cron: '20 3 * * *',
});

/** Jobs of bulk actions: the large ones, and forgetting them after a week. */
export function bulkJobs(ctx: InboxContext): BoundJob[] {
  return [
    bindJob(runJob, async ({ workspaceId, bulkActionId }, { signal }) => {
      await runBulk(ctx, workspaceId, bulkActionId, signal);
    }),
    bindJob(forgetJob, async () => {
      await engineQuery(ctx.db, deleteOldBulk(new Date(ctx.clock.now().getTime() - keptMs)));
    }),
  ];
}

/**
 * Changes many conversations at once: the named ones, or all that match a filter at this moment. Up to 200 are done when
 * this resolves, more in the background. What the asker does not see is `not_found`, per conversation.
 *
 * Errors: `validation_failed` for neither or both ways to say which, an empty change, or a time to snooze until that is not
 * ahead; `not_found` for members, teams, tags and whatever else of other workspaces, and when none of the
 * conversations is there; `conflict` when more than 50,000 match.
 */
export async function createBulkAction(ctx: InboxContext, actor: WorkspaceActor, request: CreateBulkActionRequest): Promise<BulkAction> {
  const { workspaceId } = actor;
  const now = ctx.clock.now();
  const change = readBulkChange(request, now);
  const id = ctx.ids.uuid();
  const viewer = await ctx.viewers.of(actor);
  const asker = { viewer, memberId: memberOf(actor) };
  const filter = request.filter === undefined ? null : readFilter(request.filter);
  const attribute = filter === null ? null : await matchAttribute(ctx, workspaceId, filter.attribute);
  const ids = uuidsOf('conversation', request.conversation_ids ?? []);
  const visible = await findConversations(ctx.db, viewer, workspaceId, ids);
  if (filter === null && visible.size === 0) throw new AppError('not_found');
  const count = await withTenant(ctx.db, workspaceId, async (tx) => {
    await requireKnown(tx, change);
    const by = entryBy(actor);
    const actorKind = by.kind === 'member' ? 'member' : 'api_key';
    const row = {
      id,
      actorKind,
      actorId: by.id ?? '',
      change: request.change,
      status: 'running',
      undoUntil: new Date(now.getTime() + undoMs),
      createdAt: now,
    } as const;
    await tx.query(insertBulk(workspaceId, row));
    if (filter === null) {
      await tx.query(insertItems(workspaceId, id, ids));
      await tx.query(updateHidden(workspaceId, id, [...visible]));
      if (ids.length > maxAtOnce) await ctx.jobs.enqueue(tx, runJob, { workspaceId, bulkActionId: id });
      return ids.length;
    }
    await requireFilter(tx, filter, asker.viewer);
    const matching = await tx.query(insertMatching(id, { workspaceId, filter, asker, now, attribute }, maxMatching + 1));
    if (matching.length > maxMatching) throw new AppError('conflict');
    if (matching.length > maxAtOnce) await ctx.jobs.enqueue(tx, runJob, { workspaceId, bulkActionId: id });
    return matching.length;
  });
  if (count <= maxAtOnce) await runBulk(ctx, workspaceId, id);
  return getBulkAction(ctx, actor, id);
}

/**
 * Puts back what an action changed, except where somebody changed it since. Repeating it changes nothing.
 * Errors: `not_found`, also for another person's action; `conflict` when it still runs or its ten minutes are over.
 */
export async function undoBulkAction(ctx: InboxContext, actor: WorkspaceActor, bulkId: string): Promise<BulkAction> {
  const { workspaceId } = actor;
  const isLarge = await withTenant(ctx.db, workspaceId, async (tx) => {
    const [bulk] = await tx.query<BulkRow>(selectBulk(workspaceId, bulkId, true));
    if (bulk === undefined || bulk.actorId !== entryBy(actor).id) throw new AppError('not_found');
    if (bulk.status === 'undone' || bulk.status === 'undoing') return false;
    if (bulk.status === 'running' || bulk.undoUntil <= ctx.clock.now()) throw new AppError('conflict');
    await tx.query(updateBulkStatus(workspaceId, bulkId, 'undoing', null));
    const counts = await tx.query<{ result: BulkItemResult; count: number }>(countItems(workspaceId, bulkId));
    const changed = counts.find((row) => row.result === 'changed')?.count ?? 0;
    if (changed > maxAtOnce) await ctx.jobs.enqueue(tx, runJob, { workspaceId, bulkActionId: bulkId });
    return changed > maxAtOnce;
  });
  if (!isLarge) await runBulk(ctx, workspaceId, bulkId);
  return getBulkAction(ctx, actor, bulkId);
}

/** An action with what became of its conversations so far, for whoever made it. Errors: `not_found`. */
export async function getBulkAction(ctx: Pick<InboxContext, 'db' | 'clock'>, actor: WorkspaceActor, bulkId: string): Promise<BulkAction> {
  const { workspaceId } = actor;
  const [[bulk], counts, items] = await Promise.all([
    tenantQuery<BulkRow>(ctx.db, workspaceId, selectBulk(workspaceId, bulkId)),
    tenantQuery<{ result: BulkItemResult; count: number }>(ctx.db, workspaceId, countItems(workspaceId, bulkId)),
    tenantQuery<BulkItem>(ctx.db, workspaceId, selectItems(workspaceId, bulkId, shownItems)),
  ]);
  // An agent with limits must not learn from another's action which conversations there are.
  if (bulk === undefined || bulk.actorId !== entryBy(actor).id) throw new AppError('not_found');
  const countOf = (result: BulkItemResult): number => counts.find((row) => row.result === result)?.count ?? 0;
  const [pending, changed, unchanged, notFound, putBack, kept] = BULK_ITEM_RESULTS.map(countOf);
  const canUndo = bulk.status === 'done' && (changed ?? 0) > 0 && bulk.undoUntil > ctx.clock.now();
  return {
    // Made with the very prefixes the types are branded with.
    id: toPublicId(ID_PREFIXES.bulkAction, bulk.id) as BulkAction['id'],
    status: bulk.status,
    change: bulk.change,
    counts: {
      total: counts.reduce((sum, row) => sum + row.count, 0),
      pending: pending ?? 0,
      changed: changed ?? 0,
      unchanged: unchanged ?? 0,
      not_found: notFound ?? 0,
      put_back: putBack ?? 0,
      kept: kept ?? 0,
    },
    items: items.map((item) => ({
      conversation_id: toPublicId(ID_PREFIXES.conversation, item.conversationId) as BulkAction['items'][number]['conversation_id'],
      result: item.result,
    })),
    undo_until: canUndo ? bulk.undoUntil.toISOString() : null,
    created_at: bulk.createdAt.toISOString(),
    finished_at: bulk.finishedAt?.toISOString() ?? null,
  };
}

function readBulkChange(request: CreateBulkActionRequest, now: Date): ReturnType<typeof readChange> {
  const { change } = request;
  const invalid = (path: string, message: string): AppError =>
    new AppError('validation_failed', { details: { issues: [{ path, message }] } });
  if ((request.conversation_ids === undefined) === (request.filter === undefined))
    throw invalid('body', 'needs either "conversation_ids" or "filter"');
  if (Object.values(change).every((value) => value === undefined)) throw invalid('body.change', 'must change something');
  return {
    ...readChange(change, now),
    addTagIds: uuidsOf('tag', change.add_tag_ids ?? []),
    removeTagIds: uuidsOf('tag', change.remove_tag_ids ?? []),
  };
}
