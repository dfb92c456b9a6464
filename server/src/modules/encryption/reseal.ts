import { open, seal } from '#platform/crypto/seal';
import { SealError } from '#platform/crypto/seal-error';
import { engineQuery } from '#platform/db/tx';
import type { EngineTx } from '#platform/db/tx';
import type { EncryptionContext } from './encryption-context.ts';
import type { Pace } from './pace.ts';
import { inChainOf, record } from './record.ts';
import { boundTo } from './sealed-place.ts';
import type { SealedPlace } from './sealed-place.ts';
import { countSealedValues, selectSealedValues, updateSealedValues } from './sealed-values.sql.ts';
import type { SealedValue, VersionCount } from './sealed-values.sql.ts';

/** What came of sealing a place anew. */
export type ResealResult = { doneCount: number; unreadableCount: number };

/**
 * Seals the values of one place anew that are under older versions of a workspace's key. Walks along the key of the table once, so it needs no memory of how far it
 * was: what is done already is passed over. A value that changes meanwhile stays as it was written; one that does not open is counted and left alone.
 */
export async function resealPlace(
  ctx: EncryptionContext,
  place: SealedPlace,
  workspaceId: string,
  pace: Pace,
  onDone: (count: number) => Promise<void>,
): Promise<ResealResult> {
  const result = { doneCount: 0, unreadableCount: 0 };
  for (let after: readonly string[] | null = null; ;) {
    const limit = pace.size;
    const batch = await pace.run(async () => {
      const ring = await ctx.keyring.workspaceKeys(workspaceId);
      const older = [...ring.all.keys()].filter((version) => version !== ring.primary.id);
      if (older.length === 0) return { last: null, isFull: false, doneCount: 0 };
      const rows = await engineQuery<SealedValue>(ctx.db, selectSealedValues(place, workspaceId, older, after, limit));
      const fresh: { key: string[]; before: Buffer; after: Buffer }[] = [];
      for (const { key, row, sealed } of rows) {
        const aad = boundTo(place, workspaceId, row);
        try {
          fresh.push({ key, before: sealed, after: seal(ring.primary, aad, open(ring, aad, sealed)) });
        } catch (error) {
          if (!(error instanceof SealError)) throw error;
          result.unreadableCount += 1;
          ctx.log.warn('a sealed value does not open and stays under its old key', {
            workspaceId,
            kind: `${place.table}.${place.column}`,
            error,
          });
        }
      }
      const updated = fresh.length === 0 ? 0 : await writeBack(ctx, place, workspaceId, fresh, ring.primary.id);
      return { last: rows.at(-1)?.key ?? null, isFull: rows.length === limit, doneCount: updated };
    });
    result.doneCount += batch.doneCount;
    if (batch.doneCount > 0) await onDone(batch.doneCount);
    if (!batch.isFull || batch.last === null || batch.last.length === 0) return result;
    after = batch.last;
  }
}

async function writeBack(
  ctx: EncryptionContext,
  place: SealedPlace,
  workspaceId: string,
  values: readonly { key: readonly string[]; before: Buffer; after: Buffer }[],
  version: number,
): Promise<number> {
  const statement = updateSealedValues(place, workspaceId, values);
  if (place.isAudited !== true) return (await engineQuery(ctx.db, statement)).length;
  return inChainOf(ctx, workspaceId, async (tx) => {
    const { length: count } = await tx.query(statement);
    if (count > 0) {
      const after = { table: place.table, column: place.column, count, version };
      await record(ctx, tx, workspaceId, { actor: { kind: 'system', id: null }, action: 'encryption.values_sealed_anew', after });
    }
    return count;
  });
}

/** How many values of a workspace are sealed under each of `versions`, all places together. Versions without any are left out. */
export async function countUnder(
  ctx: Pick<EncryptionContext, 'db' | 'places'>,
  workspaceId: string,
  versions: readonly number[],
  isInstallation: boolean,
  tx?: EngineTx,
): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  if (versions.length === 0) return counts;
  for (const place of placesOf(ctx, isInstallation)) {
    const statement = countSealedValues(place, workspaceId, versions);
    const rows = await (tx === undefined ? engineQuery<VersionCount>(ctx.db, statement) : tx.query<VersionCount>(statement));
    for (const { keyId, count } of rows) {
      const version = keyId.readUIntBE(0, 6);
      counts.set(version, (counts.get(version) ?? 0) + count);
    }
  }
  return counts;
}

/** Places that can hold something of a workspace. What lies in no workspace belongs to the installation. */
export function placesOf({ places }: Pick<EncryptionContext, 'places'>, isInstallation: boolean): SealedPlace[] {
  return places.filter(({ ofInstallation }) => ofInstallation !== true || isInstallation);
}
