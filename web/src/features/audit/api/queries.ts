import type { AuditEntry, AuditState, AuditVerification, Page } from '@kabar/contract';
import { createKabar } from '@kabar/sdk';
import {
  infiniteQueryOptions,
  keepPreviousData,
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
import { auditQuery, type AuditSearch } from '../fns/audit-search.ts';
import { countingFetch } from '../fns/counting-fetch.ts';

/** Entries that fit, newest first, page by page. */
export function useAuditLog({ entry: _open, ...search }: AuditSearch): UseInfiniteQueryResult<AuditEntry[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: [...sharedKey(workspace.id, 'audit'), 'list', search],
      queryFn: ({ signal, pageParam }): Promise<Page<AuditEntry>> =>
        api.audit.list({ ...auditQuery(search), limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      placeholderData: keepPreviousData,
      select: (data) => data.pages.flatMap((page) => page.data),
    }),
  );
}

/** The entry of a number; null when there is none. */
export function useAuditEntry(seq: string): UseQueryResult<AuditEntry | null> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'audit'), 'one', seq],
    queryFn: async ({ signal }) => (await api.audit.list({ seq: Number(seq), limit: 1 }, { signal })).data[0] ?? null,
  });
}

/** Size of the log, its last verification and its newest checkpoint. */
export function useAuditState(): UseQueryResult<AuditState> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'audit'), 'state'],
    queryFn: ({ signal }) => api.audit.state({ signal }),
  });
}

const verifyForMs = 10 * 60_000;

/** Looks through the whole log now. */
export function useVerify(): UseMutationResult<AuditVerification, Error, void> {
  const { api, workspace } = useWorkspace();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.audit.verify({ timeoutMs: verifyForMs }),
    onSettled: () => client.invalidateQueries({ queryKey: [...sharedKey(workspace.id, 'audit'), 'state'] }),
  });
}

/** Saves what is narrowed as a file; `onCount` hears how many entries have come. */
export function useExport(): UseMutationResult<
  void,
  Error,
  { search: AuditSearch; format: 'csv' | 'jsonl'; onCount: (count: number) => void; signal: AbortSignal }
> {
  const { workspace } = useWorkspace();
  return useMutation({
    mutationFn: async ({ search, format, onCount, signal }) => {
      // A spreadsheet's first line is its head.
      const api = createKabar({
        credentials: 'same-origin',
        workspaceId: workspace.id,
        fetch: countingFetch((lines) => onCount(format === 'csv' ? Math.max(0, lines - 1) : lines)),
      });
      const { entry: _open, ...rest } = search;
      saveBlob(
        await api.audit.export({ ...auditQuery(rest), format }, { signal, timeoutMs: verifyForMs }),
        `audit-${workspace.slug}.${format}`,
      );
    },
  });
}
