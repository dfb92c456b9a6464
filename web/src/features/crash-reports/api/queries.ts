import type { CrashReport } from '@kabar/contract';
import { useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { accountApi } from '#lib/api.ts';

/** Kinds of faults of the last 90 days, last seen first. */
export function useCrashReports(): UseInfiniteQueryResult<CrashReport[]> {
  return useInfiniteQuery({
    queryKey: ['operator', 'crash-reports'],
    queryFn: ({ signal, pageParam }) =>
      accountApi.crashReports.list({ limit: 30, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (data) => data.pages.flatMap((page) => page.data),
  });
}
