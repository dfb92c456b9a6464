import type { CurrentSupportAccess, GrantSupportRequest, Page, SupportAccess, SupportSettings } from '@kabar/contract';
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

/** Whether operators are let in now, and which of them ask. */
export function useCurrentSupport(enabled = true): UseQueryResult<CurrentSupportAccess> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'support-access'), 'current'],
    enabled,
    queryFn: ({ signal }) => api.supportAccess.current({ signal }),
  });
}

/** Every access there was, newest first. */
export function useSupportHistory(): UseInfiniteQueryResult<SupportAccess[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery({
    queryKey: [...sharedKey(workspace.id, 'support-access'), 'list'],
    queryFn: ({ signal, pageParam }): Promise<Page<SupportAccess>> =>
      api.supportAccess.list({ limit: 20, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (data) => data.pages.flatMap((page) => page.data),
  });
}

/** The rule of the workspace. */
export function useSupportSettings(): UseQueryResult<SupportSettings> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'support-access'), 'settings'],
    queryFn: ({ signal }) => api.supportAccess.settings({ signal }),
  });
}

/** Lets operators in, or answers one of them. */
export function useGrantSupport(): UseMutationResult<SupportAccess, Error, GrantSupportRequest> {
  const { api } = useWorkspace();
  return useMutation({ mutationFn: (request) => api.supportAccess.grant(request), ...useRefresh() });
}

/** Says no to an operator. */
export function useDeclineSupport(): UseMutationResult<void, Error, string> {
  const { api } = useWorkspace();
  return useMutation({ mutationFn: (id) => api.supportAccess.decline(id), ...useRefresh() });
}

/** Ends an access at once. */
export function useEndSupport(): UseMutationResult<SupportAccess, Error, string> {
  const { api } = useWorkspace();
  return useMutation({ mutationFn: (id) => api.supportAccess.end(id), ...useRefresh() });
}

/** Changes the rule. */
export function useChangeSupportSettings(): UseMutationResult<SupportSettings, Error, SupportSettings> {
  const { api } = useWorkspace();
  return useMutation({ mutationFn: (settings) => api.supportAccess.changeSettings(settings), ...useRefresh() });
}

function useRefresh(): { onSettled: () => Promise<void> } {
  const { workspace } = useWorkspace();
  const client = useQueryClient();
  return { onSettled: () => client.invalidateQueries({ queryKey: sharedKey(workspace.id, 'support-access') }) };
}
