import type { AuditActor } from '#modules/audit';
import { installationId } from '#modules/keyring';
import { engineQuery, withEngine } from '#platform/db/tx';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { EncryptionContext } from './encryption-context.ts';
import { inChainOf, record } from './record.ts';
import { insertRotation } from './rotations.sql.ts';
import type { RotationCause, RotationRow } from './rotations.sql.ts';

/** Who wants a rotation, and why. */
export type RotationOrder = { actor: AuditActor; cause: RotationCause };

/**
 * Begins to wrap everything by the root key that is first now, in whatever source. Null when that is under way already. `made`: whether the key was made for
 * this.
 */
export async function startRootRotation(ctx: EncryptionContext, order: RotationOrder, made: boolean): Promise<RotationRow | null> {
  const toKey = await ctx.rootKeys.primaryId();
  return withEngine(ctx.db, 'begins to change the root key', async (tx) => {
    const [row] = await tx.query<RotationRow>(
      insertRotation({
        workspaceId: installationId,
        id: ctx.ids.uuid(),
        kind: 'root',
        cause: order.cause,
        toKey,
        startedAt: ctx.clock.now(),
      }),
    );
    if (row === undefined) return null;
    await record(ctx, tx, installationId, {
      actor: order.actor,
      action: 'encryption.root_rotation_started',
      after: { root_key: toKey, source: ctx.rootKeys.kind, made, cause: order.cause },
    });
    return row;
  });
}

/**
 * Gives a workspace, or the installation, a new key and begins to seal everything of it under that. From the commit on new values are sealed under the new key;
 * other processes follow within moments, at most the five minutes that keys stay in memory. Null when a rotation of it is under way already.
 *
 * Errors: `SealError` for a workspace that was destroyed or never had keys.
 */
export async function startWorkspaceRotation(
  ctx: EncryptionContext,
  workspaceId: string,
  order: RotationOrder,
): Promise<RotationRow | null> {
  await ctx.keyring.workspaceKeys(workspaceId);
  const begin = async (tx: TenantTx | EngineTx): Promise<RotationRow | null> => {
    const [row] = await tx.query<RotationRow>(
      insertRotation({
        workspaceId,
        id: ctx.ids.uuid(),
        kind: 'workspace',
        cause: order.cause,
        toKey: 'next',
        startedAt: ctx.clock.now(),
      }),
    );
    if (row === undefined) return null;
    const version = await ctx.keyring.rotateWorkspaceKey(tx, workspaceId);
    const [named] = await tx.query<{ toKey: string }>({
      text: `update key_rotations set to_key = $3 where workspace_id = $1 and id = $2 returning to_key as "toKey"`,
      values: [workspaceId, row.id, String(version)],
    });
    await record(ctx, tx, workspaceId, {
      actor: order.actor,
      action: 'encryption.workspace_rotation_started',
      after: { version, cause: order.cause },
    });
    return { ...row, toKey: named?.toKey ?? String(version) };
  };
  const row = await inChainOf(ctx, workspaceId, begin);
  ctx.keyring.forgetWorkspace(workspaceId);
  return row;
}

/**
 * Replaces the key that signs receipts, reports and checkpoints of the audit log. At once: nothing is signed anew, because the public half of the key before is kept. Gives the
 * ids of both.
 */
export async function rotateSigningKey(ctx: EncryptionContext, order: RotationOrder): Promise<{ before: string; after: string }> {
  const replaced = await withEngine(ctx.db, 'replaces the key that signs', async (tx) => {
    const ids = await ctx.keyring.replaceSigningKey(tx);
    await record(ctx, tx, installationId, {
      actor: order.actor,
      action: 'encryption.signing_key_replaced',
      before: { key_id: ids.before },
      after: { key_id: ids.after, cause: order.cause },
    });
    return ids;
  });
  ctx.keyring.forgetWorkspace(installationId);
  return replaced;
}

/** Every workspace that has keys, the installation first. */
export async function workspacesWithKeys(ctx: Pick<EncryptionContext, 'db'>): Promise<string[]> {
  const rows = await engineQuery<{ id: string }>(ctx.db, {
    text: 'select distinct workspace_id as id from workspace_keys where destroyed_at is null order by 1',
  });
  return rows.map(({ id }) => id);
}
