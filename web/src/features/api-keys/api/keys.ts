import { workspaceKey } from '#lib/query-keys.ts';

/** Keys of API keys in the cache. */
export const apiKeyKeys = {
  all: (workspaceId: string) => [...workspaceKey(workspaceId), 'api-keys'] as const,
};
