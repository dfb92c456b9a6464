import type { MemberPresence, PresenceChoice } from '@kabar/contract';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

/** Where every member of the workspace is. Renewed by live events, and each minute for the counts of conversations. */
export function useMemberPresence(): UseQueryResult<MemberPresence[]> {
  const { api, workspace, permissions } = useWorkspace();
  return useQuery({
    queryKey: sharedKey(workspace.id, 'member-presence'),
    enabled: permissions.has('members:read'),
    refetchInterval: 60_000,
    queryFn: async ({ signal }) => (await api.memberPresence.list({ signal })).data,
  });
}

/** Where the reader is; null until that is known. */
export function useOwnPresence(): MemberPresence | null {
  const { memberId } = useWorkspace();
  const { data } = useMemberPresence();
  return data?.find((one) => one.member_id === memberId) ?? null;
}

/** Changes what the reader says of themselves. It stays until they change it again. */
export function useChoosePresence(): UseMutationResult<MemberPresence | null, Error, PresenceChoice> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const key = sharedKey(workspace.id, 'member-presence');
  return useMutation({
    mutationFn: (choice) => api.memberPresence.report({ choice }),
    onSuccess: (own) => {
      if (own === null) return;
      queryClient.setQueryData<MemberPresence[]>(key, (all) => all?.map((one) => (one.member_id === own.member_id ? own : one)));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: key }),
  });
}
