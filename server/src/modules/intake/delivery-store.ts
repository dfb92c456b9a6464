import pg from 'pg';
import { createBatcher, type Batcher } from '#platform/batcher';
import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import { insertDeliveries, insertSizes } from './deliveries.sql.ts';
import type { NewDelivery } from './deliveries.sql.ts';

/**
 * Deadlock, serialization failure, partition being made at this very moment (lock not free, row sent to a table that is no
 * longer the right one): the same statement goes through when tried again.
 */
const passingCodes: ReadonlySet<string> = new Set(['40P01', '40001', '55P03', '23514']);
const maxTries = 4;

/**
 * Stores deliveries that arrive at the same time with one statement and one commit. `add` resolves only when the delivery
 * is durable, or was stored before; it rejects when that is not certain.
 */
export function createDeliveryStore(deps: { db: Database; wake: (lanes: readonly number[]) => void }): Batcher<NewDelivery, void> {
  return createBatcher<NewDelivery, void>({
    maxItems: insertSizes.at(-1) ?? 1,
    flush: async (deliveries) => {
      await store(deps.db, deliveries);
      deps.wake([...new Set(deliveries.map((delivery) => delivery.lane))]);
      return deliveries.map(() => undefined);
    },
  });
}

/** Storing the same delivery twice is the same as storing it once, so trying again is safe. */
async function store(db: Database, deliveries: readonly NewDelivery[]): Promise<void> {
  for (let tryNumber = 1; ; tryNumber += 1) {
    try {
      await engineQuery(db, insertDeliveries(deliveries));
      return;
    } catch (error) {
      const isPassing = error instanceof pg.DatabaseError && passingCodes.has(error.code ?? '');
      if (!isPassing || tryNumber >= maxTries) throw error;
    }
  }
}
