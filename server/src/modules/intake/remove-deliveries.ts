import type { Keyring } from '#modules/keyring';
import type { EngineTx } from '#platform/db/tx';
import { firstKeptDay } from './maintain-intake.ts';

const dayMs = 86_400_000;

/**
 * Removes stored deliveries of one workspace with their units, for a workspace that keeps them shorter than the installation does. What is not
 * processed yet stays. Gives nothing; call `destroyPayloadKeys` afterwards.
 */
export async function removeDeliveries(tx: EngineTx, workspaceId: string, ids: readonly string[]): Promise<void> {
  const values = [workspaceId, ids];
  await tx.query({ text: `delete from intake_units where workspace_id = $1 and delivery_id = any ($2::uuid[])`, values });
  await tx.query({
    text: `delete from intake_deliveries where workspace_id = $1 and id = any ($2::uuid[]) and processed_at is not null`,
    values,
  });
}

/** Destroys the keys of all days of a workspace that ended before `before`, so that no copy of their deliveries can be opened. */
export async function destroyPayloadKeys(keyring: Keyring, workspaceId: string, before: Date): Promise<void> {
  const firstKept = firstKeptDay(before, 0);
  if (firstKept.getTime() % dayMs === 0) await keyring.destroyPayloadKeysBefore(firstKept.toISOString().slice(0, 10), workspaceId);
}
