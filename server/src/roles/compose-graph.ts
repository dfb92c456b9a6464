import { markRead, showTyping, type InboxContext } from '#modules/conversations';
import { graphRoutes, type GraphContext } from '#modules/graph';
import type { Route } from '#platform/http/route';
import type { Context } from './context.ts';

/** Joins the surface that speaks Meta's API with what it calls. */
export function composeGraph(
  { db, clock, keyring }: Context,
  parts: Pick<GraphContext, 'send' | 'requireConversation'> & { inbox: InboxContext },
): Route[] {
  const { inbox, ...rest } = parts;
  return graphRoutes({
    db,
    clock,
    ...rest,
    wamidKey: (workspaceId) => keyring.indexKey(workspaceId, 'wamid'),
    markRead: (workspaceId, conversationId, messageId) =>
      markRead(inbox, workspaceId, conversationId, { upToMessageId: messageId, receipt: true }),
    showTyping: (workspaceId, conversationId) => showTyping(inbox, workspaceId, conversationId),
  });
}
