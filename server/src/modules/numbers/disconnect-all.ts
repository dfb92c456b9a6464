import { tenantQuery } from '#platform/db/tx';
import { disconnectNumber } from './disconnect-number.ts';
import type { NumbersContext } from './numbers-context.ts';
import { selectConnectedIds } from './numbers.sql.ts';

/** Ends the connection of every number of a workspace, as its deletion does. What Meta cannot be told is logged. */
export async function disconnectAll(ctx: NumbersContext, workspaceId: string): Promise<void> {
  for (const { id } of await tenantQuery<{ id: string }>(ctx.db, workspaceId, selectConnectedIds(workspaceId))) {
    await disconnectNumber(ctx, { workspaceId, numberId: id, actor: { kind: 'system', id: null } });
  }
}
