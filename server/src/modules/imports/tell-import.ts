import { ID_PREFIXES } from '@kabar/contract';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import type { ImportsContext } from './imports-context.ts';

/** Tells whoever watches that an import moved on. `workspaceId` is needed where the transaction has none of its own. */
export async function tellImport(
  ctx: Pick<ImportsContext, 'clock'>,
  tx: TenantTx | (EngineTx & { workspaceId: string }),
  id: string,
): Promise<void> {
  await appendEvents(tx, [
    {
      workspaceId: tx.workspaceId,
      type: 'import.updated',
      data: { import_id: toPublicId(ID_PREFIXES.import, id) },
      occurredAt: ctx.clock.now(),
    },
  ]);
}
