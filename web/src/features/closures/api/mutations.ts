import type { Closure, CloseWorkspaceRequest, Export } from '@kabar/contract';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { sessionKeys, useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

/** Closes the workspace; everybody in it sees so at once. */
export function useCloseWorkspace(): UseMutationResult<Closure, Error, CloseWorkspaceRequest> {
  const { api } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body) => api.workspaces.close(body),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sessionKeys.me }),
  });
}

/** Takes the closing back. */
export function useReopenWorkspace(): UseMutationResult<void, Error, void> {
  const { api } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.workspaces.reopen(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sessionKeys.me }),
  });
}

/** Orders the file with everything of the workspace. */
export function useExportWorkspace(): UseMutationResult<Export, Error, void> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.workspaces.export(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sharedKey(workspace.id, 'exports') }),
  });
}
