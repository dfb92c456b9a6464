import { ID_PREFIXES, type ConsentSource, type ConsentStateName, type MarketingChoiceName } from '@kabar/contract';
import { touchContacts } from '#modules/contacts';
import { seal } from '#platform/crypto/seal';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import type { ConsentActor, ConsentRecorder } from './consent-context.ts';
import {
  insertRecords,
  projectConsents,
  selectConversationsOf,
  selectStandings,
  selectStates,
  type LegalBasis,
  type ConversationOfRow,
  type NewRecordRow,
  type StandingRow,
  type StateRow,
} from './consent.sql.ts';

/** What a customer said or did, by database ids. `dedupeKey` names the occasion where the same news may come twice. */
export type NewConsent = {
  contactId: string;
  purpose: string;
  category?: string;
  state: ConsentStateName;
  source: ConsentSource;
  legalBasis?: LegalBasis;
  wordingId?: string;
  evidence?: { messageId?: string; mediaId?: string; text?: string };
  actor: ConsentActor;
  dedupeKey?: string;
  /** When the customer did it; never later than now. */
  occurredAt: Date;
};

/** What became of one: `recordId` null when it was known already. `before` and `after`: the choice about marketing. */
export type RecordedConsent = {
  recordId: string | null;
  /** The contact it counts for now, after merges. */
  contactId: string;
  before: MarketingChoiceName;
  after: MarketingChoiceName;
  /** What holds for its purpose and category now. */
  state: ConsentStateName | 'unset';
};

/** Sources in which the customer themselves acted. */
const ownWords: ReadonlySet<ConsentSource> = new Set(['whatsapp_keyword', 'whatsapp_button', 'whatsapp_preferences']);

/**
 * Appends to the ledger and brings states, suppressions, threads and listeners up to date, all in the caller's transaction. A later
 * record never erases an earlier one, and the order in which records come does not matter: what holds follows from all of them.
 *
 * A stop needs nothing. `given` and `resumed` lift an earlier stop only when they are newer and evidenced: the customer's own act, or a
 * told one with a message, a file or words. An `import` lifts nothing, ever. Contacts must be of the workspace: look them up first.
 *
 * Errors: database errors; throws when a contact without a key has words of evidence.
 */
export async function recordConsents(
  ctx: ConsentRecorder,
  tx: TenantTx | EngineTx,
  workspaceId: string,
  consents: readonly NewConsent[],
): Promise<RecordedConsent[]> {
  if (consents.length === 0) return [];
  const now = ctx.clock.now();
  const contactIds = [...new Set(consents.map(({ contactId }) => contactId))];
  const before = await standingsOf(tx, workspaceId, contactIds);
  const rows = await sealRows(ctx, tx, workspaceId, consents, now);
  const inserted = new Set((await tx.query<{ id: string }>(insertRecords(workspaceId, rows, now))).map(({ id }) => id));
  await tx.query(projectConsents(workspaceId, contactIds, now));
  const after = await standingsOf(tx, workspaceId, contactIds);
  const roots = [...new Set([...after.values()].map(({ rootId }) => rootId))];
  const states = await tx.query<StateRow & { contactId: string }>(selectStates(workspaceId, roots));
  const results = consents.map((consent, at): RecordedConsent => {
    const row = rows[at];
    const contactId = after.get(consent.contactId)?.rootId ?? consent.contactId;
    const state = states.find(
      (found) => found.contactId === contactId && found.purpose === consent.purpose && found.category === (consent.category ?? ''),
    );
    return {
      recordId: row !== undefined && inserted.has(row.id) ? row.id : null,
      contactId,
      before: before.get(consent.contactId)?.marketing ?? 'unset',
      after: after.get(consent.contactId)?.marketing ?? 'unset',
      state: state?.state ?? 'unset',
    };
  });
  await tell(ctx, tx, workspaceId, consents, results, now);
  return results;
}

/** How contacts stand, by the ids they were asked for. */
export async function standingsOf(
  tx: TenantTx | EngineTx,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<Map<string, StandingRow>> {
  const rows = await tx.query<StandingRow>(selectStandings(workspaceId, contactIds));
  return new Map(rows.map((row) => [row.contactId, row]));
}

/** What the words of evidence are bound to. */
export function evidenceAad(workspaceId: string, recordId: string): string[] {
  return [workspaceId, 'consent_records', 'evidence_sealed', recordId];
}

async function sealRows(
  ctx: ConsentRecorder,
  tx: TenantTx | EngineTx,
  workspaceId: string,
  consents: readonly NewConsent[],
  now: Date,
): Promise<NewRecordRow[]> {
  const written = consents.filter(({ evidence }) => evidence?.text !== undefined);
  const rings = await ctx.keyring.contactKeys(
    written.map(({ contactId }) => ({ workspaceId, contactId })),
    tx,
  );
  return consents.map((consent) => {
    const id = ctx.ids.uuid();
    const { evidence = {}, source, actor } = consent;
    const key = rings.get(consent.contactId)?.primary;
    if (evidence.text !== undefined && key === undefined) throw new Error('the contact of a consent record has no key');
    return {
      id,
      contactId: consent.contactId,
      purpose: consent.purpose,
      category: consent.category ?? '',
      state: consent.state,
      source,
      legalBasis: consent.legalBasis ?? null,
      wordingId: consent.wordingId ?? null,
      messageId: evidence.messageId ?? null,
      mediaId: evidence.mediaId ?? null,
      evidenceSealed: evidence.text === undefined || key === undefined ? null : seal(key, evidenceAad(workspaceId, id), evidence.text),
      isEvidenced: ownWords.has(source) || Object.values(evidence).some((value) => value !== undefined),
      actorKind: actor.kind,
      actorId: actor.id,
      dedupeKey: consent.dedupeKey ?? null,
      // A time ahead of ours would hold against every stop until it is reached.
      occurredAt: consent.occurredAt > now ? now : consent.occurredAt,
    };
  });
}

async function tell(
  ctx: ConsentRecorder,
  tx: TenantTx | EngineTx,
  workspaceId: string,
  consents: readonly NewConsent[],
  results: readonly RecordedConsent[],
  now: Date,
): Promise<void> {
  const news = consents.flatMap((consent, at) => {
    const result = results[at];
    return result === undefined || result.recordId === null ? [] : [{ consent, ...result, recordId: result.recordId }];
  });
  if (news.length === 0) return;
  const contactIds = [...new Set(news.map(({ contactId }) => contactId))];
  const changed = news.filter(({ consent, before, after }) => before !== after || consent.purpose !== 'marketing');
  if (changed.length > 0) {
    const conversations = await tx.query<ConversationOfRow>(selectConversationsOf(workspaceId, contactIds));
    await ctx.appendEntries(
      tx,
      workspaceId,
      changed.flatMap(({ consent, contactId, recordId }) =>
        conversations
          .filter((conversation) => conversation.contactId === contactId)
          .map(({ conversationId }) => ({
            conversationId,
            kind: 'consent_changed' as const,
            by: consent.actor,
            data: {
              purpose: consent.purpose,
              state: consent.state,
              source: consent.source,
              consent_record_id: toPublicId(ID_PREFIXES.consentRecord, recordId),
            },
            occurredAt: now,
          })),
      ),
    );
  }
  await touchContacts(tx, workspaceId, contactIds, now);
  await appendEvents(
    tx,
    contactIds.flatMap((contactId) =>
      ['consent.updated', 'contact.updated'].map((type) => ({
        workspaceId,
        type,
        data: { contact_id: toPublicId(ID_PREFIXES.contact, contactId) },
        occurredAt: now,
      })),
    ),
  );
}
