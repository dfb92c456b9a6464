import type { SatisfactionSettings, ServiceLevelSettings, ServiceTargets, StoredSatisfactionSettings } from '@kabar/contract';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { workspaceKey } from '#lib/query-keys.ts';

/** For whom targets hold. */
export type TargetScope = { kind: 'workspace' } | { kind: 'team' | 'number'; id: string };

const targetsKey = (workspaceId: string) => [...workspaceKey(workspaceId), 'service-levels'] as const;
const satisfactionKey = (workspaceId: string) => [...workspaceKey(workspaceId), 'satisfaction'] as const;

/** Targets of the workspace and of the teams and numbers that have their own. */
export function useServiceLevels(): UseQueryResult<ServiceLevelSettings> {
  const { api, workspace } = useWorkspace();
  return useQuery({ queryKey: targetsKey(workspace.id), queryFn: ({ signal }) => api.serviceLevels.get({ signal }) });
}

/** Sets targets; open conversations follow within seconds. */
export function useSaveTargets(): UseMutationResult<ServiceLevelSettings, Error, { scope: TargetScope; targets: ServiceTargets }> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ scope, targets }) =>
      scope.kind === 'workspace'
        ? api.serviceLevels.update(targets)
        : scope.kind === 'team'
          ? api.serviceLevels.updateTeam(scope.id, targets)
          : api.serviceLevels.updateNumber(scope.id, targets),
    onSuccess: (settings) => queryClient.setQueryData(targetsKey(workspace.id), settings),
  });
}

/** Lets a team or number follow what stands above it again. */
export function useRemoveTargets(): UseMutationResult<void, Error, Exclude<TargetScope, { kind: 'workspace' }>> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, id }) => (kind === 'team' ? api.serviceLevels.removeTeam(id) : api.serviceLevels.removeNumber(id)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: targetsKey(workspace.id) }),
  });
}

/** The question after a conversation was resolved. */
export function useSatisfaction(): UseQueryResult<StoredSatisfactionSettings> {
  const { api, workspace } = useWorkspace();
  return useQuery({ queryKey: satisfactionKey(workspace.id), queryFn: ({ signal }) => api.satisfaction.get({ signal }) });
}

/** Sets the question. */
export function useSaveSatisfaction(): UseMutationResult<StoredSatisfactionSettings, Error, SatisfactionSettings> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (settings) => api.satisfaction.update(settings),
    onSuccess: (settings) => queryClient.setQueryData(satisfactionKey(workspace.id), settings),
  });
}
