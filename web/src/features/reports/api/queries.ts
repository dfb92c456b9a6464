import type { InboxReport, Page, ReportComment, ReportGroup } from '@kabar/contract';
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
import type { Days } from '../fns/report-period.ts';

/** What a report is limited to. */
export interface ReportLimits {
  number_id?: string | undefined;
  team_id?: string | undefined;
}

/** How long figures count as fresh: a report is read, not watched. */
const freshMs = 60_000;

/** The report over some days. */
export function useInboxReport(days: Days, groupBy: ReportGroup, limits: ReportLimits): UseQueryResult<InboxReport> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...workspaceKey(workspace.id), 'reports', 'inbox', days, groupBy, limits, workspace.time_zone],
    queryFn: ({ signal }) => api.reports.inbox({ ...days, group_by: groupBy, ...limits }, { signal }),
    staleTime: freshMs,
    placeholderData: keepPreviousData,
  });
}

/** What customers wrote after their answers, page by page. */
export function useReportComments(days: Days, limits: ReportLimits): UseInfiniteQueryResult<ReportComment[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: [...workspaceKey(workspace.id), 'reports', 'comments', days, limits, workspace.time_zone],
      queryFn: ({ signal, pageParam }): Promise<Page<ReportComment>> =>
        api.reports.comments({ ...days, ...limits, limit: 10, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      staleTime: freshMs,
      select: (data) => data.pages.flatMap((page) => page.data),
    }),
  );
}
