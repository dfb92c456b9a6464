import type { Conversation, UpdateConversationRequest } from '@kabar/contract';
import { withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import type { InboxContext } from '../inbox-context.ts';
import { getConversation, type InboxReader } from '../inbox/list-conversations.ts';
import { uuidOf, uuidsOf } from '../uuid-of.ts';
import { entryBy, memberOf } from './acting.ts';
import { changeConversations, type ChangeOrder, type ConversationChange } from './change-work.ts';
import { selectKnown, selectTagsOf, type TagPair } from './work.sql.ts';

/** Longest time that a conversation can be snoozed. */
const maxSnoozeMs = 366 * 86_400_000;

/**
 * Changes state, assignment or who answers, in one transaction with the entries and events that tell of it. Repeating it
 * changes nothing. Gives the conversation as it is now, also to an agent whose sight it has just left.
 *
 * Errors: `not_found`, also for members and teams of other workspaces; `validation_failed` for a time to snooze until that
 * is missing or not ahead; `conflict` when `if_assignee_id` or `if_status` does not hold.
 */
export async function updateConversation(
  ctx: InboxContext & InboxReader,
  actor: WorkspaceActor,
  conversationId: string,
  request: UpdateConversationRequest,
): Promise<Conversation> {
  const { workspaceId } = actor;
  const change = readChange(request, ctx.clock.now());
  const expect = readExpectation(request);
  const viewer = await ctx.viewers.of(actor);
  await withTenant(
    ctx.db,
    workspaceId,
    async (tx) => {
      await requireKnown(tx, change);
      const order: ChangeOrder = { workspaceId, conversationIds: [conversationId], change, by: entryBy(actor), viewer, expect };
      const [outcome] = await changeConversations(tx, ctx, order);
      if (outcome?.result === 'conflict') throw new AppError('conflict');
      if (outcome === undefined || outcome.result === 'not_found') throw new AppError('not_found');
    },
    { retries: 2 },
  );
  return getConversation(ctx, { workspaceId, memberId: memberOf(actor) }, conversationId);
}

/**
 * Gives a conversation exactly these tags. Errors: `not_found`, also for tags of other workspaces.
 */
export async function setTags(
  ctx: InboxContext & InboxReader,
  actor: WorkspaceActor,
  conversationId: string,
  publicTagIds: readonly string[],
): Promise<Conversation> {
  const { workspaceId } = actor;
  const tagIds = uuidsOf('tag', publicTagIds);
  const viewer = await ctx.viewers.of(actor);
  await withTenant(
    ctx.db,
    workspaceId,
    async (tx) => {
      await requireKnown(tx, { addTagIds: tagIds });
      const present = await tx.query<TagPair>(selectTagsOf(workspaceId, [conversationId]));
      const change = { addTagIds: tagIds, removeTagIds: present.map((pair) => pair.tagId).filter((tagId) => !tagIds.includes(tagId)) };
      const [outcome] = await changeConversations(tx, ctx, {
        workspaceId,
        conversationIds: [conversationId],
        change,
        by: entryBy(actor),
        viewer,
      });
      if (outcome === undefined || outcome.result === 'not_found') throw new AppError('not_found');
    },
    { retries: 2 },
  );
  return getConversation(ctx, { workspaceId, memberId: memberOf(actor) }, conversationId);
}

/** Fields of a change that come as public ids and times, as database ids and dates. Errors: `validation_failed`, `not_found`. */
export function readChange(
  request: Pick<UpdateConversationRequest, 'status' | 'snoozed_until' | 'assignee_id' | 'team_id' | 'bot_active'>,
  now: Date,
): ConversationChange {
  const { status, assignee_id: assigneeId, team_id: teamId, bot_active: botActive } = request;
  const snoozedUntil = readSnooze(status, request.snoozed_until, now);
  return {
    ...(status === undefined ? {} : { status }),
    ...(snoozedUntil === null ? {} : { snoozedUntil }),
    ...(assigneeId === undefined ? {} : { assigneeId: assigneeId === null ? null : uuidOf('member', assigneeId) }),
    ...(teamId === undefined ? {} : { teamId: teamId === null ? null : uuidOf('team', teamId) }),
    ...(botActive === undefined ? {} : { botActive }),
  };
}

/** Makes sure that whom and what a change names is there. Errors: `not_found`. */
export async function requireKnown(tx: TenantTx, change: ConversationChange): Promise<void> {
  const members = typeof change.assigneeId === 'string' ? [change.assigneeId] : [];
  const teams = typeof change.teamId === 'string' ? [change.teamId] : [];
  const tags = [...new Set([...(change.addTagIds ?? []), ...(change.removeTagIds ?? [])])];
  if (members.length + teams.length + tags.length === 0) return;
  const [known] = await tx.query<{ members: number; teams: number; tags: number }>(selectKnown(tx.workspaceId, { members, teams, tags }));
  const isKnown = known?.members === members.length && known.teams === teams.length && known.tags === tags.length;
  if (!isKnown) throw new AppError('not_found');
}

function readSnooze(status: string | undefined, until: string | undefined, now: Date): Date | null {
  const invalid = (message: string): AppError =>
    new AppError('validation_failed', { details: { issues: [{ path: 'body.snoozed_until', message }] } });
  if (status !== 'snoozed') {
    if (until !== undefined) throw invalid('belongs to status "snoozed"');
    return null;
  }
  if (until === undefined) throw invalid('is required for status "snoozed"');
  const at = new Date(until);
  if (at <= now) throw invalid('must be in the future');
  if (at.getTime() > now.getTime() + maxSnoozeMs) throw invalid('may be at most a year ahead');
  return at;
}

function readExpectation(request: UpdateConversationRequest): NonNullable<ChangeOrder['expect']> {
  const { if_assignee_id: assigneeId, if_status: status } = request;
  return {
    ...(assigneeId === undefined ? {} : { assigneeId: assigneeId === null ? null : uuidOf('member', assigneeId) }),
    ...(status === undefined ? {} : { status }),
  };
}
