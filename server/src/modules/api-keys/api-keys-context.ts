import type { AuditContext } from '#modules/audit';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { Ids } from '#platform/ids';
import type { AddressGate } from './address-gate.ts';
import type { KeyProver } from './key-prover.ts';

/** What the use cases of this module work with. `prover` and `gate` are told of changes made here, so that this process knows at once. */
export type ApiKeysContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  audit: AuditContext;
  prover: KeyProver;
  gate: AddressGate;
  /** Address of the dashboard, for links in mails; without a slash at the end. */
  publicUrl: string;
  /** Puts a mail out in the transaction; at most once per key. */
  mail(tx: TenantTx | EngineTx, mail: { to: string; subject: string; text: string }, dedupeKey: string): Promise<void>;
  /** Counts a report of leaked keys from a network. Errors: `rate_limited`. */
  countReport(clientIp: string): Promise<void>;
};
