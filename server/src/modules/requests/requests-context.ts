import type { Readable } from 'node:stream';
import type { AuditContext } from '#modules/audit';
import type { ConsentRecorder } from '#modules/consent';
import type { ContactsContext } from '#modules/contacts';
import type { AutomaticMessage, AutomaticOutcome } from '#modules/messages';
import type { TenantTx } from '#platform/db/tx';
import type { MailOutbox } from '#platform/mail/mail-outbox';

/** Something of a person that is still there, or that is kept with a reason. `until` null: no end is set. */
export type Kept = { what: string; because: string; until: string | null; count: number | null };

/** What erasing came to. `held`: a legal hold forbids it for now; `open`: something was still found, it has to run again. */
export type EraseOutcome =
  | { kind: 'done'; removed: number; kept: readonly Kept[] }
  | { kind: 'held'; holds: readonly { reason: string; reviewAt: string | null }[] }
  | { kind: 'open'; left: readonly { what: string; count: number }[] };

/** Erasing, as the module that knows all data does it. */
export type ErasureHands = {
  /** Orders an erasure that begins at once and gives its id; the same one while it is under way. */
  order(who: { workspaceId: string; contactId: string; requestId: string }): Promise<string>;
  /** Erases, or goes on where a killed run stopped. */
  run(workspaceId: string, erasureId: string, signal: AbortSignal): Promise<EraseOutcome>;
  /** Erases an account; `last_owner`: a workspace needs another owner first. One that is gone already is done. */
  account(userId: string): Promise<{ kind: 'done'; removed: number; kept: readonly Kept[] } | { kind: 'last_owner' }>;
  /** Looks through everything once more; what is kept with a reason is not listed. */
  findLeft(workspaceId: string, erasureId: string): Promise<{ what: string; count: number }[]>;
};

/** Copies of everything about a person. */
export type CopyHands = {
  /** Orders the file in the caller's transaction and gives its id. */
  order(tx: TenantTx, who: { workspaceId: string; contactId: string; requestId: string }): Promise<string>;
  state(workspaceId: string, exportId: string): Promise<CopyState>;
  open(workspaceId: string, exportId: string): Promise<Readable>;
};

/** How the file about a person stands. `gone`: deleted after its time, or never made. */
export type CopyState = { kind: 'working' | 'failed' | 'gone' } | { kind: 'ready'; sizeBytes: number; until: Date };

/** What handling requests needs. */
export type RequestsContext = Pick<ContactsContext, 'db' | 'clock' | 'ids' | 'keyring' | 'jobs' | 'log' | 'cache'> & {
  audit: AuditContext;
  contacts: ContactsContext;
  consent: ConsentRecorder;
  mails: Pick<MailOutbox, 'add'>;
  publicUrl: string;
  /** Mail addresses of whoever runs the installation. */
  operatorMails: readonly string[];
  send(message: AutomaticMessage): Promise<AutomaticOutcome>;
  erasure: ErasureHands;
  copies: CopyHands;
  /** Orders that what a person wrote is found again. */
  indexAgain(tx: TenantTx, who: { workspaceId: string; contactId: string }): Promise<unknown>;
};
