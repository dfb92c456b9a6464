import { ID_PREFIXES, type MarkNotificationsReadRequest } from '@kabar/contract';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { fromPublicId } from '#platform/ids';
import type { NotificationsContext } from './notifications-context.ts';
import { selectOwn, selectSeen, updateRead } from './notifications.sql.ts';
import { notificationUpdated } from './notify.ts';

/** Marks one of one's own as read; one that is read stays so. Errors: `not_found`, also for another member's. */
export async function markNotification(ctx: NotificationsContext, actor: WorkspaceActor, publicId: string): Promise<void> {
  const id = fromPublicId(ID_PREFIXES.notification, publicId);
  if (id === null || actor.kind !== 'user') throw new AppError('not_found');
  const sight = await ctx.sightOf(actor);
  await withTenant(ctx.db, actor.workspaceId, async (tx) => {
    const [own] = await tx.query(selectOwn(actor.workspaceId, actor.memberId, id, sight));
    if (own === undefined) throw new AppError('not_found');
    await mark(ctx, tx, actor, { id });
  });
}

/** Marks all of one's own as read, or those of a conversation, or those up to one. An API key has none. Errors: `not_found`. */
export async function markNotifications(
  ctx: NotificationsContext,
  actor: WorkspaceActor,
  request: MarkNotificationsReadRequest,
): Promise<void> {
  const conversationId = uuidOf(ID_PREFIXES.conversation, request.conversation_id);
  const upToId = uuidOf(ID_PREFIXES.notification, request.up_to_id);
  const sight = await ctx.sightOf(actor);
  await withTenant(ctx.db, actor.workspaceId, async (tx) => {
    if (conversationId !== undefined && !(await sees(tx, actor.workspaceId, conversationId, sight))) throw new AppError('not_found');
    if (upToId !== undefined) {
      const [own] = actor.kind === 'user' ? await tx.query(selectOwn(actor.workspaceId, actor.memberId, upToId, sight)) : [];
      if (own === undefined) throw new AppError('not_found');
    }
    if (actor.kind !== 'user') return;
    await mark(ctx, tx, actor, {
      ...(conversationId === undefined ? {} : { conversationId }),
      ...(upToId === undefined ? {} : { upToId }),
    });
  });
}

type Tx = Parameters<Parameters<typeof withTenant>[2]>[0];

async function sees(
  tx: Tx,
  workspaceId: string,
  conversationId: string,
  sight: Awaited<ReturnType<NotificationsContext['sightOf']>>,
): Promise<boolean> {
  return (await tx.query(selectSeen(workspaceId, conversationId, sight))).length > 0;
}

/** One event is enough for any number: whoever hears it loads the list again. */
async function mark(
  ctx: NotificationsContext,
  tx: Tx,
  actor: { workspaceId: string; memberId: string },
  which: Parameters<typeof updateRead>[2],
): Promise<void> {
  const at = ctx.clock.now();
  const changed = await tx.query<{ id: string }>(updateRead(actor.workspaceId, actor.memberId, which, at));
  const [newest] = changed.map(({ id }) => id).toSorted((a, b) => (a < b ? 1 : -1));
  if (newest !== undefined) await appendEvents(tx, [notificationUpdated(actor.workspaceId, newest, actor.memberId, at)]);
}

function uuidOf(prefix: string, publicId: string | undefined): string | undefined {
  if (publicId === undefined) return undefined;
  const id = fromPublicId(prefix, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
