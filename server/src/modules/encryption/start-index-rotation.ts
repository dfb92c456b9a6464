import { restartIndex } from '#modules/search';
import { engineQuery } from '#platform/db/tx';
import type { EncryptionContext } from './encryption-context.ts';
import { inChainOf, record } from './record.ts';
import { insertRotation } from './rotations.sql.ts';
import type { RotationRow } from './rotations.sql.ts';
import { betweenWriters } from './run-index-rotation.ts';
import type { RotationOrder } from './start-rotation.ts';

/**
 * Gives a workspace new index keys and begins to bring its hashes under them. From the commit on the database takes and looks up hashes under the new key alone; other
 * processes follow within moments, and one that has not heard of it is refused and reads the keys again. Null when such a change is under way already.
 *
 * Errors: `SealError` for a workspace that was destroyed or never had keys; 55P03 when somebody keeps writing for half a minute.
 */
export async function startIndexRotation(
  ctx: EncryptionContext,
  workspaceId: string,
  order: RotationOrder,
  signal: AbortSignal,
): Promise<RotationRow | null> {
  await ctx.keyring.workspaceKeys(workspaceId);
  const row = await betweenWriters(ctx, signal, () =>
    inChainOf(ctx, workspaceId, async (tx) => {
      const id = ctx.ids.uuid();
      const startedAt = ctx.clock.now();
      const [begun] = await tx.query<RotationRow>(
        insertRotation({ workspaceId, id, kind: 'index', cause: order.cause, toKey: 'next', startedAt }),
      );
      if (begun === undefined) return null;
      // The index of search is locked as its writers lock it, before anything else.
      await restartIndex(tx, workspaceId, startedAt);
      const search = await ctx.keyring.advanceIndexKey(tx, workspaceId, 'search');
      const contacts = await ctx.keyring.advanceIndexKey(tx, workspaceId, 'contacts');
      const [named] = await tx.query<{ toKey: string }>({
        text: `update key_rotations set to_key = $3 where workspace_id = $1 and id = $2 returning to_key as "toKey"`,
        values: [workspaceId, id, String(contacts)],
      });
      await record(ctx, tx, workspaceId, {
        actor: order.actor,
        action: 'encryption.index_rotation_started',
        after: { contacts, search, cause: order.cause },
      });
      return { ...begun, toKey: named?.toKey ?? String(contacts) };
    }),
  );
  ctx.keyring.forgetWorkspace(workspaceId);
  return row;
}

/**
 * Makes a rotation of every change of index keys that no running one stands for: in a restored database hashes are as old as the backup, and the keys are those of today.
 */
export async function takeUpIndexChanges(ctx: EncryptionContext): Promise<void> {
  const states = await ctx.keyring.listIndexKeys();
  for (const { workspaceId, written } of states.filter((state) => state.oldest < state.written)) {
    const [begun] = await engineQuery<RotationRow>(
      ctx.db,
      insertRotation({
        workspaceId,
        id: ctx.ids.uuid(),
        kind: 'index',
        cause: 'routine',
        toKey: String(written),
        startedAt: ctx.clock.now(),
      }),
    );
    if (begun !== undefined) ctx.log.info('hashes under an older index key were found and are brought up', { workspaceId });
  }
}
