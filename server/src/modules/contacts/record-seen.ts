import type { EngineTx, Statement } from '#platform/db/tx';
import type { PeopleDeps } from './resolve-people.ts';

/** A customer who wrote, by WhatsApp's time. */
export type Seen = { workspaceId: string; contactId: string; at: Date };

/** How exact the time of the last message is; what is newer by less costs no statement. */
const graininessMs = 5 * 60_000;

/**
 * Remembers when people last wrote, in the caller's transaction: one statement for those whose time moved by five minutes or more
 * as far as this process knows, none for the rest. A time never goes back.
 */
export async function recordSeen(deps: Pick<PeopleDeps, 'cache'>, tx: EngineTx, seen: readonly Seen[]): Promise<void> {
  const newest = new Map<string, Seen>();
  for (const one of seen) {
    const known = newest.get(one.contactId);
    const told = Number(deps.cache.get(seenKey(one))?.more ?? '0');
    if (one.at.getTime() - told >= graininessMs && (known === undefined || one.at > known.at)) newest.set(one.contactId, one);
  }
  if (newest.size === 0) return;
  await tx.query(updateLastSeen([...newest.values()]));
  for (const one of newest.values()) deps.cache.set(seenKey(one), { contactId: one.contactId, more: String(one.at.getTime()) });
}

function seenKey({ workspaceId, contactId }: Seen): string {
  return `${workspaceId} seen ${contactId}`;
}

function updateLastSeen(seen: readonly Seen[]): Statement {
  return {
    name: 'contacts_last_seen',
    text: `
      with item as materialized (
        select contact.workspace_id, contact.id, item.at
          from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as item (workspace_id, id, at)
          join contacts contact on contact.workspace_id = item.workspace_id and contact.id = item.id
         where contact.last_seen_at is null or contact.last_seen_at < item.at
         order by contact.workspace_id, contact.id
           for update of contact)
      update contacts set last_seen_at = item.at
        from item
       where contacts.workspace_id = item.workspace_id and contacts.id = item.id`,
    values: [seen.map((one) => one.workspaceId), seen.map((one) => one.contactId), seen.map((one) => one.at)],
  };
}
