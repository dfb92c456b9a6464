import type { NotificationKind, NotificationPreferences } from '@kabar/contract';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { workspaceKey } from '#lib/query-keys.ts';

const keyOf = (workspaceId: string) => [...workspaceKey(workspaceId), 'notification-preferences'] as const;

/** What the reader wants to be told of. */
export function useNotificationPreferences(): UseQueryResult<NotificationPreferences> {
  const { api, workspace } = useWorkspace();
  return useQuery({ queryKey: keyOf(workspace.id), queryFn: ({ signal }) => api.notifications.preferences({ signal }) });
}

/** Switches one kind on or off; shown at once and taken back when it does not get through. */
export function useSetPreference(): UseMutationResult<NotificationPreferences, Error, { kind: NotificationKind; in_app: boolean }> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const key = keyOf(workspace.id);
  return useMutation({
    mutationFn: (change) => api.notifications.updatePreferences({ data: [change] }),
    // One after the other, so that the last press is what holds.
    scope: { id: 'notification-preferences' },
    onMutate: async (change) => {
      await queryClient.cancelQueries({ queryKey: key });
      queryClient.setQueryData<NotificationPreferences>(
        key,
        (before) => before && { data: before.data.map((one) => (one.kind === change.kind ? change : one)) },
      );
    },
    onError: () => queryClient.invalidateQueries({ queryKey: key }),
  });
}
