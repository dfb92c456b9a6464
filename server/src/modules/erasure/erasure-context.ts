import type { RetentionClass } from '@kabar/contract';
import type { ContactsContext, IdentifierMark, Identity } from '#modules/contacts';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { Mail } from '#platform/mail/mail';
import type { Metrics } from '#platform/metrics';
import type { Catalogue } from '#platform/personal-data/catalogue';
import type { PersonIds } from '#platform/personal-data/person-rows';
import type { SealedStorage } from '#platform/storage/sealed-storage';

/** A person while they are erased: their things by id, and what to look for in what is sealed and holds several people. */
export type ErasureRun = PersonIds & {
  /** In the clear; empty where their key is destroyed already. */
  identities: readonly Identity[];
  marks: readonly IdentifierMark[];
  /** When all processing of the person stopped, or now for a plan. */
  stoppedAt: Date;
};

/**
 * What the declarations cannot do: stores where rows hold several people, indexes with counts, objects with usage. Idempotent; a killed run
 * calls it again.
 */
export type ErasureHook = {
  /** Name of the step, e.g. `webhook_deliveries`. Never reused for another. */
  step: string;
  /** Begins with the first step and is waited for at the end: much work that nothing else refers to or waits for. Default false. */
  isBeside?: boolean;
  /** Tables whose rows the hook takes care of: the engine leaves them to it. */
  tables: readonly string[];
  /** Gives how many rows or objects went, by table. */
  erase(run: ErasureRun): Promise<Record<string, number>>;
  /** How many rows still hold something of the person, by table. */
  count(run: ErasureRun): Promise<Record<string, number>>;
};

/** A legal hold that stops an erasure. */
export type HoldOnPerson = { id: string; reason: string; reviewAt: Date | null };

/** What erasure needs. */
export type ErasureContext = ContactsContext & {
  metrics: Metrics;
  catalogue: Catalogue;
  storage: Pick<SealedStorage, 'delete'>;
  hooks: readonly ErasureHook[];
  /** Legal holds over these contacts, by database id. */
  holdsOn(workspaceId: string, contactIds: readonly string[]): Promise<readonly HoldOnPerson[]>;
  /** Until when data of a class that is kept stays at the latest; null where no time is set. */
  keptUntil(workspaceId: string, retention: RetentionClass, from: Date): Promise<Date | null>;
  /** Whether somebody who is erased because nothing was heard of them is silent still. */
  isStillSilent(tx: EngineTx, workspaceId: string, contactId: string): Promise<boolean>;
  /** Takes an account out of a workspace for good; `isForced`: also its only owner. Errors: `last_owner`. */
  leaveWorkspace(tx: TenantTx, userId: string, isForced: boolean): Promise<void>;
  addMail(tx: EngineTx, mail: Mail, options: { template: string; dedupeKey: string }): Promise<void>;
  /** Runs in the transaction that stops all processing of a person, before their identifiers go. */
  onStop?(tx: EngineTx, workspaceId: string, contactIds: readonly string[]): Promise<void>;
};
