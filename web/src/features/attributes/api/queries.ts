import type { Attribute } from '@kabar/contract';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

/** Every attribute that contacts of the workspace can have, in the workspace's order. */
export function useAttributes(): UseQueryResult<Attribute[]> {
  const { api, workspace, permissions } = useWorkspace();
  return useQuery({
    queryKey: sharedKey(workspace.id, 'attributes'),
    enabled: permissions.has('contacts:read'),
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => (await api.attributes.list({ signal })).data,
  });
}
