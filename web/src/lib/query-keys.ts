/**
 * First part of the key of everything that belongs to a workspace. Features build theirs on it:
 * `[...workspaceKey(id), "numbers", …]`; invalidating it alone loads the whole workspace again.
 */
export function workspaceKey(workspaceId: string): readonly ['workspace', string] {
  return ['workspace', workspaceId];
}

/** Things of a workspace that more than one feature reads; each is one branch of the cache. */
export type SharedResource =
  | 'roles'
  | 'teams'
  | 'tags'
  | 'attributes'
  | 'segments'
  | 'views'
  | 'saved-replies'
  | 'notifications'
  | 'presence'
  | 'member-presence'
  | 'working-hours'
  | 'entries'
  | 'bulk-actions'
  | 'contacts'
  | 'consents'
  | 'retention'
  | 'contact-form'
  | 'form-messages'
  | 'imports'
  | 'person-imports'
  | 'exports'
  | 'erasures'
  | 'privacy-requests'
  | 'webhooks'
  | 'support-access'
  | 'audit'
  | 'message-stories';

/**
 * First part of the key of a shared resource. What one thing needs comes behind: `[...sharedKey(id, 'entries'), conversationId]`. Live events
 * make whole branches, or the branch of one id, old.
 */
export function sharedKey(workspaceId: string, resource: SharedResource): readonly ['workspace', string, SharedResource] {
  return [...workspaceKey(workspaceId), resource];
}
