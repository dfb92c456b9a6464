import pg from 'pg';
import type { Keyring } from '#modules/keyring';
import type { LayeredKey } from '#platform/crypto/layered-hash';
import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import { selectOlderHashes, raiseIdentities } from './contacts.sql.ts';
import type { RaisedIdentity } from './contacts.sql.ts';
import { identityHash, matchKindOf, type Identity } from './identity.ts';

/** What hashing identities needs. */
export type HashDeps = { db: Database; keyring: Pick<Keyring, 'layeredKey' | 'forgetWorkspace'> };

/** Not free soon, deadlock: somebody else worked on the same person, and goes first. */
const passingCodes: ReadonlySet<string> = new Set(['55P03', '40P01']);
const mostTries = 8;

/**
 * The keyed hashes by which identities are looked up and written, by position. While the index key is being changed, what is stored about these very
 * people is brought under the new one first, in a transaction of its own: whoever holds such a hash never has to think of the one before.
 *
 * Errors: those of the key ring; 55P03 when somebody keeps working on the same people for seconds.
 */
export async function identityHashes(deps: HashDeps, workspaceId: string, identities: readonly Identity[]): Promise<Buffer[]> {
  const key = await deps.keyring.layeredKey(workspaceId, 'contacts');
  const hashes = identities.map((identity) => identityHash(key, identity));
  if (key.oldest < key.written) await raiseOlder(deps.db, key, workspaceId, identities, hashes);
  return hashes;
}

async function raiseOlder(
  db: Database,
  key: LayeredKey,
  workspaceId: string,
  identities: readonly Identity[],
  hashes: readonly Buffer[],
): Promise<void> {
  const items: RaisedIdentity[] = [];
  for (const [index, identity] of identities.entries()) {
    const after = hashes[index];
    if (after === undefined) continue;
    const matchKind = matchKindOf(identity.kind);
    for (let version = key.oldest; version < key.written; version += 1)
      items.push({ matchKind, before: identityHash(key, identity, version), after });
  }
  if (items.length === 0) return;
  const found = await engineQuery<{ position: number }>(db, selectOlderHashes(workspaceId, items));
  const older = found.flatMap(({ position }) => items[position - 1] ?? []);
  if (older.length > 0) await raiseStored(db, workspaceId, older);
}

/**
 * Brings everything that is stored about identities from one hash to another, in all tables at once. Gives how many rows it was.
 *
 * Errors: 55P03 or 40P01 when somebody keeps working on the same people.
 */
export async function raiseStored(db: Database, workspaceId: string, items: readonly RaisedIdentity[]): Promise<number> {
  for (let tryNumber = 1; ; tryNumber += 1) {
    try {
      const [row] = await engineQuery<{ count: number }>(db, raiseIdentities(workspaceId, items));
      return row?.count ?? 0;
    } catch (error) {
      const isPassing = error instanceof pg.DatabaseError && passingCodes.has(error.code ?? '');
      if (!isPassing || tryNumber >= mostTries) throw error;
    }
  }
}

/** Whether the database refused a hash because the index key of the workspace was changed after this process had read it. */
export function isStaleHash(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === 'KB001';
}

/**
 * Runs `work` again with keys read anew when the database refuses its hashes as those of an older index key. `work` hashes inside and has no effect outside the database.
 */
export async function withFreshHashes<T>(deps: HashDeps, workspaceIds: readonly string[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isStaleHash(error)) throw error;
    for (const workspaceId of workspaceIds) deps.keyring.forgetWorkspace(workspaceId);
    return work();
  }
}
