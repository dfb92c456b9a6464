import type { Tag, TagColor } from '@kabar/contract';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

function useTagChange<Input, Output>(change: (input: Input) => Promise<Output>): UseMutationResult<Output, Error, Input> {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sharedKey(workspace.id, 'tags') }),
  });
}

/** Makes a tag, or changes the one with `id`. */
export function useSaveTag(): UseMutationResult<Tag, Error, { id: string | null; name: string; color: TagColor }> {
  const { api } = useWorkspace();
  return useTagChange(({ id, ...tag }: { id: string | null; name: string; color: TagColor }) =>
    id === null ? api.tags.create(tag) : api.tags.update(id, tag),
  );
}

/** Gives everything with one tag another, and takes the first away. */
export function useMergeTags(): UseMutationResult<Tag, Error, { from: string; into: Tag['id'] }> {
  const { api } = useWorkspace();
  return useTagChange(({ from, into }: { from: string; into: Tag['id'] }) => api.tags.merge(from, { into }));
}

/** Deletes a tag everywhere. */
export function useRemoveTag(): UseMutationResult<void, Error, string> {
  const { api } = useWorkspace();
  return useTagChange((id: string) => api.tags.remove(id));
}
