import { createBatcher, type Batcher } from '#platform/batcher';
import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import { insertDeliveries, insertSizes } from './deliveries.sql.ts';
import type { NewDelivery } from './deliveries.sql.ts';

/**
 * Stores deliveries that arrive at the same time with one statement and one commit. `add` resolves only when the delivery
 * is durable, or was stored before; it rejects when that is not certain.
 */
export function createDeliveryStore(deps: { db: Database; wake: (lanes: readonly number[]) => void }): Batcher<NewDelivery, void> {
  return createBatcher<NewDelivery, void>({
    maxItems: insertSizes.at(-1) ?? 1,
    flush: async (deliveries) => {
      await engineQuery(deps.db, insertDeliveries(deliveries));
      deps.wake([...new Set(deliveries.map((delivery) => delivery.lane))]);
      return deliveries.map(() => undefined);
    },
  });
}
