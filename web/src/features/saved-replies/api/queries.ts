import type { CreateSavedReplyRequest, Media, SavedReply, SavedReplyScope } from '@kabar/contract';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey, workspaceKey } from '#lib/query-keys.ts';

const pageLimit = 50;

/** Saved replies of one kind, page by page; by name, or with `q` the best fit first. */
export function useSavedReplyList(scope: SavedReplyScope, q: string) {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery({
    queryKey: [...sharedKey(workspace.id, 'saved-replies'), 'list', scope, q],
    placeholderData: keepPreviousData,
    queryFn: ({ signal, pageParam }) =>
      api.savedReplies.list(
        { scope, limit: pageLimit, ...(q === '' ? {} : { q }), ...(pageParam === null ? {} : { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (data) => data.pages.flatMap((page) => page.data),
  });
}

/** One saved reply; null: none is wanted. */
export function useSavedReply(id: string | null): UseQueryResult<SavedReply> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'saved-replies'), 'one', id],
    enabled: id !== null,
    queryFn: ({ signal }) => api.savedReplies.get(id ?? '', { signal }),
  });
}

/** What a file is called and how large it is. */
export function useFile(mediaId: string | null): UseQueryResult<Media> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...workspaceKey(workspace.id), 'media', mediaId, 'about'],
    enabled: mediaId !== null,
    queryFn: ({ signal }) => api.media.get(mediaId ?? '', { signal }),
  });
}

function useReplyChange<Input, Output>(change: (input: Input) => Promise<Output>): UseMutationResult<Output, Error, Input> {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sharedKey(workspace.id, 'saved-replies') }),
  });
}

/** Makes a saved reply, or changes the one with `id`. */
export function useSaveReply(): UseMutationResult<SavedReply, Error, { id: string | null; reply: CreateSavedReplyRequest }> {
  const { api } = useWorkspace();
  return useReplyChange(({ id, reply }: { id: string | null; reply: CreateSavedReplyRequest }) =>
    id === null ? api.savedReplies.create(reply) : api.savedReplies.update(id, reply),
  );
}

/** Deletes a saved reply. */
export function useRemoveReply(): UseMutationResult<void, Error, string> {
  const { api } = useWorkspace();
  return useReplyChange((id: string) => api.savedReplies.remove(id));
}
