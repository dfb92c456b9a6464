import { AuditVerification, type AuditCheckpoint, type AuditState } from '@kabar/contract';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { StorageError } from '#platform/storage/object-storage';
import type { AnchorContext } from './audit-anchor.ts';
import { selectActions, selectHead, selectRestores } from './audit.sql.ts';
import { readCheckpoint } from './checkpoint.ts';
import { selectLastCheckpoint, selectVerification, type CheckpointRow, type VerificationRow } from './checkpoints.sql.ts';
import { readObject } from './read-object.ts';

/** How a workspace's log stands: its size, what the last verification found, and the newest checkpoint as it lies outside the database. */
export async function auditState(ctx: AnchorContext, workspaceId: string): Promise<AuditState> {
  const { head, actions, restores } = await withTenant(ctx.db, workspaceId, async (tx) => ({
    head: await selectHead(tx, workspaceId),
    actions: await selectActions(tx, workspaceId),
    restores: await selectRestores(tx, workspaceId),
  }));
  const [verification] = await tenantQuery<VerificationRow>(ctx.db, workspaceId, selectVerification(workspaceId));
  const [last] = await tenantQuery<CheckpointRow>(ctx.db, workspaceId, selectLastCheckpoint(workspaceId));
  return {
    event_count: head === undefined ? 0 : head.seq - head.trimmedSeq,
    last_verification: verification === undefined ? null : present(verification),
    last_checkpoint: last === undefined ? null : await stored(ctx, last.objectName),
    checkpoint_place: ctx.checkpoints.kind === 's3' ? 'bucket' : 'folder',
    restores: restores.map(({ upTo, backupId, backupAt, at }) => ({
      seq: upTo,
      backup_id: backupId,
      backup_at: backupAt,
      at: at.toISOString(),
    })),
    actions,
  };
}

function present({ at, eventCount, checkpointCount, problems }: VerificationRow): AuditVerification {
  return AuditVerification.parse({
    at: at.toISOString(),
    ok: problems.length === 0,
    event_count: eventCount,
    checkpoint_count: checkpointCount,
    problems,
  });
}

async function stored(ctx: AnchorContext, name: string): Promise<AuditCheckpoint | null> {
  try {
    return readCheckpoint(await readObject(ctx.checkpoints.storage, name));
  } catch (error) {
    if (error instanceof StorageError && error.code === 'not_found') return null; // verifying says so
    throw error;
  }
}
