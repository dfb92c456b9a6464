import type { PersonImport } from '@kabar/contract';
import { createKabar } from '@kabar/sdk';
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
import { uploadingFetch } from '#lib/uploading-fetch.ts';

const pageLimit = 20;

const keyOf = (workspaceId: string, id: string) => [...sharedKey(workspaceId, 'person-imports'), id] as const;

/** Imports of people, newest first, page by page. */
export function usePersonImports(): UseInfiniteQueryResult<PersonImport[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery({
    queryKey: [...sharedKey(workspace.id, 'person-imports'), 'list'],
    queryFn: ({ signal, pageParam }) =>
      api.personImports.list({ limit: pageLimit, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: ({ pages }) => pages.flatMap(({ data }) => data),
  });
}

/** The import of one person, kept fresh by live events. */
export function usePersonImport(id: string): UseQueryResult<PersonImport> {
  const { api, workspace } = useWorkspace();
  return useQuery({ queryKey: keyOf(workspace.id, id), queryFn: ({ signal }) => api.personImports.get(id, { signal }) });
}

/** Uploads the export of a person; tells how far it has come. */
export function useUploadPerson(onProgress: (share: number) => void): UseMutationResult<PersonImport, Error, File> {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (file) =>
      createKabar({ credentials: 'same-origin', workspaceId: workspace.id, fetch: uploadingFetch(onProgress) }).personImports.upload(file, {
        timeoutMs: 3_600_000,
      }),
    onSuccess: (made) => void queryClient.setQueryData(keyOf(workspace.id, made.id), made),
  });
}

/** Starts the import of a person; `evidence` for somebody who was erased. */
export function useStartPerson(id: string): UseMutationResult<PersonImport, Error, string | undefined> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (evidence) => api.personImports.start(id, evidence === undefined ? {} : { after_erasure: evidence }),
    onSuccess: (started) => void queryClient.setQueryData(keyOf(workspace.id, id), started),
  });
}

/** Takes an uploaded file away before it is started. */
export function useDropPerson(id: string): UseMutationResult<void, Error, void> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.personImports.drop(id),
    onSuccess: () => queryClient.removeQueries({ queryKey: keyOf(workspace.id, id) }),
  });
}
