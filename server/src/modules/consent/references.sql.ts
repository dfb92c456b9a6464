import type { Statement } from '#platform/db/tx';

/** Which of these ids exist in the workspace. */
export type KnownRow = { kind: 'message' | 'media' | 'wording' | 'contact'; id: string };

/** Looks up everything that requests name, with one statement; erased contacts are left out. */
export function selectKnown(
  workspaceId: string,
  ids: { messages: readonly string[]; media: readonly string[]; wordings: readonly string[]; contacts: readonly string[] },
): Statement {
  return {
    text: `
select 'message' as kind, id from messages where workspace_id = $1 and id = any ($2::uuid[])
union all select 'media', id from media where workspace_id = $1 and id = any ($3::uuid[])
union all select 'wording', id from consent_wordings where workspace_id = $1 and id = any ($4::uuid[])
union all select 'contact', id from contacts where workspace_id = $1 and id = any ($5::uuid[]) and erased_at is null`,
    values: [workspaceId, ids.messages, ids.media, ids.wordings, ids.contacts],
  };
}
