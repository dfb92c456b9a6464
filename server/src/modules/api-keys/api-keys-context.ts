import type { AuditContext } from '#modules/audit';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { Ids } from '#platform/ids';
import type { KeyProver } from './key-prover.ts';

/** What the use cases of this module work with. `prover` is told of revoked keys, so that this process forgets them at once. */
export type ApiKeysContext = { db: Database; clock: Clock; ids: Ids; audit: AuditContext; prover: KeyProver };
