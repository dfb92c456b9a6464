import type { ConsentRecord, ConsentSource, ConsentStateName, MarketingChoiceName, MarketingRule } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';
import type { StoredSettings } from './consent-settings.ts';

/** Why the workspace may process. */
export type LegalBasis = NonNullable<ConsentRecord['legal_basis']>;
type ConsentActorKind = ConsentRecord['actor']['kind'];

/** One new entry of the ledger. */
export type NewRecordRow = {
  id: string;
  contactId: string;
  purpose: string;
  category: string;
  state: ConsentStateName;
  source: ConsentSource;
  legalBasis: LegalBasis | null;
  wordingId: string | null;
  messageId: string | null;
  mediaId: string | null;
  evidenceSealed: Buffer | null;
  isEvidenced: boolean;
  actorKind: ConsentActorKind;
  actorId: string | null;
  dedupeKey: string | null;
  occurredAt: Date;
};

/** Appends records; one whose dedupe key is known already is left out. Gives the ids of the new ones. */
export function insertRecords(workspaceId: string, rows: readonly NewRecordRow[], at: Date): Statement {
  return {
    text: `
insert into consent_records (workspace_id, id, contact_id, purpose, category, state, source, legal_basis, wording_id, evidence_message_id,
                             evidence_media_id, evidence_sealed, is_evidenced, actor_kind, actor_id, dedupe_key, occurred_at, recorded_at, supersedes)
select $1, i.id, i.contact_id, i.purpose, i.category, i.state, i.source, i.legal_basis, i.wording_id, i.message_id, i.media_id, i.evidence_sealed,
       i.is_evidenced, i.actor_kind, i.actor_id, i.dedupe_key, i.occurred_at, $18,
       (select r.id from consent_records r
         where r.workspace_id = $1 and r.contact_id = i.contact_id and r.purpose = i.purpose and r.category = i.category
         order by r.occurred_at desc, r.id desc limit 1)
  from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::uuid[], $11::uuid[], $12::bytea[],
              $13::boolean[], $14::text[], $15::uuid[], $16::text[], $17::timestamptz[])
       as i (id, contact_id, purpose, category, state, source, legal_basis, wording_id, message_id, media_id, evidence_sealed, is_evidenced,
             actor_kind, actor_id, dedupe_key, occurred_at)
on conflict do nothing
returning id`,
    values: [
      workspaceId,
      rows.map((row) => row.id),
      rows.map((row) => row.contactId),
      rows.map((row) => row.purpose),
      rows.map((row) => row.category),
      rows.map((row) => row.state),
      rows.map((row) => row.source),
      rows.map((row) => row.legalBasis),
      rows.map((row) => row.wordingId),
      rows.map((row) => row.messageId),
      rows.map((row) => row.mediaId),
      rows.map((row) => row.evidenceSealed),
      rows.map((row) => row.isEvidenced),
      rows.map((row) => row.actorKind),
      rows.map((row) => row.actorId),
      rows.map((row) => row.dedupeKey),
      rows.map((row) => row.occurredAt),
      at,
    ],
  };
}

/** Works out anew what holds for people; see kabar_project_consents. Gives where each contact leads. */
export function projectConsents(workspaceId: string, contactIds: readonly string[], at: Date): Statement {
  return {
    name: 'consent_project',
    text: 'select contact_id as "contactId" from kabar_project_consents($1, $2::uuid[], $3)',
    values: [workspaceId, contactIds, at],
  };
}

/** How a contact stands: where its id leads, and what the gate would say about marketing and about anything. */
export type StandingRow = {
  contactId: string;
  rootId: string;
  marketing: MarketingChoiceName;
  isSuppressed: boolean;
};

/** Follows merged contacts to whom they lead and tells how these stand. */
export function selectStandings(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    name: 'consent_standings',
    text: `
with recursive up as (
  select c.id as contact_id, c.id, c.merged_into from contacts c where c.workspace_id = $1 and c.id = any ($2::uuid[])
  union
  select up.contact_id, c.id, c.merged_into from up join contacts c on c.workspace_id = $1 and c.id = up.merged_into
)
select up.contact_id as "contactId", up.id as "rootId", kabar_marketing_choice($1, up.id) as marketing,
       exists (select from consent_states s where s.workspace_id = $1 and s.contact_id = up.id and s.purpose = 'messages' and s.category = ''
                 and s.state in ('withdrawn', 'objected'))
       or exists (select from contact_identifiers i
                    join suppressions s on s.workspace_id = i.workspace_id and s.match_kind = i.match_kind and s.match_hash = i.match_hash
                   where i.workspace_id = $1 and i.contact_id = up.id and s.lifted_at is null and s.scope = 'all') as "isSuppressed"
  from up where up.merged_into is null`,
    values: [workspaceId, contactIds],
  };
}

/** A conversation of a contact. */
export type ConversationOfRow = { contactId: string; conversationId: string };

/** Conversations of contacts, for the lines in their threads. */
export function selectConversationsOf(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    name: 'consent_conversations',
    text: `select contact_id as "contactId", id as "conversationId" from conversations where workspace_id = $1 and contact_id = any ($2::uuid[])`,
    values: [workspaceId, contactIds],
  };
}

/** One projected state. */
export type StateRow = {
  purpose: string;
  category: string;
  state: ConsentStateName;
  source: ConsentSource;
  recordId: string;
  since: Date;
};

/** What holds for one contact, for every purpose that was ever spoken of. */
export function selectStates(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    text: `
select contact_id as "contactId", purpose, category, state, source, record_id as "recordId", since from consent_states
 where workspace_id = $1 and contact_id = any ($2::uuid[]) order by purpose, category`,
    values: [workspaceId, contactIds],
  };
}

/** A record as it is read. */
export type RecordRow = NewRecordRow & { supersedes: string | null; recordedAt: Date };

/** Records of a person, of those who were merged into them too, newest first. */
export function selectRecords(workspaceId: string, contactId: string, before: { at: Date; id: string } | null, limit: number): Statement {
  return {
    text: `
with recursive person as (
  select $2::uuid as id
  union
  select c.id from person p join contacts c on c.workspace_id = $1 and c.merged_into = p.id
)
select r.id, r.contact_id as "contactId", r.purpose, r.category, r.state, r.source, r.legal_basis as "legalBasis", r.wording_id as "wordingId",
       r.evidence_message_id as "messageId", r.evidence_media_id as "mediaId", r.evidence_sealed as "evidenceSealed", r.is_evidenced as "isEvidenced",
       r.actor_kind as "actorKind", r.actor_id as "actorId", r.dedupe_key as "dedupeKey", r.supersedes, r.occurred_at as "occurredAt",
       r.recorded_at as "recordedAt"
  from person p join consent_records r on r.workspace_id = $1 and r.contact_id = p.id
 where $3::timestamptz is null or (r.occurred_at, r.id) < ($3, $4::uuid)
 order by r.occurred_at desc, r.id desc limit $5`,
    values: [workspaceId, contactId, before?.at ?? null, before?.id ?? null, limit],
  };
}

/** Settings of a workspace. */
export type SettingsRow = { marketingRule: MarketingRule; settings: Partial<StoredSettings>; updatedAt: Date };

/** The settings row, if there is one. */
export function selectSettings(workspaceId: string): Statement {
  return {
    name: 'consent_settings',
    text: `select marketing_rule as "marketingRule", settings, updated_at as "updatedAt" from consent_settings where workspace_id = $1`,
    values: [workspaceId],
  };
}

/** Writes the settings row. */
export function upsertSettings(workspaceId: string, marketingRule: MarketingRule, settings: string, at: Date): Statement {
  return {
    text: `
insert into consent_settings (workspace_id, marketing_rule, settings, updated_at) values ($1, $2, $3::jsonb, $4)
on conflict (workspace_id) do update set marketing_rule = excluded.marketing_rule, settings = excluded.settings, updated_at = excluded.updated_at`,
    values: [workspaceId, marketingRule, settings, at],
  };
}

/** Notes a confirmation unless one of its kind was noted since `notSince`; the other kind may then be confirmed again. Gives a row when noted. */
export function noteConfirmation(workspaceId: string, contactId: string, kind: 'stop' | 'start', at: Date, notSince: Date): Statement {
  return {
    text: `
with other as (delete from consent_confirmations where workspace_id = $1 and contact_id = $2 and kind <> $3)
insert into consent_confirmations as c (workspace_id, contact_id, kind, confirmed_at) values ($1, $2, $3, $4)
on conflict (workspace_id, contact_id, kind) do update set confirmed_at = excluded.confirmed_at where c.confirmed_at <= $5
returning contact_id`,
    values: [workspaceId, contactId, kind, at, notSince],
  };
}
