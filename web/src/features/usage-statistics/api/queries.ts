import type { UsageStatistics } from '@kabar/contract';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { accountApi } from '#lib/api.ts';

/** The figures of a month such as `2026-11`; without one, of this month. */
export function useUsageStatistics(month: string | undefined): UseQueryResult<UsageStatistics> {
  return useQuery({
    queryKey: ['operator', 'usage-statistics', month ?? 'now'],
    queryFn: ({ signal }) => accountApi.usageStatistics.get(month === undefined ? {} : { month }, { signal }),
    placeholderData: keepPreviousData,
  });
}
