import type { Tag } from '@kabar/contract';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

/** Every tag by name. */
export function useTags(): UseQueryResult<Tag[]> {
  const { api, workspace, permissions } = useWorkspace();
  return useQuery({
    queryKey: sharedKey(workspace.id, 'tags'),
    enabled: permissions.has('contacts:read'),
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => (await api.tags.list({ signal })).data,
  });
}
