import type { Schedule, WorkingHoursSettings } from '@kabar/contract';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

/** Working hours of the workspace and of the numbers that have their own. */
export function useWorkingHours(): UseQueryResult<WorkingHoursSettings> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: sharedKey(workspace.id, 'working-hours'),
    // Whether it is open changes with the clock.
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.workingHours.get({ signal }),
  });
}

/** Sets the hours of the workspace (`numberId` null) or of a number. */
export function useSaveHours(): UseMutationResult<WorkingHoursSettings, Error, { numberId: string | null; schedule: Schedule }> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ numberId, schedule }) =>
      numberId === null ? api.workingHours.update(schedule) : api.workingHours.updateNumber(numberId, schedule),
    onSuccess: (settings) => queryClient.setQueryData(sharedKey(workspace.id, 'working-hours'), settings),
  });
}

/** Lets a number follow the workspace again. */
export function useRemoveHours(): UseMutationResult<void, Error, string> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (numberId) => api.workingHours.removeNumber(numberId),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sharedKey(workspace.id, 'working-hours') }),
  });
}
