import type { QueryClient } from '@tanstack/react-query';
import { contactKeys } from './keys.ts';

interface ContactLiveContext {
  queryClient: QueryClient;
  workspaceId: string;
}

const restMs = 1_500;
const waiting = new WeakMap<QueryClient, Set<string>>();

/** An import changes contacts by the thousand: one reading of what is listed answers for many events. */
function changedMany({ queryClient, workspaceId }: ContactLiveContext): void {
  const known = waiting.get(queryClient) ?? new Set<string>();
  waiting.set(queryClient, known);
  if (known.has(workspaceId)) return;
  known.add(workspaceId);
  setTimeout(() => {
    known.delete(workspaceId);
    void queryClient.invalidateQueries({ queryKey: contactKeys.many(workspaceId) });
  }, restMs);
}

/** What events about contacts make old; rows of the page's live table. */
export const contactsLive = {
  contact(data: Readonly<Record<string, string>>, context: ContactLiveContext): void {
    const id = data['contact_id'];
    if (id) void context.queryClient.invalidateQueries({ queryKey: contactKeys.one(context.workspaceId, id) });
    changedMany(context);
  },
  merged(data: Readonly<Record<string, string>>, context: ContactLiveContext): void {
    const { queryClient, workspaceId } = context;
    for (const id of [data['contact_id'], data['merged_contact_id']]) {
      if (id) void queryClient.invalidateQueries({ queryKey: contactKeys.one(workspaceId, id) });
    }
    changedMany(context);
  },
  conversation(_data: Readonly<Record<string, string>>, { queryClient, workspaceId }: ContactLiveContext): void {
    void queryClient.invalidateQueries({
      queryKey: contactKeys.all(workspaceId),
      predicate: ({ queryKey }) => queryKey.at(-1) === 'conversations',
    });
  },
};
