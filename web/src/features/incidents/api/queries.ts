import type {
  CreateIncidentRequest,
  DraftParty,
  Incident,
  IncidentDraft,
  IncidentEntry,
  IncidentPerson,
  IncidentSummary,
  UpdateIncidentRequest,
} from '@kabar/contract';
import type { Kabar } from '@kabar/sdk';
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { createContext, use } from 'react';

/** What a workspace and the installation do alike with their incidents. */
type Shared = Pick<
  Kabar['incidents'],
  'list' | 'record' | 'get' | 'change' | 'assess' | 'persons' | 'timeline' | 'note' | 'settleClock' | 'draft' | 'close' | 'reopen'
>;

/** Whose incidents the pages below show. `own`: what only a workspace can do; `all`: what only the installation can. */
export interface IncidentSource {
  key: readonly unknown[];
  shared: Shared;
  own: Pick<Kabar['incidents'], 'preview' | 'tell'> | null;
  all: Pick<Kabar['operatorIncidents'], 'tellWorkspaces'> | null;
  mayWrite: boolean;
}

/** Given by the page of a workspace or of the installation. */
export const IncidentSourceContext = createContext<IncidentSource | null>(null);

/** The source of the page around. Errors: throws outside of one, which is a defect of ours. */
export function useIncidentSource(): IncidentSource {
  const source = use(IncidentSourceContext);
  if (source === null) throw new Error('incidents are shown outside of their page');
  return source;
}

/** Every incident, open ones first; looked at again each minute, because clocks run. */
export function useIncidents(): UseQueryResult<IncidentSummary[]> {
  const { key, shared } = useIncidentSource();
  return useQuery({
    queryKey: [...key, 'list'],
    queryFn: async ({ signal }) => (await shared.list({ signal })).data,
    refetchInterval: 60_000,
  });
}

/** One incident. */
export function useIncident(id: string): UseQueryResult<Incident> {
  const { key, shared } = useIncidentSource();
  return useQuery({ queryKey: [...key, 'one', id], queryFn: ({ signal }) => shared.get(id, { signal }), refetchInterval: 60_000 });
}

/** What was done, oldest first. */
export function useTimeline(id: string): UseQueryResult<IncidentEntry[]> {
  const { key, shared } = useIncidentSource();
  return useQuery({ queryKey: [...key, 'timeline', id], queryFn: async ({ signal }) => (await shared.timeline(id, { signal })).data });
}

/** A notice as it would read now. */
export function useDraft(id: string, party: DraftParty, language: 'en' | 'id'): UseQueryResult<IncidentDraft> {
  const { key, shared } = useIncidentSource();
  return useQuery({
    queryKey: [...key, 'draft', id, party, language],
    queryFn: ({ signal }) => shared.draft(id, { party, language }, { signal }),
  });
}

/** Who is concerned, page by page. */
export function usePersons(id: string): UseInfiniteQueryResult<IncidentPerson[]> {
  const { key, shared } = useIncidentSource();
  return useInfiniteQuery({
    queryKey: [...key, 'persons', id],
    queryFn: ({ signal, pageParam }) => shared.persons(id, { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (data) => data.pages.flatMap((page) => page.data),
  });
}

/** What telling the persons would do now; only where a workspace tells its own. */
export function useTellPreview(id: string, language: 'en' | 'id', template: { name: string; language: string } | null) {
  const { key, own } = useIncidentSource();
  const query = { language, ...(template === null ? {} : { template_name: template.name, template_language: template.language }) };
  return useQuery({
    queryKey: [...key, 'tell', id, query],
    enabled: own !== null,
    queryFn: ({ signal }) => {
      if (own === null) throw new Error('only a workspace tells its people');
      return own.preview(id, query, { signal });
    },
    gcTime: 0,
  });
}

/** Does something with incidents and loads them again. */
export function useIncidentAction<Input, Output>(
  act: (source: IncidentSource, input: Input) => Promise<Output>,
): UseMutationResult<Output, Error, Input> {
  const source = useIncidentSource();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => act(source, input),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: source.key }),
  });
}

/** Records an incident. */
export function useRecordIncident(): UseMutationResult<Incident, Error, CreateIncidentRequest> {
  return useIncidentAction((source, body: CreateIncidentRequest) => source.shared.record(body));
}

/** Changes what is recorded. */
export function useChangeIncident(id: string): UseMutationResult<Incident, Error, UpdateIncidentRequest> {
  return useIncidentAction((source, body: UpdateIncidentRequest) => source.shared.change(id, body));
}
