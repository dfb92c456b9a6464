import type { ConversationPresence, PresenceList, SetPresenceRequest } from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** Who is at a conversation, and who is answering it. */
export function createPresence(http: Transport) {
  return {
    get: (conversationId: string, options?: CallOptions) =>
      http.json<ConversationPresence>({ method: 'GET', path: pathOf`/v1/conversations/${conversationId}/presence`, ...options }),
    /** Says what one does there; repeat it while it is true. A lock that somebody else has is a warning, never a barrier. */
    set: (conversationId: string, body: Input<typeof SetPresenceRequest>, options?: CallOptions) =>
      http.json<ConversationPresence>({
        method: 'PUT',
        path: pathOf`/v1/conversations/${conversationId}/presence`,
        json: body,
        ...options,
      }),
    /** Of up to 200 conversations; those at which nobody is are left out. */
    list: (conversationIds: readonly string[], options?: CallOptions) =>
      http.json<PresenceList>({ method: 'GET', path: '/v1/presence', query: { conversation_ids: conversationIds.join(',') }, ...options }),
  };
}
