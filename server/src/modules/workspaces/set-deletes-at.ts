import type { TenantTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { publicId } from './present-workspace.ts';
import { updateDeletesAt } from './workspaces.sql.ts';

/** Makes a workspace read-only until it is deleted at that time, or open again for null; tells whoever watches. */
export async function setDeletesAt(tx: TenantTx, workspaceId: string, deletesAt: Date | null, at: Date): Promise<void> {
  const changed = await tx.query(updateDeletesAt(workspaceId, deletesAt, at));
  if (changed.length === 0) return;
  const data = { workspace_id: publicId('workspace', workspaceId) };
  await appendEvents(tx, [{ workspaceId, type: 'workspace.updated', data, occurredAt: at }]);
}
