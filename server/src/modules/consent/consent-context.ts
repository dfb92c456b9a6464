import type { ConsentLanguage, EntryData, EntryKind } from '@kabar/contract';
import type { AuditActor, AuditContext } from '#modules/audit';
import type { PeopleDeps } from '#modules/contacts';
import type { Viewers } from '#modules/teams';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { WorkspaceActor } from '#platform/http/actor';
import type { SettingsMemory } from './consent-settings.ts';

/** Who acted in a matter of consent, by database id. */
export type ConsentActor = { kind: 'contact' | 'member' | 'api_key'; id: string } | { kind: 'system'; id: null };

/** A line for the thread of a conversation. */
export type ConsentEntry = { conversationId: string; kind: EntryKind; by: ConsentActor; data: EntryData; occurredAt: Date };

/** A customer who shall be told, once, that their stop or return was understood. */
export type ConfirmationOrder = {
  workspaceId: string;
  contactId: string;
  numberId: string;
  kind: 'stop' | 'start';
  language: ConsentLanguage;
  /** The record that is confirmed. */
  recordId: string;
};

/** What recording consent needs. The functions belong to modules beside or above; the role that builds this hands them in. */
export type ConsentRecorder = PeopleDeps & {
  settings: SettingsMemory;
  appendEntries(tx: TenantTx | EngineTx, workspaceId: string, entries: readonly ConsentEntry[]): Promise<unknown>;
  /** Orders a confirmation in the transaction of its cause. */
  orderConfirmation(tx: EngineTx, order: ConfirmationOrder): Promise<unknown>;
};

/** What the routes need besides. */
export type ConsentContext = ConsentRecorder & { audit: AuditContext; viewers: Viewers };

/** Who acts, for the ledger. */
export function consentActorOf(actor: WorkspaceActor): ConsentActor {
  return actor.kind === 'user' ? { kind: 'member', id: actor.memberId } : { kind: 'api_key', id: actor.apiKeyId };
}

/** Who acts, for the audit log. */
export function auditActorOf(actor: WorkspaceActor): AuditActor {
  return actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId };
}
