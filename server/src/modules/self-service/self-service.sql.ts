import type { SelfServiceSettings } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** Settings as they are stored: those that somebody set. */
export type StoredSettings = Partial<Omit<SelfServiceSettings, 'url' | 'updated_at'>>;

/** A workspace with its settings; `settings` null until somebody set one. */
export type PageRow = { workspaceId: string; slug: string; name: string; settings: StoredSettings | null; updatedAt: Date | null };

const page = `select w.id as "workspaceId", w.slug, w.name, s.settings, s.updated_at as "updatedAt"
                from workspaces w left join self_service_settings s on s.workspace_id = w.id`;

/** The page behind the name in an address. Relies on the unique index on slugs. */
export function selectPageBySlug(slug: string): Statement {
  return { name: 'self_page_by_slug', text: `${page} where w.slug = $1`, values: [slug] };
}

/** The page of a workspace. */
export function selectPage(workspaceId: string): Statement {
  return { name: 'self_page', text: `${page} where w.id = $1`, values: [workspaceId] };
}

/** Keeps settings. */
export function upsertSettings(workspaceId: string, settings: StoredSettings, at: Date): Statement {
  return {
    text: `insert into self_service_settings (workspace_id, settings, updated_at) values ($1, $2, $3)
           on conflict (workspace_id) do update set settings = excluded.settings, updated_at = excluded.updated_at`,
    values: [workspaceId, JSON.stringify(settings), at],
  };
}

/** Numbers that can be written to. */
export function selectOpenNumbers(workspaceId: string): Statement {
  return {
    name: 'self_numbers',
    text: `select display_phone_number as display from numbers where workspace_id = $1 and status = 'connected' order by connected_at, id limit 5`,
    values: [workspaceId],
  };
}

/** Whether a privacy notice counts now. The module of notices writes this table and stands above this one. */
export function selectHasNotice(workspaceId: string, now: Date): Statement {
  return {
    name: 'self_has_notice',
    text: 'select exists (select from notice_versions where workspace_id = $1 and effective_at <= $2) as "hasNotice"',
    values: [workspaceId, now],
  };
}

/** A code to be kept. `matchHash`: the keyed hash under which a contact of the number would be found. */
export type NewCode = {
  workspaceId: string;
  id: string;
  kind: 'session' | 'erase';
  contactId: string | null;
  addressHash: Buffer | null;
  codeHash: Buffer;
  tokenHash: Buffer;
  createdAt: Date;
  expiresAt: Date;
};

/** Keeps a code for a contact. */
export function insertCode(code: NewCode): Statement {
  return {
    name: 'self_code_insert',
    text: `insert into self_service_codes (workspace_id, id, kind, contact_id, address_hash, code_hash, token_hash, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      code.workspaceId,
      code.id,
      code.kind,
      code.contactId,
      code.addressHash,
      code.codeHash,
      code.tokenHash,
      code.createdAt,
      code.expiresAt,
    ],
  };
}

/** Keeps a code for whoever has a number, or for nobody: one statement either way, so that its time tells nothing. */
export function insertCodeForPhone(code: NewCode, matchHash: Buffer): Statement {
  return {
    name: 'self_code_insert_for_phone',
    text: `insert into self_service_codes (workspace_id, id, kind, contact_id, address_hash, code_hash, token_hash, created_at, expires_at)
           select $1, $2, $3,
                  (select contact_id from contact_identifiers where workspace_id = $1 and match_kind = 'phone' and match_hash = $4 limit 1),
                  $5, $6, $7, $8, $9
            where kabar_refuse_stale_hashes(array[$1::uuid], array[$4::bytea])`,
    values: [
      code.workspaceId,
      code.id,
      code.kind,
      matchHash,
      code.addressHash,
      code.codeHash,
      code.tokenHash,
      code.createdAt,
      code.expiresAt,
    ],
  };
}

/** A kept code. */
export type CodeRow = { id: string; contactId: string | null; codeHash: Buffer; attempts: number; addressHash: Buffer | null };

const codeColumns = `id, contact_id as "contactId", code_hash as "codeHash", attempts, address_hash as "addressHash"`;

/** Counts a try at the newest living code of a number, and gives that code. Counted before it is compared, so that a thousand tries at once are a thousand. */
export function tryCode(workspaceId: string, addressHash: Buffer, now: Date): Statement {
  return {
    name: 'self_code_try',
    text: `update self_service_codes set attempts = attempts + 1
            where workspace_id = $1 and id = (
              select id from self_service_codes
               where workspace_id = $1 and address_hash = $2 and kind = 'session' and used_at is null and expires_at > $3
               order by created_at desc, id desc limit 1)
            returning ${codeColumns}`,
    values: [workspaceId, addressHash, now],
  };
}

/** The living code of a link. */
export function selectByToken(workspaceId: string, tokenHash: Buffer, now: Date): Statement {
  return {
    name: 'self_code_by_token',
    text: `select ${codeColumns} from self_service_codes
            where workspace_id = $1 and token_hash = $2 and kind = 'session' and used_at is null and expires_at > $3`,
    values: [workspaceId, tokenHash, now],
  };
}

/** A code by its id, whatever became of it, for what is to be done with it later. */
export function selectCode(workspaceId: string, id: string): Statement {
  return {
    name: 'self_code',
    text: `select ${codeColumns}, kind, expires_at as "expiresAt", used_at as "usedAt" from self_service_codes where workspace_id = $1 and id = $2`,
    values: [workspaceId, id],
  };
}

/** Uses a code up. Gives a row the first time only. */
export function useCode(workspaceId: string, id: string, at: Date): Statement {
  return {
    name: 'self_code_use',
    text: `update self_service_codes set used_at = $3 where workspace_id = $1 and id = $2 and used_at is null and expires_at > $3 returning id`,
    values: [workspaceId, id, at],
  };
}

/** Replaces the secrets of a code that was not used, just before it is sent: only what is sent is ever valid. */
export function renewCode(workspaceId: string, id: string, codeHash: Buffer, tokenHash: Buffer): Statement {
  return {
    name: 'self_code_renew',
    text: `update self_service_codes set code_hash = $3, token_hash = $4 where workspace_id = $1 and id = $2 and used_at is null returning id`,
    values: [workspaceId, id, codeHash, tokenHash],
  };
}

/** Begins a visit. */
export function insertSession(row: {
  workspaceId: string;
  tokenHash: Buffer;
  contactId: string;
  proof: string;
  createdAt: Date;
  expiresAt: Date;
}): Statement {
  return {
    name: 'self_session_insert',
    text: `insert into self_service_sessions (workspace_id, token_hash, contact_id, proof, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
    values: [row.workspaceId, row.tokenHash, row.contactId, row.proof, row.createdAt, row.expiresAt],
  };
}

/** The visit behind a cookie. */
export function selectSession(workspaceId: string, tokenHash: Buffer, now: Date): Statement {
  return {
    name: 'self_session',
    text: `select contact_id as "contactId", proof, expires_at as "expiresAt" from self_service_sessions
            where workspace_id = $1 and token_hash = $2 and expires_at > $3`,
    values: [workspaceId, tokenHash, now],
  };
}

/** Ends a visit. */
export function deleteSession(workspaceId: string, tokenHash: Buffer): Statement {
  return { text: 'delete from self_service_sessions where workspace_id = $1 and token_hash = $2', values: [workspaceId, tokenHash] };
}

/** Removes codes of more than a day ago and visits that are over, in every workspace. */
export function deleteOld(now: Date, codesBefore: Date): Statement[] {
  return [
    { text: 'delete from self_service_codes where created_at < $1', values: [codesBefore] },
    { text: 'delete from self_service_sessions where expires_at < $1', values: [now] },
  ];
}

/** The number over which a contact can be written to freely now. */
export function selectOpenWindow(workspaceId: string, contactId: string, now: Date): Statement {
  return {
    name: 'self_open_window',
    text: `select v.number_id as "numberId" from conversations v join numbers n on n.workspace_id = v.workspace_id and n.id = v.number_id
            where v.workspace_id = $1 and v.contact_id = $2 and v.window_expires_at > $3::timestamptz + interval '1 minute' and n.status = 'connected'
            order by v.window_expires_at desc limit 1`,
    values: [workspaceId, contactId, now],
  };
}

/** A template by which a code may go out at any time, with the number that sends it. */
export type CodeTemplate = { numberId: string; name: string; language: string; components: { type?: string; buttons?: unknown[] }[] };

/**
 * The approved template for codes that fits a contact best: of a number they know, in their language. A template for codes has one place for the code in its
 * body, which WhatsApp itself writes, and at most a button that copies it.
 */
export function selectCodeTemplate(workspaceId: string, contactId: string, language: string): Statement {
  return {
    name: 'self_code_template',
    text: `
      select n.id as "numberId", t.name, t.language, t.components
        from templates t join numbers n on n.workspace_id = t.workspace_id and n.waba_account_id = t.waba_account_id and n.status = 'connected'
        left join conversations v on v.workspace_id = n.workspace_id and v.number_id = n.id and v.contact_id = $2
       where t.workspace_id = $1 and t.category = 'authentication' and t.status = 'approved'
       order by v.id is null, split_part(t.language, '_', 1) = $3 desc, split_part(t.language, '_', 1) = 'en' desc, t.name, n.id limit 1`,
    values: [workspaceId, contactId, language],
  };
}

/** What is counted for the overview. */
export type CountsRow = {
  conversations: number;
  messagesIn: number;
  messagesOut: number;
  files: number;
  notes: number;
  marketing: 'given' | 'stopped' | 'unset';
};

/** Counts what is held about a contact (`ids`: the contact and those merged into it). */
export function countHeld(workspaceId: string, contactId: string, ids: readonly string[]): Statement {
  return {
    text: `
      select (select count(*)::int from conversations where workspace_id = $1 and contact_id = $2) as conversations,
             count(*) filter (where direction = 'in')::int as "messagesIn", count(*) filter (where direction = 'out')::int as "messagesOut",
             count(media_id)::int as files,
             (select count(*)::int from contact_notes where workspace_id = $1 and contact_id = any($3::uuid[])) as notes,
             kabar_marketing_choice($1, $2) as marketing
        from messages where workspace_id = $1 and contact_id = $2`,
    values: [workspaceId, contactId, ids],
  };
}

/** What holds for each purpose. */
export function selectConsentStates(workspaceId: string, contactId: string): Statement {
  return {
    text: `select purpose, state, source, since from consent_states where workspace_id = $1 and contact_id = $2 and category = '' order by purpose`,
    values: [workspaceId, contactId],
  };
}

/** Names of tags and the stage. */
export function selectNames(workspaceId: string, tagIds: readonly string[], stageId: string | null): Statement {
  return {
    text: `select id, name from tags where workspace_id = $1 and id = any($2::uuid[])
           union all select id, name from lifecycle_stages where workspace_id = $1 and id = $3::uuid`,
    values: [workspaceId, tagIds, stageId],
  };
}

/** A customer's message that may hold a word, or be the answer to a question about erasure. */
export type HeardRow = { messageId: string; contactId: string; numberId: string; type: string; contentSealed: Buffer; occurredAt: Date };

/** Of these messages, short ones of living customers who can be written to. A word is short, so longer ones are never opened. */
export function selectHeard(workspaceId: string, messageIds: readonly string[], after: Date): Statement {
  return {
    name: 'self_heard',
    text: `
      select m.id as "messageId", m.contact_id as "contactId", m.number_id as "numberId", m.type, m.content_sealed as "contentSealed",
             m.occurred_at as "occurredAt"
        from messages m join contacts c on c.workspace_id = m.workspace_id and c.id = m.contact_id
       where m.workspace_id = $1 and m.id = any($2::uuid[]) and m.direction = 'in' and m.type in ('text', 'interactive')
         and octet_length(m.content_sealed) < 700 and m.occurred_at > $3 and c.erased_at is null
       order by m.occurred_at, m.id`,
    values: [workspaceId, messageIds, after],
  };
}
