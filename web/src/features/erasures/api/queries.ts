import type { EraseContactRequest, Erasure, ErasureCheck, ErasurePlan, Page } from '@kabar/contract';
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { usePermission, useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

/** Keys of erasures in the cache. */
const keys = {
  all: (workspaceId: string) => sharedKey(workspaceId, 'erasures'),
  list: (workspaceId: string) => [...keys.all(workspaceId), 'list'] as const,
  of: (workspaceId: string, contactId: string) => [...keys.all(workspaceId), 'of', contactId] as const,
  one: (workspaceId: string, id: string) => [...keys.all(workspaceId), 'one', id] as const,
  check: (workspaceId: string) => [...keys.all(workspaceId), 'check'] as const,
};

/** What erasing somebody would do; counted anew each time it is asked. */
export function useErasurePlan(contactId: string, enabled: boolean): UseQueryResult<ErasurePlan> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...keys.all(workspace.id), 'plan', contactId],
    queryFn: ({ signal }) => api.erasures.plan(contactId, { signal }),
    enabled,
    staleTime: 0,
    gcTime: 0,
  });
}

/** The erasure of a contact that is under way; null when there is none or one may not see it. */
export function useOpenErasure(contactId: string): Erasure | null {
  const { api, workspace } = useWorkspace();
  const maySee = usePermission('privacy:read');
  const { data } = useQuery({
    queryKey: keys.of(workspace.id, contactId),
    queryFn: ({ signal }) => api.erasures.list({ contact_id: contactId, limit: 1 }, { signal }),
    select: ({ data: rows }) => rows.find(({ status }) => status !== 'done' && status !== 'cancelled') ?? null,
    enabled: maySee,
  });
  return data ?? null;
}

/** One erasure as it goes on: told by live events, and asked again now and then while it runs. */
export function useErasure(id: string | null): UseQueryResult<Erasure> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: keys.one(workspace.id, id ?? ''),
    queryFn: ({ signal }) => api.erasures.get(id ?? '', { signal }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 2_000 : false),
  });
}

/** All erasures, newest first. */
export function useErasures(): UseInfiniteQueryResult<Erasure[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery({
    queryKey: keys.list(workspace.id),
    queryFn: ({ signal, pageParam }) => api.erasures.list({ cursor: pageParam, limit: 50 }, { signal }),
    initialPageParam: undefined as string | undefined, // the first page has no cursor
    getNextPageParam: (page: Page<Erasure>) => page.next_cursor ?? undefined,
    select: ({ pages }: InfiniteData<Page<Erasure>>) => pages.flatMap(({ data }) => data),
  });
}

/** The last nightly search for rows of erased people. */
export function useErasureCheck(): UseQueryResult<ErasureCheck> {
  const { api, workspace } = useWorkspace();
  return useQuery({ queryKey: keys.check(workspace.id), queryFn: ({ signal }) => api.erasures.check({ signal }) });
}

/** Begins to erase somebody, at once or after a time. */
export function useErase(contactId: string): UseMutationResult<Erasure, Error, EraseContactRequest> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body) => api.erasures.start(contactId, body),
    onSuccess: (erasure) => {
      queryClient.setQueryData(keys.one(workspace.id, erasure.id), erasure);
      void queryClient.invalidateQueries({ queryKey: keys.list(workspace.id) });
      return queryClient.invalidateQueries({ queryKey: keys.of(workspace.id, contactId) });
    },
  });
}

/** Takes an erasure back. Errors: `conflict` once it has begun. */
export function useCancelErasure(): UseMutationResult<Erasure, Error, Pick<Erasure, 'id'>> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id }) => api.erasures.cancel(id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.all(workspace.id) }),
  });
}
