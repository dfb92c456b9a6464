import type { PrivacyOffice, PrivacyRequest, PrivacyRequestCounts, PrivacyRequestEvent, PrivacyRequestTab } from '@kabar/contract';
import { useInfiniteQuery, useQuery, type UseInfiniteQueryResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';
import { useRequestSource } from './request-source.ts';

const pageLimit = 30;

/** A tab of the queue; live events keep it fresh. */
export function useRequests(tab: PrivacyRequestTab): UseInfiniteQueryResult<PrivacyRequest[]> {
  const source = useRequestSource();
  return useInfiniteQuery({
    queryKey: [...source.key, 'list', tab],
    queryFn: ({ signal, pageParam }) =>
      source.list({ tab, limit: pageLimit, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (data) => data.pages.flatMap((page) => page.data),
  });
}

/** How many requests stand where. Looked at again every minute, because time alone makes them overdue. */
export function useRequestCounts(enabled = true): UseQueryResult<PrivacyRequestCounts> {
  const source = useRequestSource();
  return useQuery({
    queryKey: [...source.key, 'counts'],
    queryFn: ({ signal }) => source.counts({ signal }),
    enabled,
    refetchInterval: 60_000,
  });
}

/** One request with its steps. */
export function useRequest(id: string): UseQueryResult<PrivacyRequest> {
  const source = useRequestSource();
  return useQuery({
    queryKey: [...source.key, 'one', id],
    queryFn: ({ signal }) => source.get(id, { signal }),
    // Work in the queue of the operator sends no live events to this page.
    refetchInterval: (query) => (query.state.data?.next_step === 'wait_for_work' ? 2_000 : false),
  });
}

/** What happened to a request. */
export function useRequestHistory(id: string): UseQueryResult<{ data: PrivacyRequestEvent[] }> {
  const source = useRequestSource();
  return useQuery({ queryKey: [...source.key, 'one', id, 'history'], queryFn: ({ signal }) => source.history(id, { signal }) });
}

/** How the office of the workspace works. */
export function useOffice(): UseQueryResult<PrivacyOffice> {
  const { api, workspace } = useWorkspace();
  return useQuery({ queryKey: officeKey(workspace.id), queryFn: ({ signal }) => api.privacyRequests.office.get({ signal }) });
}

/** Where the settings of the office lie in the cache. */
export function officeKey(workspaceId: string): readonly unknown[] {
  return [...sharedKey(workspaceId, 'privacy-requests'), 'office'];
}
