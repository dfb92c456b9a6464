import { ID_PREFIXES } from '@kabar/contract';
import { livingHashes } from '#platform/crypto/layered-hash';
import { seal } from '#platform/crypto/seal';
import { engineQuery, withEngine } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import { selectProfileHashes, updateProfileNames } from './contacts.sql.ts';
import type { ProfileName } from './contacts.sql.ts';
import type { PeopleDeps } from './resolve-people.ts';

/** The name somebody shows in WhatsApp, as a payload told it. */
export type ToldName = { workspaceId: string; contactId: string; name: string };

const maxNameLength = 200;

/**
 * Keeps the profile names of contacts up to date; the last of several names for one contact counts. A name that is on
 * record costs no write, one that this process has seen lately no statement at all. Gives the contacts whose name changed.
 *
 * Errors: database errors and key ring errors. A contact without a key (erased meanwhile) is left alone.
 */
export async function recordProfileNames(
  deps: PeopleDeps,
  told: readonly ToldName[],
): Promise<{ workspaceId: string; contactId: string }[]> {
  const latest = new Map<string, ToldName>();
  for (const item of told) {
    const name = item.name.trim().slice(0, maxNameLength);
    if (name !== '' && deps.cache.get(nameKey(item))?.more !== name) latest.set(item.contactId, { ...item, name });
    else if (name !== '') latest.delete(item.contactId);
  }
  if (latest.size === 0) return [];
  const items = [...latest.values()];
  const hashed = await hashNames(deps, items);
  const known = await engineQuery<{ id: string; hash: Buffer | null }>(
    deps.db,
    selectProfileHashes(
      items.map((item) => item.workspaceId),
      items.map((item) => item.contactId),
    ),
  );
  const knownHash = new Map(known.map((row) => [row.id, row.hash]));
  const isKnown = ({ contactId, hash, older }: HashedName): boolean =>
    [hash, ...older].some((one) => knownHash.get(contactId)?.equals(one) === true);
  const changed = hashed.filter((item) => knownHash.has(item.contactId) && !isKnown(item));
  const updated = changed.length === 0 ? [] : await store(deps, changed);
  for (const item of items) deps.cache.set(nameKey(item), { contactId: item.contactId, more: item.name });
  return updated.map((row) => ({ workspaceId: row.workspaceId, contactId: row.id }));
}

/** `older`: what the same name is stored as where the index key is being changed. */
type HashedName = ToldName & { hash: Buffer; older: readonly Buffer[] };

async function hashNames(deps: PeopleDeps, items: readonly ToldName[]): Promise<HashedName[]> {
  const keys = new Map(
    await Promise.all(
      [...new Set(items.map((item) => item.workspaceId))].map(async (id) => [id, await deps.keyring.layeredKey(id, 'contacts')] as const),
    ),
  );
  return items.flatMap((item) => {
    const key = keys.get(item.workspaceId);
    // Bound to the contact: that two people have the same name must not show.
    const [hash, ...older] = key === undefined ? [] : livingHashes(key, `profile_name:${item.contactId}`, item.name);
    return hash === undefined ? [] : [{ ...item, hash, older }];
  });
}

async function store(deps: PeopleDeps, items: readonly HashedName[]): Promise<{ workspaceId: string; id: string }[]> {
  const rings = await deps.keyring.contactKeys(items);
  const rows = items.flatMap((item): ProfileName[] => {
    const key = rings.get(item.contactId)?.primary;
    if (key === undefined) return [];
    const { workspaceId, contactId, name, hash } = item;
    return [
      { workspaceId, contactId, nameSealed: seal(key, contactAad(workspaceId, 'profile_name_sealed', contactId), name), nameHash: hash },
    ];
  });
  if (rows.length === 0) return [];
  const now = deps.clock.now();
  return withEngine(
    deps.db,
    'profile names of a batch of deliveries',
    async (tx) => {
      const changed = await tx.query<{ workspaceId: string; id: string }>(updateProfileNames(rows, now));
      const events = changed.map((row) => ({
        workspaceId: row.workspaceId,
        type: 'contact.updated',
        data: { contact_id: toPublicId(ID_PREFIXES.contact, row.id) },
        occurredAt: now,
      }));
      await appendEvents(tx, events);
      return changed;
    },
    { retries: 2 },
  );
}

/** What a sealed column of a contact is bound to. */
export function contactAad(workspaceId: string, column: 'name_sealed' | 'profile_name_sealed', contactId: string): string[] {
  return [workspaceId, 'contacts', column, contactId];
}

function nameKey({ workspaceId, contactId }: ToldName): string {
  return `${workspaceId} profile ${contactId}`;
}
