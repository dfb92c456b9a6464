import type { Import, ImportPreview, UpdateImportRequest } from '@kabar/contract';
import { createKabar } from '@kabar/sdk';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';
import { uploadingFetch } from '#lib/uploading-fetch.ts';

const pageLimit = 30;

const keys = {
  all: (workspaceId: string) => sharedKey(workspaceId, 'imports'),
  list: (workspaceId: string) => [...keys.all(workspaceId), 'list'] as const,
  one: (workspaceId: string, id: string) => [...keys.all(workspaceId), 'one', id] as const,
  preview: (workspaceId: string, id: string) => [...keys.all(workspaceId), 'preview', id] as const,
};

/** Every import of the workspace, newest first. */
export interface ImportList {
  imports: Import[] | null;
  error: Error | null;
  hasMore: boolean;
  loadingMore: boolean;
  loadMore: () => void;
  retry: () => void;
}

/** Imports page by page; live events keep them fresh. */
export function useImports(): ImportList {
  const { api, workspace } = useWorkspace();
  const query = useInfiniteQuery({
    queryKey: keys.list(workspace.id),
    queryFn: ({ signal, pageParam }) =>
      api.imports.list({ limit: pageLimit, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  return {
    imports: query.data?.pages.flatMap((page) => page.data) ?? null,
    error: query.error,
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}

/** One import, kept fresh by live events. */
export function useImport(id: string): UseQueryResult<Import> {
  const { api, workspace } = useWorkspace();
  return useQuery({ queryKey: keys.one(workspace.id, id), queryFn: ({ signal }) => api.imports.get(id, { signal }) });
}

/** What would become of the first rows; asked again whenever the draft changes. */
export function useImportPreview(id: string, enabled: boolean): UseQueryResult<ImportPreview> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: keys.preview(workspace.id, id),
    enabled,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.imports.preview(id, { rows: 50 }, { signal }),
  });
}

/** Uploads a file; tells how far it has come. */
export function useUploadImport(onProgress: (share: number) => void): UseMutationResult<Import, Error, File> {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (file) =>
      createKabar({ credentials: 'same-origin', workspaceId: workspace.id, fetch: uploadingFetch(onProgress) }).imports.upload(file, {
        timeoutMs: 600_000,
      }),
    onSuccess: (made) => {
      queryClient.setQueryData(keys.one(workspace.id, made.id), made);
      return queryClient.invalidateQueries({ queryKey: keys.list(workspace.id) });
    },
  });
}

/** Changes a draft; the answer is what holds from now on. */
export function useUpdateImport(id: string): UseMutationResult<Import, Error, UpdateImportRequest> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change) => api.imports.update(id, change),
    onSuccess: (changed, { columns }) => {
      queryClient.setQueryData(keys.one(workspace.id, id), changed);
      void queryClient.invalidateQueries({ queryKey: keys.preview(workspace.id, id) });
      if (columns?.some(({ target }) => target.to === 'new_attribute'))
        void queryClient.invalidateQueries({ queryKey: sharedKey(workspace.id, 'attributes') });
    },
  });
}

/** What can be done with an import as a whole. */
export type ImportVerb = 'start' | 'pause' | 'cancel' | 'undo';

/** Starts, pauses, cancels or undoes an import. */
export function useRunImport(id: string): UseMutationResult<Import, Error, ImportVerb> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (verb) => api.imports[verb](id),
    onSuccess: (changed) => {
      queryClient.setQueryData(keys.one(workspace.id, id), changed);
      return queryClient.invalidateQueries({ queryKey: keys.list(workspace.id) });
    },
  });
}

/** The rows with errors as a file. */
export function useImportErrors(id: string): UseMutationResult<Blob, Error, void> {
  const { api } = useWorkspace();
  return useMutation({ mutationFn: () => api.imports.errors(id, { timeoutMs: 120_000 }) });
}
