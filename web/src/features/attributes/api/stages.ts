import type { Stage } from '@kabar/contract';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

const keyOf = (workspaceId: string) => [...sharedKey(workspaceId, 'attributes'), 'stages'] as const;

/** Steps of the way a contact goes, in their order, with how many contacts stand at each. */
export function useStages(): UseQueryResult<Stage[]> {
  const { api, workspace, permissions } = useWorkspace();
  return useQuery({
    queryKey: keyOf(workspace.id),
    enabled: permissions.has('contacts:read'),
    queryFn: async ({ signal }) => (await api.stages.list({ signal })).data,
  });
}

function useStageChange<Input, Output>(change: (input: Input) => Promise<Output>): UseMutationResult<Output, Error, Input> {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => queryClient.invalidateQueries({ queryKey: keyOf(workspace.id) }) });
}

/** Adds a stage at the end, or renames the one with `id`. */
export function useSaveStage(): UseMutationResult<Stage, Error, { id: string | null; name: string }> {
  const { api } = useWorkspace();
  return useStageChange(({ id, name }: { id: string | null; name: string }) =>
    id === null ? api.stages.create({ name }) : api.stages.update(id, { name }),
  );
}

/** Removes a stage; its contacts go to `moveTo`, or have none. */
export function useRemoveStage(): UseMutationResult<void, Error, { id: string; moveTo: string | null }> {
  const { api } = useWorkspace();
  return useStageChange(({ id, moveTo }: { id: string; moveTo: string | null }) =>
    api.stages.remove(id, moveTo === null ? {} : { move_to: moveTo }),
  );
}

/** Puts stages into a new order, at once on the page. */
export function useOrderStages(): UseMutationResult<unknown, Error, Stage[]> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const key = keyOf(workspace.id);
  return useMutation({
    mutationFn: (ordered) => api.stages.order({ ids: ordered.map(({ id }) => id) }),
    onMutate: async (ordered) => {
      await queryClient.cancelQueries({ queryKey: key });
      queryClient.setQueryData(key, ordered);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: key }),
  });
}
