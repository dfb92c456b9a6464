import { engineQuery } from '#platform/db/tx';
import type { EncryptionContext } from './encryption-context.ts';
import { listOlderVersions } from './retire-keys.ts';
import type { OlderVersion } from './retire-keys.ts';
import { selectNewest } from './rotations.sql.ts';
import type { RotationRow } from './rotations.sql.ts';
import { countOlder } from './run-index-rotation.ts';

/** How the keys of an installation stand. */
export type EncryptionStatus = {
  root: {
    source: string;
    primaryId: string;
    /** Root keys that wrap something, with how much. */
    inUse: { rootKeyId: string; workspaceKeyCount: number; backupKeyCount: number }[];
  };
  workspaceCount: number;
  /** When the oldest of the keys that seal now was made; null without any. */
  oldestKeyAt: Date | null;
  older: OlderVersion[];
  /** Workspaces with hashes under an older index key than the one that is written, or whose search index is still under one. */
  olderIndexes: { workspaceId: string; written: number; hashCount: number }[];
  /** Running ones and those of the last time, newest first. */
  rotations: RotationRow[];
};

const shownRotations = 20;

/** Reads it, counting what is under older keys. Errors: `RootKeyUnavailableError`. */
export async function readStatus(ctx: EncryptionContext): Promise<EncryptionStatus> {
  const [states, roots, older, rotations, primaryId, indexes] = await Promise.all([
    ctx.keyring.listWorkspaceKeys(),
    engineQuery<{ rootKeyId: string; workspaceKeyCount: number; backupKeyCount: number }>(ctx.db, {
      text: `select root_key_id as "rootKeyId", sum(w)::int as "workspaceKeyCount", sum(b)::int as "backupKeyCount" from (
               select root_key_id, 1 as w, 0 as b from workspace_keys where destroyed_at is null
               union all select root_key_id, 0, 1 from backup_keys where destroyed_at is null) as wrapped group by 1 order by 1`,
    }),
    listOlderVersions(ctx),
    engineQuery<RotationRow>(ctx.db, selectNewest(shownRotations)),
    ctx.rootKeys.primaryId(),
    ctx.keyring.listIndexKeys(),
  ]);
  const olderIndexes: EncryptionStatus['olderIndexes'] = [];
  for (const [workspaceId, own] of Map.groupBy(indexes, (state) => state.workspaceId)) {
    if (own.every((state) => state.oldest === state.written)) continue;
    const { written = 1 } = own.find(({ purpose }) => purpose === 'contacts') ?? {};
    olderIndexes.push({ workspaceId, written, hashCount: await countOlder(ctx, workspaceId, written) });
  }
  const newest = states.filter(({ supersededAt }) => supersededAt === null);
  return {
    root: { source: ctx.rootKeys.kind, primaryId, inUse: roots },
    workspaceCount: newest.length,
    oldestKeyAt: newest.reduce<Date | null>((oldest, { createdAt }) => (oldest === null || createdAt < oldest ? createdAt : oldest), null),
    older,
    olderIndexes,
    rotations,
  };
}
