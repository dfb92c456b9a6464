import type { AssignmentRule, AssignmentSettings } from '@kabar/contract';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { workspaceKey } from '#lib/query-keys.ts';

const keyOf = (workspaceId: string) => [...workspaceKey(workspaceId), 'assignment-rules'] as const;

/** Rules of the workspace and of the teams that have their own. */
export function useAssignmentRules(): UseQueryResult<AssignmentSettings> {
  const { api, workspace } = useWorkspace();
  return useQuery({ queryKey: keyOf(workspace.id), queryFn: ({ signal }) => api.assignmentRules.get({ signal }) });
}

/** Sets the rule of the workspace (`teamId` null) or of a team. */
export function useSaveRule(): UseMutationResult<AssignmentSettings, Error, { teamId: string | null; rule: AssignmentRule }> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ teamId, rule }) => (teamId === null ? api.assignmentRules.update(rule) : api.assignmentRules.updateTeam(teamId, rule)),
    onSuccess: (settings) => queryClient.setQueryData(keyOf(workspace.id), settings),
  });
}

/** Lets a team follow the workspace again. */
export function useRemoveRule(): UseMutationResult<void, Error, string> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (teamId) => api.assignmentRules.removeTeam(teamId),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keyOf(workspace.id) }),
  });
}
