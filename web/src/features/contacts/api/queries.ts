import type {
  Contact,
  ContactBlock,
  ContactCount,
  ContactMerge,
  ContactNote,
  Conversation,
  Export,
  ImportedMessage,
  MergePreview,
  Page,
  Segment,
  TimelineItem,
} from '@kabar/contract';
import {
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  type UseInfiniteQueryResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { looksLikePhone, selectionQuery, type ContactsSearch } from '../fns/contact-search.ts';
import { contactKeys } from './keys.ts';

const listLimit = 100;
const foundLimit = 20;

/** Which contacts are listed. */
export type ContactSelection = Pick<ContactsSearch, 'segment' | 'filter' | 'sort'>;

/** Contacts that fit, page by page; the rows before stay while the next are read. */
export function useContacts(selection: ContactSelection, enabled: boolean): UseInfiniteQueryResult<Contact[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: contactKeys.list(workspace.id, selection),
      enabled,
      queryFn: ({ signal, pageParam }): Promise<Page<Contact>> =>
        api.contacts.list(
          { ...selectionQuery(selection), sort: selection.sort, limit: listLimit, ...(pageParam === null ? {} : { cursor: pageParam }) },
          { signal },
        ),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      placeholderData: keepPreviousData,
      select: (data) => data.pages.flatMap((page) => page.data),
    }),
  );
}

/** Contacts by an exact phone number, or by words of their names; page by page. */
export function useFoundContacts(text: string): UseInfiniteQueryResult<Contact[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: contactKeys.found(workspace.id, text),
      enabled: text !== '',
      gcTime: 60_000,
      placeholderData: keepPreviousData,
      queryFn: async ({ signal, pageParam }): Promise<Page<Contact>> => {
        if (pageParam === null && looksLikePhone(text)) {
          const exact = await api.contacts.list({ phone: text.trim(), limit: foundLimit }, { signal });
          if (exact.data.length > 0) return { data: exact.data, next_cursor: null };
        }
        const found = await api.search.find(
          { q: text, in: 'contacts', limit: foundLimit, ...(pageParam === null ? {} : { cursor: pageParam }) },
          { signal },
        );
        // The search knows names; the table shows the whole record.
        const rows = await Promise.all(
          found.contacts.map((hit) => api.contacts.get(hit.contact.id, { signal }).catch(() => null as Contact | null)),
        );
        return { data: rows.filter((row) => row !== null), next_cursor: found.next_cursor };
      },
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      select: (data) => data.pages.flatMap((page) => page.data),
    }),
  );
}

/** How many contacts fit, exact up to a bound. */
export function useContactCount(selection: Pick<ContactsSearch, 'segment' | 'filter'>, enabled = true): UseQueryResult<ContactCount> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: contactKeys.count(workspace.id, selection),
    enabled,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.contacts.count(selectionQuery(selection), { signal }),
  });
}

/** The whole record of a contact. */
export function useContact(contactId: string): UseQueryResult<Contact> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: contactKeys.one(workspace.id, contactId),
    queryFn: ({ signal }) => api.contacts.get(contactId, { signal }),
  });
}

/** Saved segments: the shared ones and one's own, by name. */
export function useSegments(): UseQueryResult<Segment[]> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: contactKeys.segments(workspace.id),
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => (await api.segments.list({ signal })).data,
  });
}

/** What happened to a contact, newest first, page by page. */
export function useTimeline(contactId: string): UseInfiniteQueryResult<TimelineItem[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: contactKeys.part(workspace.id, contactId, 'timeline'),
      queryFn: ({ signal, pageParam }): Promise<Page<TimelineItem>> =>
        api.contacts.timeline(contactId, { limit: 30, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      select: (data) => data.pages.flatMap((page) => page.data),
    }),
  );
}

/** Notes about a contact, newest first, page by page. */
export function useContactNotes(contactId: string): UseInfiniteQueryResult<ContactNote[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: contactKeys.part(workspace.id, contactId, 'notes'),
      queryFn: ({ signal, pageParam }): Promise<Page<ContactNote>> =>
        api.contacts.notes(contactId, { limit: 20, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      select: (data) => data.pages.flatMap((page) => page.data),
    }),
  );
}

/** Messages that came with an import of a contact, newest first. */
export function useImportedMessages(contactId: string): UseInfiniteQueryResult<ImportedMessage[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: contactKeys.part(workspace.id, contactId, 'imported-messages'),
      queryFn: ({ signal, pageParam }): Promise<Page<ImportedMessage>> =>
        api.contacts.importedMessages(contactId, { limit: 30, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      select: (data) => data.pages.flatMap((page) => page.data),
    }),
  );
}

/** Conversations of a contact, newest activity first; one per number, so a page holds them all. */
export function useContactConversations(contactId: string, enabled: boolean): UseQueryResult<Conversation[]> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: contactKeys.part(workspace.id, contactId, 'conversations'),
    enabled,
    queryFn: async ({ signal }) => (await api.conversations.list({ contact_id: contactId, limit: 200 }, { signal })).data,
  });
}

/** Everything that was merged into a contact, newest first. */
export function useMerges(contactId: string): UseQueryResult<ContactMerge[]> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: contactKeys.part(workspace.id, contactId, 'merges'),
    queryFn: async ({ signal }) => (await api.contacts.merges(contactId, { signal })).data,
  });
}

/** What merging another contact into this one would do. */
export function useMergePreview(contactId: string, otherId: string | null): UseQueryResult<MergePreview> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: contactKeys.mergePreview(workspace.id, contactId, otherId ?? ''),
    enabled: otherId !== null,
    staleTime: 0,
    queryFn: ({ signal }) => api.contacts.previewMerge(contactId, { other: otherId ?? '' }, { signal }),
  });
}

/** How far the block of a contact has come at each number. */
export function useBlockState(contactId: string, enabled: boolean): UseQueryResult<ContactBlock> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: contactKeys.part(workspace.id, contactId, 'block'),
    enabled,
    queryFn: ({ signal }) => api.contacts.blockState(contactId, { signal }),
  });
}

/** The newest exports that the reader has asked for. */
export function useExports(enabled: boolean): UseQueryResult<Export[]> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: contactKeys.exports(workspace.id),
    enabled,
    queryFn: async ({ signal }) => (await api.exports.list({ limit: 20 }, { signal })).data,
  });
}
