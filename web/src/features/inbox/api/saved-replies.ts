import type { RenderSavedReplyResponse, SavedReply } from '@kabar/contract';
import { keepPreviousData, useMutation, useQuery, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

const mostShown = 8;

/** Saved replies that fit what is typed behind the slash, best first. */
export function useSavedReplies(query: string, enabled: boolean): UseQueryResult<SavedReply[]> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'saved-replies'), 'search', query],
    enabled,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (await api.savedReplies.list({ limit: mostShown, ...(query === '' ? {} : { q: query }) }, { signal })).data,
  });
}

/** A saved reply with its variables filled for this customer. */
export function useRenderReply(conversationId: string): UseMutationResult<RenderSavedReplyResponse, Error, string> {
  const { api } = useWorkspace();
  return useMutation({ mutationFn: (id) => api.savedReplies.render(id, { conversation_id: conversationId }) });
}
