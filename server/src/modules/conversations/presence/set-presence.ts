import { ID_PREFIXES, PRESENCE_TIMES, type ConversationPresence, type SetPresenceRequest } from '@kabar/contract';
import { withTenant, type TenantTx } from '#platform/db/tx';
import { appendEvents, type NewEvent } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { requireConversation } from '../sight/require-visible.ts';
import type { PresenceContext } from './presence-context.ts';
import { deleteLock, deletePresence, lockConversationPresence, selectPresence, upsertLock, upsertPresence } from './presence.sql.ts';
import type { PresenceRow } from './presence.sql.ts';
import { isSamePresence, presentPresence, readPresence } from './read-presence.ts';

/**
 * Records what a member does in a conversation and gives the picture after it: who is there, and who is answering. Others
 * hear of it only when the picture changed. An API key is nobody to be met: it gets the picture and leaves it as it is.
 *
 * Right between processes: changes at one conversation wait for each other. Errors: `not_found`.
 */
export async function setPresence(
  ctx: PresenceContext,
  actor: WorkspaceActor,
  conversationId: string,
  request: SetPresenceRequest,
): Promise<ConversationPresence> {
  if (actor.kind !== 'user') return readPresence(ctx, actor, conversationId);
  const { workspaceId, memberId } = actor;
  await requireConversation(ctx.db, await ctx.viewers.of(actor), workspaceId, conversationId);
  return withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(lockConversationPresence(workspaceId, conversationId));
    const now = ctx.clock.now();
    const before = await picture(tx, conversationId, now);
    await apply(tx, conversationId, memberId, request, now);
    const after = await picture(tx, conversationId, now);
    if (!isSamePresence(before, after)) await appendEvents(tx, [presenceUpdated(workspaceId, conversationId, now)]);
    return after;
  });
}

/** The event that tells that somebody came to a conversation, left it, or does something else there. */
export function presenceUpdated(workspaceId: string, conversationId: string, occurredAt: Date): NewEvent {
  const data = { conversation_id: toPublicId(ID_PREFIXES.conversation, conversationId) };
  return { workspaceId, type: 'presence.updated', data, occurredAt };
}

async function picture(tx: TenantTx, conversationId: string, now: Date): Promise<ConversationPresence> {
  return presentPresence(conversationId, await tx.query<PresenceRow>(selectPresence(tx.workspaceId, [conversationId], now)));
}

async function apply(tx: TenantTx, conversationId: string, memberId: string, request: SetPresenceRequest, now: Date): Promise<void> {
  const { workspaceId } = tx;
  const { state, tab, override } = request;
  const after = (ms: number): Date => new Date(now.getTime() + ms);
  const isAnswering = state === 'typing' || state === 'replying';
  if (state === 'left') await tx.query(deletePresence(workspaceId, conversationId, memberId, tab));
  else {
    await tx.query(
      upsertPresence({
        workspaceId,
        conversationId,
        memberId,
        tab,
        now,
        typingUntil: state === 'typing' ? after(PRESENCE_TIMES.typingMs) : null,
        replyingUntil: isAnswering ? after(PRESENCE_TIMES.lockMs) : null,
        expiresAt: after(PRESENCE_TIMES.viewingMs),
      }),
    );
  }
  if (isAnswering) {
    await tx.query(upsertLock(workspaceId, conversationId, memberId, { now, expiresAt: after(PRESENCE_TIMES.lockMs), override }));
  } else await tx.query(deleteLock(workspaceId, conversationId, memberId, now));
}
