import type { Conversation } from '@kabar/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useWorkspace } from '#features/session';
import { keepConversation, refreshConversation } from '../api/fresh.ts';

function subscribeVisible(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

/** What can be said about reading an open conversation. */
export interface ReadMark {
  markUnread: () => Promise<void>;
}

/**
 * Marks a conversation read, with the receipt for the customer, once its newest messages are really on screen. One that
 * somebody marks unread stays so until the customer writes again or it is opened anew.
 */
export function useMarkRead(conversation: Conversation | undefined, shown: boolean): ReadMark {
  const { api, workspace, permissions } = useWorkspace();
  const queryClient = useQueryClient();
  const visible = useSyncExternalStore(subscribeVisible, () => document.visibilityState === 'visible');
  const leftUnreadAt = useRef<string | null>(null);
  const id = conversation?.id;
  const unread = (conversation?.unread_count ?? 0) > 0;
  const newest = conversation?.last_message?.id ?? null;
  const may = permissions.has('conversations:write');

  useEffect(() => {
    if (!conversation || !shown || !visible || !unread || !may) return;
    if (leftUnreadAt.current !== null && leftUnreadAt.current === newest) return;
    leftUnreadAt.current = null;
    const readAtMs = Date.now();
    keepConversation(queryClient, workspace.id, conversation.id, { ...conversation, unread_count: 0 }, readAtMs);
    // Without the limit of a message: what has arrived meanwhile would be on screen as well.
    api.conversations
      .markRead(conversation.id, { receipt: true })
      // The number comes back with the next reading; there is nothing for a person to do.
      .catch(() => refreshConversation(queryClient, api, workspace.id, conversation.id).catch(() => undefined));
    // oxlint-disable-next-line react/exhaustive-deps -- another reading of the same conversation is no reason to mark it again
  }, [id, newest, shown, visible, unread, may]);

  return {
    markUnread: async () => {
      if (!conversation) return;
      leftUnreadAt.current = newest;
      await api.conversations.markUnread(conversation.id);
      await refreshConversation(queryClient, api, workspace.id, conversation.id);
    },
  };
}
