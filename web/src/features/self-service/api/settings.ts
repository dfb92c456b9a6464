import type { SelfServiceSettings, UpdateSelfServiceSettings } from '@kabar/contract';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { workspaceKey } from '#lib/query-keys.ts';

/** How the page for customers is set up. */
export function usePublicPageSettings(): UseQueryResult<SelfServiceSettings> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...workspaceKey(workspace.id), 'public-page'],
    queryFn: ({ signal }) => api.publicPageSettings.get({ signal }),
  });
}

/** Changes it. */
export function useSavePublicPage(): UseMutationResult<SelfServiceSettings, unknown, UpdateSelfServiceSettings> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change) => api.publicPageSettings.update(change),
    onSuccess: (settings) => {
      queryClient.setQueryData([...workspaceKey(workspace.id), 'public-page'], settings);
      void queryClient.invalidateQueries({ queryKey: ['public-page'] });
    },
  });
}
