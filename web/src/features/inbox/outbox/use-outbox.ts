import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import { useWorkspace } from '#features/session';
import { workspaceApi } from '#lib/api.ts';
import { refreshConversation, refreshMessage } from '../api/fresh.ts';
import { Drafts, type Draft } from './drafts.ts';
import { Outbox, type OutboxEntry } from './outbox.ts';
import { uploadFile } from './upload-file.ts';

/** What is typed and what is on its way in one workspace. */
export interface Desk {
  drafts: Drafts;
  outbox: Outbox;
}

const desks = new Map<string, Desk>();

function deskOf(workspaceId: string, queryClient: QueryClient): Desk {
  const known = desks.get(workspaceId);
  if (known) return known;
  const api = workspaceApi(workspaceId);
  const drafts = new Drafts();
  const outbox = new Outbox({
    api,
    upload: ({ file, kind }, options) => uploadFile(workspaceId, file, kind, options),
    onAccepted: (messageId, to) => {
      // The live updates bring both as well; whichever is first.
      void refreshMessage(queryClient, api, workspaceId, messageId).catch(() => undefined);
      void refreshConversation(queryClient, api, workspaceId, to.conversationId).catch(() => undefined);
    },
    onUnsent: (entry, error) => {
      if (entry.content.type !== 'text' || entry.file) return false;
      const text = entry.content.text?.body ?? '';
      return drafts.restore(entry.to.conversationId, { text, replyToId: entry.content.context?.message_id ?? null, key: entry.key, error });
    },
  });
  const desk = { drafts, outbox };
  desks.set(workspaceId, desk);
  return desk;
}

/** The desk of the workspace; the same for every part of the page. */
export function useDesk(): Desk {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return deskOf(workspace.id, queryClient);
}

/** What is typed in a conversation. */
export function useDraft(conversationId: string): Draft {
  const { drafts } = useDesk();
  return useSyncExternalStore(
    (listener) => drafts.subscribe(listener),
    () => drafts.get(conversationId),
  );
}

/** Messages of a conversation that are on their way to the server, oldest first. */
export function useOutboxEntries(conversationId: string): readonly OutboxEntry[] {
  const { outbox } = useDesk();
  const entries = useSyncExternalStore(
    (listener) => outbox.subscribe(listener),
    () => outbox.entries(),
  );
  return useMemo(() => entries.filter((entry) => entry.to.conversationId === conversationId), [entries, conversationId]);
}
