import { sharedKey, workspaceKey } from '#lib/query-keys.ts';
import type { ListFilter } from '../fns/inbox-search.ts';

/** Keys of conversations, threads, templates and files in the cache. */
export const inboxKeys = {
  all: (workspaceId: string) => [...workspaceKey(workspaceId), 'inbox'] as const,
  lists: (workspaceId: string) => [...inboxKeys.all(workspaceId), 'list'] as const,
  list: (workspaceId: string, filter: ListFilter, pinned: boolean) => [...inboxKeys.lists(workspaceId), filter, pinned] as const,
  counts: (workspaceId: string) => [...workspaceKey(workspaceId), 'inbox-counts'] as const,
  views: (workspaceId: string) => sharedKey(workspaceId, 'views'),
  bulkAction: (workspaceId: string, id: string) => [...sharedKey(workspaceId, 'bulk-actions'), id] as const,
  ofContact: (workspaceId: string, contactId: string) => [...inboxKeys.all(workspaceId), 'of-contact', contactId] as const,
  one: (workspaceId: string, conversationId: string) => [...inboxKeys.all(workspaceId), 'one', conversationId] as const,
  threads: (workspaceId: string, conversationId: string) => [...inboxKeys.all(workspaceId), 'thread', conversationId] as const,
  thread: (workspaceId: string, conversationId: string, around: string | null) =>
    [...inboxKeys.threads(workspaceId, conversationId), around] as const,
  /** Rows that were read alone: kept beside the lists, joined by mergeReads. */
  freshConversations: (workspaceId: string) => [...workspaceKey(workspaceId), 'inbox-fresh', 'conversations'] as const,
  freshMessages: (workspaceId: string, conversationId: string) =>
    [...workspaceKey(workspaceId), 'inbox-fresh', 'messages', conversationId] as const,
  story: (workspaceId: string, messageId: string) => [...inboxKeys.all(workspaceId), 'story', messageId] as const,
  templates: (workspaceId: string) => [...workspaceKey(workspaceId), 'templates'] as const,
  templatesOf: (workspaceId: string, numberId: string) => [...inboxKeys.templates(workspaceId), numberId] as const,
  media: (workspaceId: string, mediaId: string) => [...workspaceKey(workspaceId), 'media', mediaId] as const,
  mediaContent: (workspaceId: string, mediaId: string) => [...inboxKeys.media(workspaceId, mediaId), 'content'] as const,
};
