import type { HeldData, PublicPage, RequestStatus, SelfRequest } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { queryOptions, useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { accountApi } from '#lib/api.ts';

const api = accountApi.publicPages;
const key = (slug: string): readonly [string, string] => ['public-page', slug];

/** The page of a business, as anybody sees it. */
export function publicPageQuery(slug: string) {
  return queryOptions({ queryKey: [...key(slug), 'page'], queryFn: ({ signal }): Promise<PublicPage> => api.get(slug, { signal }) });
}

/** A visit that is over is no fault, and nobody's session of the dashboard is over with it. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof KabarError && error.code === 'unauthenticated') return null;
    throw error;
  }
}

/** What is held about the visitor; null once the visit is over. */
export function useHeldData(slug: string): UseQueryResult<HeldData | null> {
  return useQuery({ queryKey: [...key(slug), 'me'], queryFn: ({ signal }) => orNull(api.held(slug, { signal })), staleTime: 0 });
}

/** The visitor's requests, while their visit is open; asked again every few seconds while one of them is being worked on. */
export function useOwnRequests(slug: string, isOpen: boolean): UseQueryResult<SelfRequest[]> {
  return useQuery({
    enabled: isOpen,
    queryKey: [...key(slug), 'requests'],
    queryFn: async ({ signal }) => (await orNull(api.requests(slug, { signal })))?.data ?? [],
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.some((request) => request.state === 'working' || request.state === 'waiting') === true ? 4_000 : false,
  });
}

/** How far a request is, for whoever knows its reference. */
export function useRequestStatus(slug: string, reference: string): UseQueryResult<RequestStatus> {
  return useQuery({
    queryKey: [...key(slug), 'status', reference],
    queryFn: ({ signal }) => api.status(slug, reference, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'working' ? 4_000 : false),
  });
}

/** Begins a visit by number and code, or by the token of a link. */
export function useBeginVisit(slug: string): UseMutationResult<unknown, unknown, { phone: string; code: string } | { token: string }> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (proof) => api.begin(slug, proof),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: key(slug) }),
  });
}

/** Ends the visit and forgets what it showed. */
export function useEndVisit(slug: string): UseMutationResult<void, unknown, void> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.end(slug),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: [...key(slug), 'me'] });
      queryClient.removeQueries({ queryKey: [...key(slug), 'requests'] });
      return queryClient.invalidateQueries({ queryKey: key(slug) });
    },
  });
}

/** Withdraws or objects, for one purpose. */
export function useRefuse(slug: string): UseMutationResult<HeldData, unknown, string> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (purpose) => api.refuse(slug, { purpose }),
    onSuccess: (held) => queryClient.setQueryData([...key(slug), 'me'], held),
  });
}

/** Asks for something; gives the reference. */
export function useAsk(slug: string): UseMutationResult<{ reference: string }, unknown, Parameters<typeof api.ask>[1]> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (request) => api.ask(slug, request),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: key(slug) }),
  });
}

/** Takes a request back. */
export function useCancel(slug: string): UseMutationResult<void, unknown, string> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (reference) => api.cancel(slug, reference),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: key(slug) }),
  });
}
