import type { WorkspaceRole } from '@kabar/contract';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

/** All roles: the built-in ones first. */
export function useRoles(): UseQueryResult<WorkspaceRole[]> {
  const { api, workspace, permissions } = useWorkspace();
  return useQuery({
    queryKey: sharedKey(workspace.id, 'roles'),
    enabled: permissions.has('members:read'),
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => (await api.roles.list({ signal })).data,
  });
}
