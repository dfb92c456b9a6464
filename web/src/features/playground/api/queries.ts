import type { Contact, Conversation, MessageStory, SendMessageResponse } from '@kabar/contract';
import type { Kabar } from '@kabar/sdk';
import { useMutation, useQuery, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey, workspaceKey } from '#lib/query-keys.ts';

/** The body of a send. */
export type SendBody = Parameters<Kabar['messages']['send']>[0];

/** Whom the number talked with last. */
export function useLastCustomers(numberId: string | null): UseQueryResult<Conversation[]> {
  const { api, workspace, permissions } = useWorkspace();
  return useQuery({
    queryKey: [...workspaceKey(workspace.id), 'playground', 'customers', numberId],
    enabled: numberId !== null && permissions.has('conversations:read'),
    queryFn: async ({ signal }) => (await api.conversations.list({ number_id: numberId ?? '', limit: 20 }, { signal })).data,
  });
}

/** Contacts whose name fits. */
export function useContactsNamed(text: string): UseQueryResult<Contact[]> {
  const { api, workspace, permissions } = useWorkspace();
  return useQuery({
    queryKey: [...workspaceKey(workspace.id), 'playground', 'contacts', text],
    enabled: text.length > 1 && permissions.has('contacts:read'),
    gcTime: 60_000,
    queryFn: async ({ signal }) => {
      const found = await api.search.find({ q: text, in: 'contacts', limit: 10 }, { signal });
      const rows = await Promise.all(found.contacts.map((hit) => api.contacts.get(hit.contact.id, { signal }).catch(() => null)));
      return rows.filter((row) => row !== null);
    },
  });
}

/** Sends for real, in the name of whoever is signed in. The same key again sends nothing twice. */
export function useSend(): UseMutationResult<SendMessageResponse, Error, { body: SendBody; idempotencyKey: string }> {
  const { api } = useWorkspace();
  return useMutation({ mutationFn: ({ body, idempotencyKey }) => api.messages.send(body, { idempotencyKey }) });
}

/** A message that was sent, with what became of it; the live updates read it again. */
export function useSentMessage(messageId: string): UseQueryResult<MessageStory> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'message-stories'), messageId],
    queryFn: ({ signal }) => api.messages.get(messageId, { signal }),
  });
}
