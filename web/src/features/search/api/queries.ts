import type { SearchResponse } from '@kabar/contract';
import { keepPreviousData, useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { use } from 'react';
import { useWorkspace } from '#features/session';
import { workspaceKey } from '#lib/query-keys.ts';
import { countFeature } from '#lib/usage.ts';
import { TimeZoneContext } from '#lib/use-format.ts';
import { fromZonedInput } from '#lib/zoned-input.ts';
import type { SearchFilters } from '../fns/search-form.ts';

const pageLimit = 25;

/** The midnight that ends a day. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Messages, notes and contacts that fit; page by page, newest first. Results are as of now and never kept for later. */
export function useSearchResults(q: string, filters: SearchFilters): UseInfiniteQueryResult<InfiniteData<SearchResponse>> {
  const { api, workspace } = useWorkspace();
  const timeZone = use(TimeZoneContext);
  const { from, until, ...rest } = filters;
  return useInfiniteQuery({
    queryKey: [...workspaceKey(workspace.id), 'search', q, filters],
    enabled: q.trim().length > 1,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal, pageParam }) => {
      countFeature('search.run');
      return api.search.find(
        {
          ...rest,
          q,
          in: filters.in ?? 'all',
          limit: pageLimit,
          ...(from === undefined ? {} : { from: fromZonedInput(`${from}T00:00`, timeZone) }),
          ...(until === undefined ? {} : { until: fromZonedInput(`${dayAfter(until)}T00:00`, timeZone) }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        { signal },
      );
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}
