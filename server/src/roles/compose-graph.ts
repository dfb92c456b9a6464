import type { KeyProver } from '#modules/api-keys';
import { markRead, showTyping, type InboxContext } from '#modules/conversations';
import { graphRoutes, type GraphContext } from '#modules/graph';
import type { Sending } from '#modules/messages';
import { numbersWithin, type Viewers } from '#modules/teams';
import type { Route } from '#platform/http/route';
import type { Context } from './context.ts';

/** Joins the surface that speaks Meta's API with what it calls. */
export function composeGraph(
  { db, clock, keyring }: Context,
  parts: Pick<GraphContext, 'publicUrl' | 'media' | 'templates' | 'connections' | 'provider'> & {
    inbox: InboxContext;
    sending: Sending;
    prover: KeyProver;
    requireSeen: GraphContext['requireConversation'];
    viewers: Viewers;
  },
): Route[] {
  const { inbox, sending, prover, requireSeen, viewers, ...rest } = parts;
  return graphRoutes({
    db,
    clock,
    ...rest,
    send: sending.send,
    proveKey: (key, clientIp) => prover.prove(key, clientIp),
    wamidKey: (workspaceId) => keyring.indexKey(workspaceId, 'wamid'),
    requireConversation: requireSeen,
    numbersOf: async (actor) => numbersWithin(await viewers.of(actor)),
    markRead: (workspaceId, conversationId, messageId) =>
      markRead(inbox, workspaceId, conversationId, { upToMessageId: messageId, receipt: true }),
    showTyping: (workspaceId, conversationId) => showTyping(inbox, workspaceId, conversationId),
  });
}
