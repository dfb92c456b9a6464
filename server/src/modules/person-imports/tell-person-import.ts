import { ID_PREFIXES } from '@kabar/contract';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import type { PersonImportsContext } from './person-imports-context.ts';

/** Tells whoever watches that an import of a person moved on. */
export async function tellPersonImport(
  ctx: Pick<PersonImportsContext, 'clock'>,
  tx: TenantTx | EngineTx,
  workspaceId: string,
  id: string,
): Promise<void> {
  const data = { person_import_id: toPublicId(ID_PREFIXES.personImport, id) };
  await appendEvents(tx, [{ workspaceId, type: 'person_import.updated', data, occurredAt: ctx.clock.now() }]);
}
