import { workspaceKey } from '#lib/query-keys.ts';

/** Keys of members and invitations in the cache. */
export const memberKeys = {
  all: (workspaceId: string) => [...workspaceKey(workspaceId), 'members'] as const,
  list: (workspaceId: string) => [...memberKeys.all(workspaceId), 'list'] as const,
  invitations: (workspaceId: string) => [...memberKeys.all(workspaceId), 'invitations'] as const,
};
