import type { Team } from '@kabar/contract';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

/** All teams by name; a workspace has at most 200. */
export function useTeams(): UseQueryResult<Team[]> {
  const { api, workspace, permissions } = useWorkspace();
  return useQuery({
    queryKey: sharedKey(workspace.id, 'teams'),
    enabled: permissions.has('teams:read'),
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => (await api.teams.list({ signal })).data,
  });
}
