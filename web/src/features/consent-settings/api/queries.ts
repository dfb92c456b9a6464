import type {
  ConsentDoubt,
  ConsentSettings,
  ConsentWording,
  CreateConsentWordingRequest,
  Message,
  Page,
  Suppression,
  SuppressionScope,
  UpdateConsentSettingsRequest,
} from '@kabar/contract';
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
import type { SuppressionSource } from '../fns/consent-search.ts';

function useChange<Input, Output>(change: (input: Input) => Promise<Output>): UseMutationResult<Output, Error, Input> {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sharedKey(workspace.id, 'consents') }),
  });
}

/** The rule, words, texts and purposes of the workspace. */
export function useConsentSettings(): UseQueryResult<ConsentSettings> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'consents'), 'settings'],
    queryFn: ({ signal }) => api.consents.settings.get({ signal }),
  });
}

/** Changes settings; what is left out stays. */
export function useUpdateConsentSettings(): UseMutationResult<ConsentSettings, Error, UpdateConsentSettingsRequest> {
  const { api } = useWorkspace();
  return useChange((body: UpdateConsentSettingsRequest) => api.consents.settings.update(body));
}

/** What Kabar would make of a message, by the words that are saved. */
export function useTriedWords(text: string): UseQueryResult<{ meaning: 'stop' | 'start' | 'doubt' | 'none'; language: string | null }> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'consents'), 'try', text],
    enabled: text !== '',
    queryFn: ({ signal }) => api.consents.settings.try({ text }, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}

/** All wordings, newest first. */
export function useWordings(): UseQueryResult<ConsentWording[]> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'consents'), 'wordings'],
    queryFn: async ({ signal }) => {
      const all: ConsentWording[] = [];
      let cursor: string | undefined;
      do {
        const page = await api.consents.wordings.list({ limit: 200, cursor }, { signal });
        all.push(...page.data);
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      return all;
    },
  });
}

/** Adds the next version of a wording. */
export function useAddWording(): UseMutationResult<ConsentWording, Error, CreateConsentWordingRequest> {
  const { api } = useWorkspace();
  return useChange((body: CreateConsentWordingRequest) => api.consents.wordings.create(body));
}

/** Deletes a version that no record names. */
export function useDeleteWording(): UseMutationResult<void, Error, string> {
  const { api } = useWorkspace();
  return useChange((id: string) => api.consents.wordings.delete(id));
}

/** What the suppression list is narrowed to; `phone` finds one exact number. */
export interface SuppressionFilter {
  scope?: SuppressionScope | undefined;
  source?: SuppressionSource | undefined;
  phone?: string | undefined;
}

/** Who must not be written to, newest first, page by page. */
export function useSuppressions(filter: SuppressionFilter): UseInfiniteQueryResult<Suppression[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: [...sharedKey(workspace.id, 'consents'), 'suppressions', filter],
      queryFn: ({ signal, pageParam }): Promise<Page<Suppression>> =>
        api.consents.suppressions.list({ ...filter, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      placeholderData: keepPreviousData,
      select: (data) => data.pages.flatMap((page) => page.data),
    }),
  );
}

/** Adds a phone number to the list. */
export function useAddSuppression(): UseMutationResult<Suppression, Error, { phone: string; scope: SuppressionScope; reason: string }> {
  const { api } = useWorkspace();
  return useChange((body: { phone: string; scope: SuppressionScope; reason: string }) => api.consents.suppressions.add(body));
}

/** Takes one off the list, on the customer's wish. */
export function useLiftSuppression(): UseMutationResult<void, Error, { id: string; evidence: string }> {
  const { api } = useWorkspace();
  return useChange(({ id, evidence }: { id: string; evidence: string }) =>
    api.consents.suppressions.lift(id, { evidence: { text: evidence } }),
  );
}

/** How often the doubtful cases are asked for: no event tells of a new one outside of its conversation. */
const doubtsEveryMs = 30_000;

/** Messages that may mean stop and wait for a person. */
export function useOpenDoubts(): UseInfiniteQueryResult<ConsentDoubt[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: [...sharedKey(workspace.id, 'consents'), 'open-doubts'],
      queryFn: ({ signal, pageParam }): Promise<Page<ConsentDoubt>> =>
        api.consents.doubts.list({ status: 'open', limit: 20, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      refetchInterval: doubtsEveryMs,
      select: (data) => data.pages.flatMap((page) => page.data),
    }),
  );
}

/** Decides what a message meant. */
export function useDecideDoubt(): UseMutationResult<ConsentDoubt, Error, { id: string; decision: 'stop_marketing' | 'not_meant' }> {
  const { api } = useWorkspace();
  return useChange(({ id, decision }: { id: string; decision: 'stop_marketing' | 'not_meant' }) =>
    api.consents.doubts.decide(id, { decision }),
  );
}

/** One message, for the words of a doubtful case. */
export function useDoubtMessage(messageId: string): UseQueryResult<Message> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'consents'), 'message', messageId],
    queryFn: ({ signal }) => api.messages.get(messageId, { signal }),
  });
}
