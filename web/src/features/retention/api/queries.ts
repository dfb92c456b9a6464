import type {
  AskSealedOpeningRequest,
  CreateHoldRequest,
  DecideSealedOpeningRequest,
  RetentionHold,
  RetentionPolicy,
  RetentionPreview,
  RetentionRun,
  RetentionState,
  SealedOpening,
  UpdateHoldRequest,
} from '@kabar/contract';
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
import { saveBlob } from '#lib/save-blob.ts';

/** The policy, what holds, and how old the oldest rows are. */
export function useRetention(): UseQueryResult<RetentionState> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'retention'), 'state'],
    queryFn: ({ signal }) => api.retention.get({ signal }),
  });
}

/** What a policy would mean and remove. Counting may take a while; the answer is not kept. */
export function usePreview(): UseMutationResult<RetentionPreview, Error, RetentionPolicy> {
  const { api } = useWorkspace();
  return useMutation({ mutationFn: (policy) => api.retention.preview({ policy }, { timeoutMs: 120_000 }) });
}

/** Saves a policy; `revision` is that of the state it was made from. */
export function useSavePolicy(): UseMutationResult<RetentionState, Error, { policy: RetentionPolicy; revision: number }> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body) => api.retention.save(body),
    onSuccess: (state) => queryClient.setQueryData([...sharedKey(workspace.id, 'retention'), 'state'], state),
  });
}

/** Receipts of sweeps, newest first. */
export function useReceipts(): UseInfiniteQueryResult<RetentionRun[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery({
    queryKey: [...sharedKey(workspace.id, 'retention'), 'receipts'],
    queryFn: ({ signal, pageParam }) =>
      api.retention.runs.list({ limit: 20, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (data) => data.pages.flatMap((page) => page.data),
  });
}

/** Holds of one status, newest first. */
export function useHolds(status: 'active' | 'released'): UseInfiniteQueryResult<RetentionHold[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery({
    queryKey: [...sharedKey(workspace.id, 'retention'), 'holds', status],
    queryFn: ({ signal, pageParam }) =>
      api.retention.holds.list({ status, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (data) => data.pages.flatMap((page) => page.data),
  });
}

/** Openings of sealed records, newest first. */
export function useOpenings(): UseInfiniteQueryResult<SealedOpening[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery({
    queryKey: [...sharedKey(workspace.id, 'retention'), 'openings'],
    queryFn: ({ signal, pageParam }) =>
      api.retention.openings.list({ limit: 20, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (data) => data.pages.flatMap((page) => page.data),
  });
}

/** Asks to open sealed records. */
export function useAskOpening(): UseMutationResult<SealedOpening, Error, AskSealedOpeningRequest> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body) => api.retention.openings.ask(body),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sharedKey(workspace.id, 'retention') }),
  });
}

/** Approves or refuses what somebody else asked. */
export function useDecideOpening(): UseMutationResult<SealedOpening, Error, { id: string } & DecideSealedOpeningRequest> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, decision }) => api.retention.openings.decide(id, { decision }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sharedKey(workspace.id, 'retention') }),
  });
}

/** The opened records as a file, saved by the browser. */
export function useDownloadOpening(): UseMutationResult<void, Error, string> {
  const { api } = useWorkspace();
  return useMutation({
    mutationFn: async (id) => saveBlob(await api.retention.openings.file(id, { timeoutMs: 600_000 }), 'sealed-records.jsonl'),
  });
}

function useHoldChange<Input>(change: (input: Input) => Promise<RetentionHold>): UseMutationResult<RetentionHold, Error, Input> {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sharedKey(workspace.id, 'retention') }),
  });
}

/** Puts a hold on data. */
export function useCreateHold(): UseMutationResult<RetentionHold, Error, CreateHoldRequest> {
  const { api } = useWorkspace();
  return useHoldChange((body: CreateHoldRequest) => api.retention.holds.create(body));
}

/** Changes owner or review date. */
export function useUpdateHold(): UseMutationResult<RetentionHold, Error, { id: string; change: UpdateHoldRequest }> {
  const { api } = useWorkspace();
  return useHoldChange(({ id, change }: { id: string; change: UpdateHoldRequest }) => api.retention.holds.update(id, change));
}

/** Ends a hold. */
export function useReleaseHold(): UseMutationResult<RetentionHold, Error, { id: string; reason: string }> {
  const { api } = useWorkspace();
  return useHoldChange(({ id, reason }: { id: string; reason: string }) => api.retention.holds.release(id, { reason }));
}
