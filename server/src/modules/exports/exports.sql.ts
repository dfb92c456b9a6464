import type { ContactFilter, ExportStatus } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** An export as stored. */
export type ExportRow = {
  workspaceId: string;
  id: string;
  kind: 'contact' | 'contacts' | 'workspace';
  contactId: string | null;
  selection: { filter?: ContactFilter; segmentId?: string };
  status: ExportStatus;
  done: number;
  total: number;
  storageKey: string | null;
  objectKeySealed: Buffer | null;
  sizeBytes: number | null;
  actorKind: 'member' | 'api_key' | 'request';
  actorId: string;
  createdAt: Date;
  finishedAt: Date | null;
  expiresAt: Date | null;
  /** The record by which an authority gets it. */
  disclosureId: string | null;
};

const columns = `workspace_id as "workspaceId", id, kind, contact_id as "contactId", selection, status, done, total,
      storage_key as "storageKey", object_key_sealed as "objectKeySealed", size_bytes::float8 as "sizeBytes", actor_kind as "actorKind",
      actor_id as "actorId", created_at as "createdAt", finished_at as "finishedAt", expires_at as "expiresAt", disclosure_id as "disclosureId"`;

/** Orders an export. */
export function insertExport(
  row: Pick<ExportRow, 'workspaceId' | 'id' | 'kind' | 'contactId' | 'selection' | 'actorKind' | 'actorId' | 'createdAt' | 'disclosureId'>,
): Statement {
  return {
    text: `
      insert into exports (workspace_id, id, kind, contact_id, selection, status, actor_kind, actor_id, created_at, disclosure_id)
      values ($1, $2, $3, $4, $5, 'queued', $6, $7, $8, $9)`,
    values: [
      row.workspaceId,
      row.id,
      row.kind,
      row.contactId,
      JSON.stringify(row.selection),
      row.actorKind,
      row.actorId,
      row.createdAt,
      row.disclosureId,
    ],
  };
}

/** One export of whoever asked for it. */
export function selectExport(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from exports where workspace_id = $1 and id = $2`, values: [workspaceId, id] };
}

/** A page of somebody's own exports, newest first. Relies on exports_actor. */
export function selectExports(workspaceId: string, actorId: string, beforeId: string | null, limit: number): Statement {
  return {
    text: `
      select ${columns} from exports
       where workspace_id = $1 and actor_id = $2 and id < coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
       order by id desc limit $4`,
    values: [workspaceId, actorId, beforeId, limit],
  };
}

/** Takes an export up, once or again after a crash; gives the row while it is not finished. */
export function claimExport(workspaceId: string, id: string): Statement {
  return {
    text: `
      update exports set status = 'running', done = 0 where workspace_id = $1 and id = $2 and status in ('queued', 'running')
      returning ${columns}`,
    values: [workspaceId, id],
  };
}

/** Records how far it is. */
export function updateProgress(workspaceId: string, id: string, done: number, total: number): Statement {
  return { text: `update exports set done = $3, total = $4 where workspace_id = $1 and id = $2`, values: [workspaceId, id, done, total] };
}

/** Records a finished file. */
export function updateReady(
  workspaceId: string,
  id: string,
  file: { storageKey: string; objectKeySealed: Buffer; sizeBytes: number; sha256: Buffer; finishedAt: Date; expiresAt: Date },
): Statement {
  return {
    text: `
      update exports set status = 'ready', storage_key = $3, object_key_sealed = $4, size_bytes = $5, finished_at = $6, expires_at = $7, sha256 = $8
       where workspace_id = $1 and id = $2 and status = 'running' returning id`,
    values: [workspaceId, id, file.storageKey, file.objectKeySealed, file.sizeBytes, file.finishedAt, file.expiresAt, file.sha256],
  };
}

/** Gives an export up. */
export function updateFailed(workspaceId: string, id: string, at: Date): Statement {
  return {
    text: `update exports set status = 'failed', finished_at = $3 where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, at],
  };
}

/** Files whose time is over, of all workspaces. */
export function selectExpired(now: Date, limit: number): Statement {
  return {
    text: `
      select workspace_id as "workspaceId", id, storage_key as "storageKey" from exports
       where expires_at <= $1 and storage_key is not null order by expires_at limit $2`,
    values: [now, limit],
  };
}

/** Forgets a file that was deleted. */
export function updateExpired(workspaceId: string, id: string): Statement {
  return {
    text: `update exports set status = 'expired', storage_key = null, object_key_sealed = null where workspace_id = $1 and id = $2`,
    values: [workspaceId, id],
  };
}

/** A message of a person, sealed. */
export type MessageRow = {
  id: string;
  conversationId: string;
  numberId: string;
  direction: 'in' | 'out';
  type: string;
  status: string;
  authorKind: string;
  authorId: string | null;
  contentSealed: Buffer;
  mediaId: string | null;
  occurredAt: Date;
  position: string;
};

/** How many messages a contact has. */
export function countMessages(workspaceId: string, contactId: string): Statement {
  return {
    text: `
      select count(*)::int as count from conversations conversation
        join messages message on message.workspace_id = conversation.workspace_id and message.conversation_id = conversation.id
       where conversation.workspace_id = $1 and conversation.contact_id = $2`,
    values: [workspaceId, contactId],
  };
}

/** Messages of one conversation in order, behind one. Relies on messages_thread. */
export function selectMessages(
  workspaceId: string,
  conversationId: string,
  after: { at: string; id: string } | null,
  limit: number,
): Statement {
  return {
    text: `
      select id, conversation_id as "conversationId", number_id as "numberId", direction, type, status, author_kind as "authorKind",
             author_id as "authorId", content_sealed as "contentSealed", media_id as "mediaId", occurred_at as "occurredAt",
             occurred_at::text as position
        from messages
       where workspace_id = $1 and conversation_id = $2 and ($3::timestamptz is null or (occurred_at, id) > ($3::timestamptz, $4::uuid))
       order by occurred_at, id limit $5`,
    values: [workspaceId, conversationId, after?.at ?? null, after?.id ?? null, limit],
  };
}

/** Conversations of a contact. */
export function selectConversations(workspaceId: string, contactId: string): Statement {
  return {
    text: `
      select id, number_id as "numberId", status, created_at as "createdAt", last_activity_at as "lastActivityAt" from conversations
       where workspace_id = $1 and contact_id = $2 order by created_at, id`,
    values: [workspaceId, contactId],
  };
}

/** Notes in the threads of a contact, sealed. */
export function selectThreadNotes(workspaceId: string, contactId: string): Statement {
  return {
    text: `
      select entry.id, entry.conversation_id as "conversationId", entry.content_sealed as "contentSealed", entry.occurred_at as "occurredAt",
             entry.actor_kind as "actorKind", entry.actor_id as "actorId"
        from conversations conversation
        join conversation_entries entry on entry.workspace_id = conversation.workspace_id and entry.conversation_id = conversation.id
       where conversation.workspace_id = $1 and conversation.contact_id = $2 and entry.kind = 'note' and entry.deleted_at is null
         and entry.content_sealed is not null order by entry.occurred_at, entry.id`,
    values: [workspaceId, contactId],
  };
}

/** Notes about a contact and those merged into it, sealed. */
export function selectContactNotes(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    text: `
      select id, text_sealed as "textSealed", author_kind as "authorKind", author_id as "authorId", created_at as "createdAt"
        from contact_notes where workspace_id = $1 and contact_id = any($2::uuid[]) order by created_at, id`,
    values: [workspaceId, contactIds],
  };
}

/** What the ledger of consent says, with words of evidence sealed. */
export function selectConsents(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    text: `
      select r.id, r.purpose, r.category, r.state, r.source, r.legal_basis as "legalBasis", r.actor_kind as "actorKind", r.occurred_at as "occurredAt",
             r.recorded_at as "recordedAt", r.evidence_message_id as "evidenceMessageId", r.evidence_media_id as "evidenceMediaId",
             r.evidence_sealed as "evidenceSealed", w.texts as "wordingTexts"
        from consent_records r left join consent_wordings w on w.workspace_id = r.workspace_id and w.id = r.wording_id
       where r.workspace_id = $1 and r.contact_id = any($2::uuid[]) order by r.occurred_at, r.id`,
    values: [workspaceId, contactIds],
  };
}

/** The name of a workspace. */
export function selectWorkspaceName(workspaceId: string): Statement {
  return { text: 'select name from workspaces where id = $1', values: [workspaceId] };
}

/** What was done with a contact. */
export function selectHistory(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    text: `
      select kind, occurred_at as "occurredAt", actor_kind as "actorKind", data from contact_events
       where workspace_id = $1 and contact_id = any($2::uuid[]) order by occurred_at, id limit 10000`,
    values: [workspaceId, contactIds],
  };
}

/** Names of tags and of the stage that a record names by id. */
export function selectNames(workspaceId: string, tagIds: readonly string[], stageId: string | null): Statement {
  return {
    text: `
      select id, name from tags where workspace_id = $1 and id = any($2::uuid[])
      union all
      select id, name from lifecycle_stages where workspace_id = $1 and id = $3::uuid`,
    values: [workspaceId, tagIds, stageId],
  };
}

/** What a workspace has set up, by table. No secrets, keys or hashes among their other columns leave (`selectSettings`). */
export const settingTables = [
  'workspaces',
  'numbers',
  'teams',
  'team_members',
  'team_numbers',
  'visibility_rules',
  'member_roles',
  'member_limits',
  'tags',
  'attributes',
  'lifecycle_stages',
  'segments',
  'templates',
  'working_hours',
  'away_messages',
  'assignment_rules',
  'service_targets',
  'satisfaction_settings',
  'consent_settings',
  'consent_wordings',
  'inbox_views',
] as const;

/** The rows of a table of settings as JSON, without what is sealed, hashed, or names the workspace again. */
export function selectSettings(table: (typeof settingTables)[number], workspaceId: string): Statement {
  const owner = table === 'workspaces' ? 'id' : 'workspace_id';
  return {
    text: `select coalesce((select jsonb_object_agg(field.key, field.value) from jsonb_each(to_jsonb(t)) field
                            where field.key !~ '(_sealed|_hash)$' and field.key <> 'workspace_id'), '{}') as row
             from ${table} t where t.${owner} = $1 order by t`,
    values: [workspaceId],
  };
}

/** Who works in the workspace. */
export function selectMembers(workspaceId: string): Statement {
  return {
    text: `select u.name, u.email, coalesce(r.name, m.role) as role, m.joined_at from workspace_members m join users u on u.id = m.user_id
             left join member_roles r on r.workspace_id = m.workspace_id and r.id = m.role_id
            where m.workspace_id = $1 order by m.joined_at, m.id`,
    values: [workspaceId],
  };
}
