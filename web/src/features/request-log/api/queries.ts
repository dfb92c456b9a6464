import type { LoggedRequest, Page, Usage } from '@kabar/contract';
import {
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  type UseInfiniteQueryResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { workspaceKey } from '#lib/query-keys.ts';
import { logQuery, type LogSearch } from '../fns/log-search.ts';

const tailRestMs = 2_000;

/** Calls of the API that fit, newest first, page by page. With `follow` the newest are asked for every two seconds. */
export function useRequestLog({ request: _open, ...search }: LogSearch, follow: boolean): UseInfiniteQueryResult<LoggedRequest[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: [...workspaceKey(workspace.id), 'request-log', 'list', search],
      refetchInterval: follow ? tailRestMs : false,
      queryFn: ({ signal, pageParam }): Promise<Page<LoggedRequest>> =>
        api.requestLog.list({ ...logQuery(search), limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      placeholderData: keepPreviousData,
      select: (data) => data.pages.flatMap((page) => page.data),
    }),
  );
}

/** One call. */
export function useLoggedRequest(requestId: string): UseQueryResult<LoggedRequest> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...workspaceKey(workspace.id), 'request-log', 'one', requestId],
    queryFn: ({ signal }) => api.requestLog.get(requestId, { signal }),
  });
}

/** Calls of programs by hour of the last day, or by day of the last month, cut by how they ended. */
export function useUsage(step: 'hour' | 'day'): UseQueryResult<Usage> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...workspaceKey(workspace.id), 'usage', step],
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.usage.get({ step, group_by: 'status_class', caller: 'api_key' }, { signal }),
  });
}
