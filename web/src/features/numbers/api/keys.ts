import { workspaceKey } from '#lib/query-keys.ts';

/** Keys of numbers in the cache. */
export const numberKeys = {
  lists: (workspaceId: string) => [...workspaceKey(workspaceId), 'numbers', 'list'] as const,
  one: (workspaceId: string, numberId: string) => [...workspaceKey(workspaceId), 'numbers', 'one', numberId] as const,
  history: (workspaceId: string, numberId: string) => [...numberKeys.one(workspaceId, numberId), 'history'] as const,
  accountEvents: (workspaceId: string) => [...workspaceKey(workspaceId), 'account-events'] as const,
};
