import type { Me, UpdateWorkspaceRequest, Workspace } from '@kabar/contract';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { sessionKeys, useWorkspace } from '#features/session';

/** Changes the workspace. The answer goes into the cache at once, so that name and times change everywhere. */
export function useUpdateWorkspace(): UseMutationResult<Workspace, Error, UpdateWorkspaceRequest> {
  const { api } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change) => api.workspaces.update(change),
    onSuccess: (workspace) => {
      queryClient.setQueryData<Me>(
        sessionKeys.me,
        (me) =>
          me && {
            ...me,
            memberships: me.memberships.map((membership) =>
              membership.workspace.id === workspace.id ? { ...membership, workspace } : membership,
            ),
          },
      );
    },
  });
}
