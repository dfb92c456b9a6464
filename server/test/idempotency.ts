import { installationId, type Keyring } from '../src/modules/keyring/index.ts';
import type { Clock } from '../src/platform/clock.ts';
import type { Database } from '../src/platform/db/database.ts';
import { createIdempotency, type Idempotency } from '../src/platform/idempotency/idempotency.ts';

/** The keeper of requests with an `Idempotency-Key`, as the roles build it; a failure to keep an answer fails the test. */
export function testIdempotency(world: { db: Database; clock: Clock; keyring: Keyring }): Idempotency {
  return createIdempotency({
    db: world.db,
    clock: world.clock,
    installationId,
    indexKey: (workspaceId, purpose) => world.keyring.indexKey(workspaceId, purpose),
    onError: (error) => {
      throw error;
    },
  });
}
