import type { BulkAction, Conversation, ConversationCounts, Message, MessageStory, Page, SavedView, Template } from '@kabar/contract';
import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { useWorkspace } from '#features/session';
import { fitsFilter } from '../fns/fits-filter.ts';
import type { ListFilter } from '../fns/inbox-search.ts';
import { mergeReads } from '../fns/merge-reads.ts';
import { compareMessages, conversationOrder } from '../fns/order.ts';
import { keepConversation, type FreshRows } from './fresh.ts';
import { inboxKeys } from './keys.ts';

/** A page with the moment at which its read began. */
type StampedPage<Row> = Page<Row> & { readAtMs: number };

const listLimit = 50;
const threadLimit = 50;

async function stamped<Row>(read: Promise<Page<Row>>): Promise<StampedPage<Row>> {
  const readAtMs = Date.now();
  return { ...(await read), readAtMs };
}

function useFresh<Row>(queryKey: readonly unknown[]): FreshRows<Row> {
  const { data } = useQuery<FreshRows<Row>>({ queryKey, queryFn: () => new Map(), initialData: noRows, enabled: false });
  return data;
}

const noRows: FreshRows<never> = new Map();

/** A list of conversations, joined with what the live updates brought. */
export interface ConversationList {
  conversations: Conversation[] | null;
  error: Error | null;
  hasMore: boolean;
  loadingMore: boolean;
  loadMore: () => void;
  retry: () => void;
}

/**
 * Conversations that fit the filter, without those the reader has pinned, or only these. `keepId` stays in the list even when it no longer
 * fits, because it is open.
 */
export function useConversations(filter: ListFilter, keepId: string | null, pinned: boolean): ConversationList {
  const { api, workspace, memberId } = useWorkspace();
  const query = useInfiniteQuery({
    queryKey: inboxKeys.list(workspace.id, filter, pinned),
    queryFn: ({ signal, pageParam }): Promise<StampedPage<Conversation>> =>
      stamped(
        api.conversations.list(
          { ...filter, pinned: pinned ? 'true' : 'false', limit: listLimit, cursor: pageParam ?? undefined },
          { signal },
        ),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const fresh = useFresh<Conversation>(inboxKeys.freshConversations(workspace.id));
  const conversations = useMemo(() => {
    if (!query.data) return null;
    const read = new Set(query.data.pages.flatMap((page) => page.data.map((row) => row.id)));
    const reader = { memberId, nowMs: Date.now() };
    return mergeReads({
      pages: query.data.pages.map((page) => ({ rows: page.data, readAtMs: page.readAtMs })),
      single: fresh,
      idOf: (row) => row.id,
      compare: conversationOrder(filter.sort),
      openStart: true,
      openEnd: !query.hasNextPage,
    }).filter((row) => {
      if (row.pinned !== pinned) return false;
      const fits = fitsFilter(row, filter, reader);
      // Only the server knows whether an attribute fits: what it has listed stays, what merely changed waits for the next reading.
      return fits === 'unknown' ? read.has(row.id) : fits || row.id === keepId;
    });
  }, [query.data, query.hasNextPage, fresh, filter, pinned, keepId, memberId]);
  return {
    conversations,
    error: query.error,
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: () => {
      if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
    },
    retry: () => void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch()),
  };
}

/** How many open conversations each place of the inbox holds for the reader. Kept up to date by the live events. */
export function useCounts(): UseQueryResult<ConversationCounts> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: inboxKeys.counts(workspace.id),
    queryFn: ({ signal }) => api.conversations.counts({ signal }),
    placeholderData: keepPreviousData,
  });
}

/** Saved views: shared ones first, then the reader's own. */
export function useViews(): UseQueryResult<SavedView[]> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: inboxKeys.views(workspace.id),
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => (await api.views.list({ signal })).data,
  });
}

/** A bulk action while it runs and after, for its progress and its results. */
export function useBulkAction(id: string | null): UseQueryResult<BulkAction> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: inboxKeys.bulkAction(workspace.id, id ?? ''),
    enabled: id !== null,
    queryFn: ({ signal }) => api.bulkActions.get(id ?? '', { signal }),
  });
}

/** One conversation, by the newest reading of it. */
export function useConversation(conversationId: string): UseQueryResult<Conversation> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const fresh = useFresh<Conversation>(inboxKeys.freshConversations(workspace.id));
  const query = useQuery({
    queryKey: inboxKeys.one(workspace.id, conversationId),
    queryFn: async ({ signal }) => {
      const readAtMs = Date.now();
      const conversation = await api.conversations.get(conversationId, { signal });
      keepConversation(queryClient, workspace.id, conversationId, conversation, readAtMs);
      return conversation;
    },
    placeholderData: () => findInLists(),
  });
  function findInLists(): Conversation | undefined {
    const lists = queryClient.getQueriesData<InfiniteData<Page<Conversation>>>({ queryKey: inboxKeys.lists(workspace.id) });
    return lists.flatMap(([, list]) => list?.pages.flatMap((page) => page.data) ?? []).find((row) => row.id === conversationId);
  }
  const newest = fresh.get(conversationId)?.row;
  // The result keeps its state; only the row may be newer.
  return newest && query.data ? { ...query, data: newest } : query;
}

type ThreadPlace = { kind: 'newest' } | { kind: 'older'; cursor: string } | { kind: 'around'; messageId: string };

function startOf(aroundId: string | null): ThreadPlace {
  return aroundId === null ? { kind: 'newest' } : { kind: 'around', messageId: aroundId };
}

/** The messages of a conversation that are loaded, oldest first. */
export interface Thread {
  messages: Message[] | null;
  error: Error | null;
  /** Whether the newest message is among them; false after a jump to an old one. */
  live: boolean;
  hasOlder: boolean;
  loadingOlder: boolean;
  olderError: Error | null;
  loadOlder: () => void;
  hasNewer: boolean;
  loadNewer: () => void;
  retry: () => void;
}

/** A thread from its newest message, or around `aroundId` after a jump. */
export function useThread(conversationId: string, aroundId: string | null): Thread {
  const { api, workspace } = useWorkspace();
  const query = useInfiniteQuery({
    queryKey: inboxKeys.thread(workspace.id, conversationId, aroundId),
    queryFn: ({ signal, pageParam }): Promise<StampedPage<Message>> =>
      stamped(
        api.conversations.messages(
          conversationId,
          {
            limit: threadLimit,
            ...(pageParam.kind === 'older' ? { cursor: pageParam.cursor } : {}),
            ...(pageParam.kind === 'around' ? { around: pageParam.messageId } : {}),
          },
          { signal },
        ),
      ),
    initialPageParam: startOf(aroundId),
    getNextPageParam: (page): ThreadPlace | null => (page.next_cursor === null ? null : { kind: 'older', cursor: page.next_cursor }),
    getPreviousPageParam: (first, _pages, firstParam): ThreadPlace | null => {
      const newest = first.data[0]?.id;
      // A page around a message that starts with that very message is the newest one.
      if (firstParam.kind !== 'around' || newest === undefined || newest === firstParam.messageId) return null;
      return { kind: 'around', messageId: newest };
    },
  });
  const fresh = useFresh<Message>(inboxKeys.freshMessages(workspace.id, conversationId));
  const live = !query.hasPreviousPage;
  const messages = useMemo(() => {
    if (!query.data) return null;
    const merged = mergeReads({
      pages: query.data.pages.map((page) => ({ rows: page.data, readAtMs: page.readAtMs })),
      single: fresh,
      idOf: (row) => row.id,
      compare: compareMessages,
      openStart: live,
      openEnd: !query.hasNextPage,
    });
    return merged.reverse();
  }, [query.data, query.hasNextPage, live, fresh]);
  return {
    messages,
    error: query.error,
    live,
    hasOlder: query.hasNextPage,
    loadingOlder: query.isFetchingNextPage,
    olderError: query.isFetchNextPageError ? query.error : null,
    loadOlder: () => {
      if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
    },
    hasNewer: query.hasPreviousPage,
    loadNewer: () => {
      if (query.hasPreviousPage && !query.isFetching) void query.fetchPreviousPage();
    },
    retry: () => void query.refetch(),
  };
}

/** Every conversation of a contact, for the pane beside the thread. */
export function useConversationsOfContact(contactId: string): UseQueryResult<Conversation[]> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: inboxKeys.ofContact(workspace.id, contactId),
    queryFn: async ({ signal }) => (await api.conversations.list({ contact_id: contactId, limit: 50 }, { signal })).data,
  });
}

/** The whole story of a message: states with times and every attempt. */
export function useStory(messageId: string): UseQueryResult<MessageStory> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: inboxKeys.story(workspace.id, messageId),
    queryFn: ({ signal }) => api.messages.get(messageId, { signal }),
  });
}

/** Every template that the number can send or has sent, whatever its state; a few hundred at most. */
export function useTemplates(numberId: string, enabled = true): UseQueryResult<Template[]> {
  const { api, workspace, permissions } = useWorkspace();
  return useQuery({
    queryKey: inboxKeys.templatesOf(workspace.id, numberId),
    enabled: enabled && permissions.has('templates:read'),
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => {
      const all: Template[] = [];
      for await (const template of api.templates.each({ number_id: numberId, limit: 200 }, { signal })) all.push(template);
      return all;
    },
  });
}

/** How many conversations have unread messages, as words for the title of the page ("99+"); null while it is not known or none. */
export function useUnreadCount(): string | null {
  const { data } = useCounts();
  const unread = data?.all.unread ?? 0;
  if (unread === 0) return null;
  return unread > mostCounted ? `${mostCounted}+` : String(unread);
}

const mostCounted = 99;
