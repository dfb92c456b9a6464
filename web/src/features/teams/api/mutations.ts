import type { AgentsSee, CreateTeamRequest, Team, UpdateTeamRequest, VisibilityRule } from '@kabar/contract';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

function useTeamChange<Input, Output>(change: (input: Input) => Promise<Output>): UseMutationResult<Output, Error, Input> {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sharedKey(workspace.id, 'teams') }),
  });
}

/** Creates a team, or changes one where `id` is given. */
export function useSaveTeam(): UseMutationResult<Team, Error, { id: string | null; team: CreateTeamRequest }> {
  const { api } = useWorkspace();
  return useTeamChange(({ id, team }: { id: string | null; team: CreateTeamRequest }) =>
    id === null ? api.teams.create(team) : api.teams.update(id, team satisfies UpdateTeamRequest),
  );
}

/** Deletes a team. */
export function useRemoveTeam(): UseMutationResult<void, Error, string> {
  const { api } = useWorkspace();
  return useTeamChange((id: string) => api.teams.remove(id));
}

/** What agents see. */
export function useVisibility(): UseQueryResult<VisibilityRule> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'teams'), 'visibility'],
    queryFn: ({ signal }) => api.teams.visibility({ signal }),
  });
}

/** Sets what agents see; counts at once. */
export function useSetVisibility(): UseMutationResult<VisibilityRule, Error, AgentsSee> {
  const { api } = useWorkspace();
  return useTeamChange((agentsSee: AgentsSee) => api.teams.setVisibility({ agents_see: agentsSee }));
}
