import { workspaceKey } from '#lib/query-keys.ts';

/** Keys of templates, their drafts and what became of them in the cache. */
export const templateKeys = {
  all: (workspaceId: string) => [...workspaceKey(workspaceId), 'template-pages'] as const,
  groups: (workspaceId: string, filter: unknown) => [...templateKeys.all(workspaceId), 'groups', filter] as const,
  one: (workspaceId: string, templateId: string) => [...templateKeys.all(workspaceId), 'one', templateId] as const,
  siblings: (workspaceId: string, wabaId: string, name: string) => [...templateKeys.all(workspaceId), 'siblings', wabaId, name] as const,
  history: (workspaceId: string, templateId: string) => [...templateKeys.one(workspaceId, templateId), 'history'] as const,
  usage: (workspaceId: string, templateId: string, days: number) => [...templateKeys.one(workspaceId, templateId), 'usage', days] as const,
  drafts: (workspaceId: string) => [...workspaceKey(workspaceId), 'template-drafts', 'list'] as const,
  draft: (workspaceId: string, draftId: string) => [...workspaceKey(workspaceId), 'template-drafts', 'one', draftId] as const,
};
