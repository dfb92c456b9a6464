import type { WorkspaceActor } from '#platform/http/actor';
import type { EntryBy } from '../entries/append-entries.ts';

/** Who acts, for entries. */
export function entryBy(actor: WorkspaceActor): EntryBy {
  return actor.kind === 'user' ? { kind: 'member', id: actor.memberId } : { kind: 'api_key', id: actor.apiKeyId };
}

/** The member who acts; null for an API key. */
export function memberOf(actor: WorkspaceActor): string | null {
  return actor.kind === 'user' ? actor.memberId : null;
}
