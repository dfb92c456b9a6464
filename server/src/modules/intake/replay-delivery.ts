import type { IntakeDeliveryDetail } from '@kabar/contract';
import { payloadDay } from '#modules/keyring';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { reopenDelivery, selectDelivery, type DeliveryRow } from './deliveries.sql.ts';
import type { IntakeContext } from './intake-context.ts';
import { getDelivery } from './list-deliveries.ts';
import { firstKeptDay } from './maintain-intake.ts';

/**
 * Has a stored delivery processed once more, in its turn: what took effect before changes nothing, what was quarantined or
 * unknown gets another chance. Answers with the delivery as it stands now.
 *
 * Errors: `not_found`; `delivery_expired` once its payload key is past retention.
 */
export async function replayDelivery(ctx: IntakeContext, workspaceId: string, deliveryId: string): Promise<IntakeDeliveryDetail> {
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<DeliveryRow>(selectDelivery(workspaceId, deliveryId));
    if (row === undefined) throw new AppError('not_found');
    if (row.day < payloadDay(firstKeptDay(ctx.clock.now(), ctx.payloadRetentionDays))) throw new AppError('delivery_expired');
    await tx.query(reopenDelivery(workspaceId, deliveryId));
  });
  return getDelivery(ctx, workspaceId, deliveryId);
}
