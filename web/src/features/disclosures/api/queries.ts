import type { CreateDisclosureRequest, Disclosure } from '@kabar/contract';
import { useInfiniteQuery, useMutation, useQueryClient, type UseInfiniteQueryResult, type UseMutationResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { workspaceKey } from '#lib/query-keys.ts';

/** Requests of authorities, newest first. Files are written in the background, so it looks again while one is on its way. */
export function useDisclosures(): UseInfiniteQueryResult<Disclosure[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery({
    queryKey: [...workspaceKey(workspace.id), 'disclosures'],
    queryFn: ({ signal, pageParam }) =>
      api.disclosures.list({ limit: 30, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (data) => data.pages.flatMap((page) => page.data),
    refetchInterval: (query) => {
      const files = query.state.data?.pages.flatMap((page) => page.data.flatMap((one) => one.files)) ?? [];
      return files.some(({ export_status }) => export_status === 'queued' || export_status === 'running') ? 3_000 : false;
    },
  });
}

/** What somebody does with a disclosure. */
export type DisclosureAction =
  | { do: 'record'; body: CreateDisclosureRequest }
  | { do: 'decide'; id: string; decision: 'approved' | 'refused'; reason: string }
  | { do: 'write_files' | 'withdraw'; id: string }
  | { do: 'hand_over'; id: string; handover: string; persons_told: 'told' | 'later' | 'forbidden' };

/** Moves a disclosure on. */
export function useDisclosureAction(): UseMutationResult<Disclosure, Error, DisclosureAction> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (action: DisclosureAction) => {
      switch (action.do) {
        case 'record':
          return api.disclosures.record(action.body);
        case 'decide':
          return api.disclosures.decide(action.id, { decision: action.decision, reason: action.reason });
        case 'write_files':
          return api.disclosures.writeFiles(action.id);
        case 'withdraw':
          return api.disclosures.withdraw(action.id);
        case 'hand_over':
          return api.disclosures.handOver(action.id, { handover: action.handover, persons_told: action.persons_told });
      }
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...workspaceKey(workspace.id), 'disclosures'] }),
  });
}
