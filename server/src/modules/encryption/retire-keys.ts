import { installationId } from '#modules/keyring';
import type { WorkspaceKeyState } from '#modules/keyring';
import { engineQuery, withEngine } from '#platform/db/tx';
import type { EncryptionContext } from './encryption-context.ts';
import { recordAlone } from './record.ts';
import { countUnder } from './reseal.ts';

const hourMs = 3_600_000;
/**
 * How long an older version is kept at least, whatever is counted: work that began under it, such as a long import, may still be about to write.
 */
export const settleMs = 24 * hourMs;

/** Why an older version of a key is still there. */
export type Obstacle =
  | { kind: 'in_use'; count: number }
  | { kind: 'rotation_running' }
  | { kind: 'too_young'; until: Date }
  /** Backups made while values were under it need it; the last of them ends then. */
  | { kind: 'backups'; until: Date };

/** An older version with what stands against its end. */
export type OlderVersion = {
  workspaceId: string;
  version: number;
  supersededAt: Date;
  wrappedCount: number;
  valueCount: number;
  obstacles: Obstacle[];
};

/** What may be passed over because the older key is known to somebody who should not have it. */
export type RetireHaste = {
  /** No other process runs, so nothing can be about to write under it. */
  nothingElseRuns: boolean;
  /** Backups made before may lose what was sealed under it. */
  giveUpBackups: boolean;
};

const noHaste: RetireHaste = { nothingElseRuns: false, giveUpBackups: false };

/** Every version that is not the newest, with what is still under it. */
export async function listOlderVersions(
  ctx: EncryptionContext,
  workspaceId?: string,
  haste: RetireHaste = noHaste,
): Promise<OlderVersion[]> {
  const states = await ctx.keyring.listWorkspaceKeys(workspaceId);
  const older = states.filter((state): state is WorkspaceKeyState & { supersededAt: Date } => state.supersededAt !== null);
  if (older.length === 0) return [];
  const [backups, running] = await Promise.all([
    ctx.livingBackups(),
    engineQuery<{ workspaceId: string; finishedAt: Date | null }>(ctx.db, {
      text: `select workspace_id as "workspaceId", case when bool_or(state = 'running') then null else max(finished_at) end as "finishedAt"
               from key_rotations where kind = 'workspace' group by 1`,
    }),
  ]);
  const endOf = new Map(running.map((row) => [row.workspaceId, row.finishedAt]));
  const found: OlderVersion[] = [];
  for (const [owner, versions] of Map.groupBy(older, (state) => state.workspaceId)) {
    const ids = versions.map(({ version }) => version);
    const wrapped = await ctx.keyring.countWrappedKeys(owner);
    const values = await countUnder(ctx, owner, ids, owner === installationId);
    for (const { version, supersededAt } of versions) {
      const [wrappedCount, valueCount] = [wrapped.get(version) ?? 0, values.get(version) ?? 0];
      const obstacles = obstaclesOf({
        supersededAt,
        count: wrappedCount + valueCount,
        finishedAt: endOf.get(owner),
        backups,
        now: ctx.clock.now(),
        haste,
      });
      found.push({ workspaceId: owner, version, supersededAt, wrappedCount, valueCount, obstacles });
    }
  }
  return found;
}

/** What stands against the end of one version. Pure. */
export function obstaclesOf(facts: {
  supersededAt: Date;
  count: number;
  /** When the last rotation of the workspace was finished; null while one runs, undefined when there was none that is known. */
  finishedAt: Date | null | undefined;
  backups: readonly { snapshotAt: Date; expiresAt: Date }[];
  now: Date;
  haste: RetireHaste;
}): Obstacle[] {
  const { supersededAt, count, finishedAt, backups, now, haste } = facts;
  const obstacles: Obstacle[] = [];
  if (finishedAt === null) obstacles.push({ kind: 'rotation_running' });
  if (count > 0) obstacles.push({ kind: 'in_use', count });
  const settled = new Date(supersededAt.getTime() + settleMs);
  if (!haste.nothingElseRuns && settled > now) obstacles.push({ kind: 'too_young', until: settled });
  // A backup made before everything was sealed anew holds values under the old key, and a restore takes the keys of that day.
  const cleanFrom = finishedAt ?? now;
  const needing = backups.filter(({ snapshotAt, expiresAt }) => snapshotAt < cleanFrom && expiresAt > now);
  const last = needing.reduce<Date | null>((latest, { expiresAt }) => (latest === null || expiresAt > latest ? expiresAt : latest), null);
  if (!haste.giveUpBackups && last !== null) obstacles.push({ kind: 'backups', until: last });
  return obstacles;
}

/**
 * Destroys every older version against which nothing stands. Counted once more in the transaction that overwrites it. Gives those destroyed and those
 * kept. Cannot be undone.
 */
export async function retireOldKeys(
  ctx: EncryptionContext,
  options: { workspaceId?: string; haste?: RetireHaste; actor?: Parameters<typeof recordAlone>[2]['actor'] } = {},
): Promise<{ retired: OlderVersion[]; kept: OlderVersion[] }> {
  const retired: OlderVersion[] = [];
  const kept: OlderVersion[] = [];
  for (const older of await listOlderVersions(ctx, options.workspaceId, options.haste)) {
    if (older.obstacles.length > 0) {
      kept.push(older);
      continue;
    }
    const { workspaceId, version } = older;
    const isGone = await withEngine(ctx.db, 'destroys an older version of a key under which nothing is sealed', async (tx) => {
      const wrapped = await ctx.keyring.countWrappedKeys(workspaceId, tx);
      const values = await countUnder(ctx, workspaceId, [version], workspaceId === installationId, tx);
      if ((wrapped.get(version) ?? 0) + (values.get(version) ?? 0) > 0) return false;
      return ctx.keyring.retireWorkspaceKey(tx, workspaceId, version);
    });
    (isGone ? retired : kept).push(older);
    if (isGone) {
      await recordAlone(ctx, workspaceId, {
        actor: options.actor ?? { kind: 'system', id: null },
        action: 'encryption.workspace_key_destroyed',
        before: { version },
        after: { gave_up_backups: options.haste?.giveUpBackups === true },
      });
    }
  }
  return { retired, kept };
}
