import type { NumberEvent, Page, WhatsAppNumber } from '@kabar/contract';
import { infiniteQueryOptions, useInfiniteQuery, useQuery, type UseInfiniteQueryResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { numberKeys } from './keys.ts';

/** Every number of the workspace, disconnected ones too; few enough to load at once. */
export function useNumbers(): UseQueryResult<WhatsAppNumber[]> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: numberKeys.lists(workspace.id),
    queryFn: async ({ signal }) => {
      const all: WhatsAppNumber[] = [];
      for await (const number of api.numbers.each({ limit: 200 }, { signal })) all.push(number);
      return all;
    },
  });
}

/** One number. */
export function useNumber(numberId: string): UseQueryResult<WhatsAppNumber> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: numberKeys.one(workspace.id, numberId),
    queryFn: ({ signal }) => api.numbers.get(numberId, { signal }),
  });
}

/** What happened to a number, newest first, page by page. */
export function useNumberHistory(numberId: string): UseInfiniteQueryResult<NumberEvent[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: numberKeys.history(workspace.id, numberId),
      queryFn: ({ signal, pageParam }): Promise<Page<NumberEvent>> =>
        api.numbers.history(numberId, { limit: 20, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      select: (data) => data.pages.flatMap((page) => page.data),
    }),
  );
}
