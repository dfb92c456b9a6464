import { workspaceKey } from '#lib/query-keys.ts';

/** Keys of API keys in the cache. */
export const apiKeyKeys = {
  allowlist: (workspaceId: string) => [...workspaceKey(workspaceId), 'ip-allowlist'] as const,
  all: (workspaceId: string) => [...workspaceKey(workspaceId), 'api-keys'] as const,
};
