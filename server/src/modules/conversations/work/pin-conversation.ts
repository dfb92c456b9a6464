import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { conversationEvent } from '../entries/append-entries.ts';
import type { InboxContext } from '../inbox-context.ts';
import { requireConversation } from '../sight/require-visible.ts';
import { memberOf } from './acting.ts';
import { deletePin, insertPin, selectPin, selectWork, type WorkRow } from './work.sql.ts';

/** How many conversations one member can pin. */
const maxPins = 50;

/**
 * Keeps a conversation on top of the list of the member who asks. An API key has no list, so nothing happens for it.
 * Errors: `not_found`; `conflict` when 50 are pinned already.
 */
export async function pinConversation(ctx: InboxContext, actor: WorkspaceActor, conversationId: string): Promise<void> {
  await change(ctx, actor, conversationId, async (tx, memberId) => {
    const pinned = await tx.query(insertPin(actor.workspaceId, memberId, conversationId, ctx.clock.now(), maxPins));
    if (pinned.length > 0) return true;
    const present = await tx.query(selectPin(actor.workspaceId, memberId, conversationId));
    if (present.length === 0) throw new AppError('conflict');
    return false;
  });
}

/** Takes a pin away; does nothing when there is none. Errors: `not_found`. */
export async function unpinConversation(ctx: InboxContext, actor: WorkspaceActor, conversationId: string): Promise<void> {
  await change(ctx, actor, conversationId, async (tx, memberId) => {
    const rows = await tx.query(deletePin(actor.workspaceId, memberId, conversationId));
    return rows.length > 0;
  });
}

type Change = (tx: Parameters<Parameters<typeof withTenant>[2]>[0], memberId: string) => Promise<boolean>;

async function change(ctx: InboxContext, actor: WorkspaceActor, conversationId: string, apply: Change): Promise<void> {
  const { workspaceId } = actor;
  await requireConversation(ctx.db, await ctx.viewers.of(actor), workspaceId, conversationId);
  const memberId = memberOf(actor);
  if (memberId === null) return;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    if (!(await apply(tx, memberId))) return;
    // The member's other screens learn of it, too.
    const [row] = await tx.query<WorkRow>(selectWork(workspaceId, [conversationId]));
    if (row !== undefined) await appendEvents(tx, [conversationEvent(workspaceId, conversationId, row.numberId, ctx.clock.now())]);
  });
}
