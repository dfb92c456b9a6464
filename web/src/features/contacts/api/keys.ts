import { sharedKey } from '#lib/query-keys.ts';

/** Keys of contacts, their parts and what is counted about them in the cache. */
export const contactKeys = {
  all: (workspaceId: string) => sharedKey(workspaceId, 'contacts'),
  /** Everything that any contact may change: lists, searches and counts. */
  many: (workspaceId: string) => [...contactKeys.all(workspaceId), 'many'] as const,
  list: (workspaceId: string, selection: unknown) => [...contactKeys.many(workspaceId), 'list', selection] as const,
  found: (workspaceId: string, text: string) => [...contactKeys.many(workspaceId), 'found', text] as const,
  count: (workspaceId: string, selection: unknown) => [...contactKeys.many(workspaceId), 'count', selection] as const,
  one: (workspaceId: string, contactId: string) => [...contactKeys.all(workspaceId), 'one', contactId] as const,
  part: (workspaceId: string, contactId: string, part: 'timeline' | 'notes' | 'merges' | 'block' | 'conversations' | 'imported-messages') =>
    [...contactKeys.one(workspaceId, contactId), part] as const,
  mergePreview: (workspaceId: string, contactId: string, otherId: string) =>
    [...contactKeys.all(workspaceId), 'merge-preview', contactId, otherId] as const,
  segments: (workspaceId: string) => sharedKey(workspaceId, 'segments'),
  exports: (workspaceId: string) => sharedKey(workspaceId, 'exports'),
};
