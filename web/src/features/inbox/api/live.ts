import type { Kabar } from '@kabar/sdk';
import type { QueryClient } from '@tanstack/react-query';
import { workspaceApi } from '#lib/api.ts';
import { refreshConversation, refreshMessage } from './fresh.ts';
import { inboxKeys } from './keys.ts';

/** What an event of the inbox works on. */
export interface InboxLiveContext {
  queryClient: QueryClient;
  workspaceId: string;
}

/** Gathers what events name for a moment and reads each thing once; a thing named again meanwhile is read again after. */
class Reader {
  readonly #waiting = new Set<string>();
  readonly #running = new Set<string>();
  readonly #again = new Set<string>();
  readonly #read: (id: string) => Promise<void>;
  readonly #overflow: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(read: (id: string) => Promise<void>, overflow: () => void) {
    this.#read = read;
    this.#overflow = overflow;
  }

  ask(id: string): void {
    this.#waiting.add(id);
    if (this.#timer === undefined) this.#timer = setTimeout(() => this.#flush(), gatherMs);
  }

  #flush(): void {
    this.#timer = undefined;
    const ids = [...this.#waiting];
    this.#waiting.clear();
    if (ids.length > mostAlone) {
      this.#overflow();
      return;
    }
    for (const id of ids) this.#start(id);
  }

  #start(id: string): void {
    if (this.#running.has(id)) {
      this.#again.add(id);
      return;
    }
    this.#running.add(id);
    void this.#read(id)
      // What could not be read is read with its list: after a gap everything is loaded again.
      .catch(() => this.#overflow())
      .finally(() => {
        this.#running.delete(id);
        if (this.#again.delete(id)) this.ask(id);
      });
  }
}

const gatherMs = 25;
const mostAlone = 25;

interface Readers {
  api: Kabar;
  conversations: Reader;
  messages: Map<string, Reader>;
}

const readersOf = new WeakMap<QueryClient, Map<string, Readers>>();

function readers({ queryClient, workspaceId }: InboxLiveContext): Readers {
  const all = readersOf.get(queryClient) ?? new Map<string, Readers>();
  readersOf.set(queryClient, all);
  const known = all.get(workspaceId);
  if (known) return known;
  const api = workspaceApi(workspaceId);
  const made: Readers = {
    api,
    conversations: new Reader(
      (id) => refreshConversation(queryClient, api, workspaceId, id),
      () => void queryClient.invalidateQueries({ queryKey: inboxKeys.lists(workspaceId) }),
    ),
    messages: new Map(),
  };
  all.set(workspaceId, made);
  return made;
}

/** Whether a part of the page looks at this part of the cache now. */
function isWatched(queryClient: QueryClient, queryKey: readonly unknown[]): boolean {
  return queryClient.getQueryCache().findAll({ queryKey, type: 'active' }).length > 0;
}

const countsRestMs = 700;
const countsWaiting = new WeakMap<QueryClient, Set<string>>();

/** Counts change with every conversation; in a busy hour one reading answers for many events. */
function changedCounts({ queryClient, workspaceId }: InboxLiveContext): void {
  const waiting = countsWaiting.get(queryClient) ?? new Set<string>();
  countsWaiting.set(queryClient, waiting);
  if (waiting.has(workspaceId)) return;
  waiting.add(workspaceId);
  setTimeout(() => {
    waiting.delete(workspaceId);
    void queryClient.invalidateQueries({ queryKey: inboxKeys.counts(workspaceId) });
  }, countsRestMs);
}

function changedConversation(context: InboxLiveContext, conversationId: string): void {
  const { queryClient, workspaceId } = context;
  changedCounts(context);
  const watched =
    isWatched(queryClient, inboxKeys.lists(workspaceId)) || isWatched(queryClient, inboxKeys.one(workspaceId, conversationId));
  if (watched) readers(context).conversations.ask(conversationId);
  else void queryClient.invalidateQueries({ queryKey: inboxKeys.lists(workspaceId), refetchType: 'none' });
}

function changedMessage(context: InboxLiveContext, conversationId: string, messageId: string): void {
  const { queryClient, workspaceId } = context;
  const threads = inboxKeys.threads(workspaceId, conversationId);
  if (!isWatched(queryClient, threads)) {
    // Not on screen: read as a whole when somebody opens it.
    queryClient.removeQueries({ queryKey: threads, type: 'inactive' });
    return;
  }
  const all = readers(context);
  const reader =
    all.messages.get(conversationId) ??
    new Reader(
      (id) => refreshMessage(queryClient, all.api, workspaceId, id),
      () => void queryClient.invalidateQueries({ queryKey: threads }),
    );
  all.messages.set(conversationId, reader);
  reader.ask(messageId);
}

/** What each event of the inbox does to the cache; rows of the page's live table. */
export const inboxLive = {
  message(data: Readonly<Record<string, string>>, context: InboxLiveContext): void {
    const { conversation_id: conversationId, message_id: messageId } = data;
    if (conversationId && messageId) changedMessage(context, conversationId, messageId);
    if (conversationId) changedConversation(context, conversationId);
  },
  conversation(data: Readonly<Record<string, string>>, context: InboxLiveContext): void {
    if (data['conversation_id']) changedConversation(context, data['conversation_id']);
  },
  contact(data: Readonly<Record<string, string>>, context: InboxLiveContext): void {
    const { queryClient, workspaceId } = context;
    const contactId = data['contact_id'];
    if (!contactId) return;
    void queryClient.invalidateQueries({ queryKey: inboxKeys.ofContact(workspaceId, contactId) });
    // The conversations of this contact that are in a list carry the old name; only they are read again.
    for (const id of conversationIdsOf(queryClient, workspaceId, contactId)) changedConversation(context, id);
  },
  merged(_data: Readonly<Record<string, string>>, { queryClient, workspaceId }: InboxLiveContext): void {
    void queryClient.invalidateQueries({ queryKey: inboxKeys.all(workspaceId) });
  },
  template(_data: Readonly<Record<string, string>>, { queryClient, workspaceId }: InboxLiveContext): void {
    void queryClient.invalidateQueries({ queryKey: inboxKeys.templates(workspaceId) });
  },
  media(data: Readonly<Record<string, string>>, context: InboxLiveContext): void {
    const { queryClient, workspaceId } = context;
    if (data['media_id']) void queryClient.invalidateQueries({ queryKey: inboxKeys.media(workspaceId, data['media_id']) });
  },
};

function conversationIdsOf(queryClient: QueryClient, workspaceId: string, contactId: string): string[] {
  const lists = queryClient.getQueriesData<{ pages: { data: { id: string; contact: { id: string } }[] }[] }>({
    queryKey: inboxKeys.lists(workspaceId),
  });
  const rows = lists.flatMap(([, list]) => list?.pages.flatMap((page) => page.data) ?? []);
  return [...new Set(rows.filter((row) => row.contact.id === contactId).map((row) => row.id))];
}
