import type { PeopleDeps } from '#modules/contacts';
import { createBatcher } from '#platform/batcher';
import { openConversations, rememberedConversation } from './open-conversations.ts';
import type { ConversationRequest, OpenedConversation } from './open-conversations.ts';

/** Opens conversations one by one for callers that come one by one, and asks the database for all of them at once. */
export type ConversationOpener = {
  /** Like `openConversations` for one item. `fresh` asks the database and not the memory of this process. */
  open(item: ConversationRequest, fresh?: boolean): Promise<OpenedConversation>;
  close(): Promise<void>;
};

/** Makes an opener; requests that arrive at the same time share their statements and transactions. */
export function createConversationOpener(deps: PeopleDeps): ConversationOpener {
  const usual = createBatcher({ flush: (items: readonly ConversationRequest[]) => openConversations(deps, items) });
  return {
    open: async (item, fresh = false) => {
      if (!fresh) return rememberedConversation(deps.cache, item) ?? usual.add(item);
      const [answer] = await openConversations(deps, [item], { fresh: true });
      return answer ?? { error: 'contact_not_found' };
    },
    close: () => usual.close(),
  };
}
