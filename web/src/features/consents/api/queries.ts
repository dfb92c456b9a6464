import type { ConsentRecord, ConsentWording, ContactConsents } from '@kabar/contract';
import { infiniteQueryOptions, useInfiniteQuery, useQuery, type UseInfiniteQueryResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { consentKeys } from './keys.ts';

/** What holds for a contact now, and the newest of its history. */
export function useConsents(contactId: string): UseQueryResult<ContactConsents> {
  const { api, workspace, permissions } = useWorkspace();
  return useQuery({
    queryKey: consentKeys.of(workspace.id, contactId),
    enabled: permissions.has('consent:read'),
    queryFn: ({ signal }) => api.consents.of(contactId, { limit: 20 }, { signal }),
  });
}

/** The whole ledger of a contact, newest first, page by page. */
export function useConsentHistory(contactId: string): UseInfiniteQueryResult<ConsentRecord[]> {
  const { api, workspace, permissions } = useWorkspace();
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: consentKeys.history(workspace.id, contactId),
      enabled: permissions.has('consent:read'),
      queryFn: ({ signal, pageParam }): Promise<ContactConsents> =>
        api.consents.of(contactId, { limit: 30, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      select: (data) => data.pages.flatMap((page) => page.history),
    }),
  );
}

/** Every version of the words that customers were asked with. */
export function useWordings(): UseQueryResult<ConsentWording[]> {
  const { api, workspace, permissions } = useWorkspace();
  return useQuery({
    queryKey: consentKeys.wordings(workspace.id),
    enabled: permissions.has('consent:read'),
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => (await api.consents.wordings.list({ limit: 200 }, { signal })).data,
  });
}

/** Purposes of the workspace with their names. */
export function usePurposes(): UseQueryResult<{ key: string; name: string }[]> {
  const { api, workspace, permissions } = useWorkspace();
  return useQuery({
    queryKey: consentKeys.purposes(workspace.id),
    enabled: permissions.has('consent:read'),
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => (await api.consents.settings.get({ signal })).purposes,
  });
}
