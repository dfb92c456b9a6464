import { sharedKey } from '#lib/query-keys.ts';

/** Keys of what contacts agreed to; live events make the branch of one contact old. */
export const consentKeys = {
  all: (workspaceId: string) => sharedKey(workspaceId, 'consents'),
  of: (workspaceId: string, contactId: string) => [...consentKeys.all(workspaceId), contactId] as const,
  history: (workspaceId: string, contactId: string) => [...consentKeys.of(workspaceId, contactId), 'history'] as const,
  wordings: (workspaceId: string) => [...consentKeys.all(workspaceId), 'wordings', 'all'] as const,
  purposes: (workspaceId: string) => [...consentKeys.all(workspaceId), 'settings', 'purposes'] as const,
};
