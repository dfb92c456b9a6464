import type { ErasureReason, ErasureStatus, KeepReason } from '@kabar/contract';
import type { KeptStop } from '#modules/consent';
import type { IdentifierMark } from '#modules/contacts';
import type { Statement } from '#platform/db/tx';

/** What stays, as stored. */
export type StoredKept = { table: string; count: number | null; because: KeepReason; until: string | null };

/** An erasure as stored. */
export type ErasureRow = {
  workspaceId: string;
  id: string;
  contactId: string;
  contactIds: string[];
  conversationIds: string[];
  status: ErasureStatus;
  reason: ErasureReason;
  requestId: string | null;
  actorKind: 'member' | 'api_key' | 'system';
  actorId: string | null;
  step: string | null;
  steps: Record<string, number>;
  kept: StoredKept[];
  heldBy: { id: string; reason: string; reviewAt: string | null }[];
  foundSealed: Buffer | null;
  findingCount: number | null;
  /** The person was not left alone before, and is while this waits. */
  hasRestricted: boolean;
  startsAt: Date;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

const columns = `workspace_id as "workspaceId", id, contact_id as "contactId", contact_ids as "contactIds", conversation_ids as "conversationIds",
  status, reason, request_id as "requestId", actor_kind as "actorKind", actor_id as "actorId", step, steps, kept, held_by as "heldBy",
  found_sealed as "foundSealed", finding_count as "findingCount", has_restricted as "hasRestricted", starts_at as "startsAt", created_at as "createdAt",
  started_at as "startedAt", finished_at as "finishedAt"`;

/** Every foreign key between our tables, by name. */
export const selectForeignKeys: Statement = {
  text: `select c.conrelid::regclass::text as "from", c.confrelid::regclass::text as "to"
           from pg_constraint c join pg_namespace n on n.oid = c.connamespace
          where c.contype = 'f' and n.nspname = 'public' and c.conparentid = 0`,
};

/** Orders an erasure. */
export function insertErasure(
  row: Pick<
    ErasureRow,
    | 'hasRestricted'
    | 'workspaceId'
    | 'id'
    | 'contactId'
    | 'contactIds'
    | 'reason'
    | 'requestId'
    | 'actorKind'
    | 'actorId'
    | 'startsAt'
    | 'createdAt'
  >,
): Statement {
  return {
    text: `insert into erasures (workspace_id, id, contact_id, contact_ids, status, reason, request_id, actor_kind, actor_id, starts_at, created_at, has_restricted)
           values ($1, $2, $3, $4, 'waiting', $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      row.workspaceId,
      row.id,
      row.contactId,
      row.contactIds,
      row.reason,
      row.requestId,
      row.actorKind,
      row.actorId,
      row.startsAt,
      row.createdAt,
      row.hasRestricted,
    ],
  };
}

export function selectErasure(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from erasures where workspace_id = $1 and id = $2`, values: [workspaceId, id] };
}

export function lockErasure(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from erasures where workspace_id = $1 and id = $2 for update`, values: [workspaceId, id] };
}

/** The erasure of a contact that is not over, if there is one. */
export function selectOpenErasure(workspaceId: string, contactId: string): Statement {
  return {
    text: `select ${columns} from erasures
            where workspace_id = $1 and contact_id = $2 and status in ('waiting', 'running', 'held') order by id desc limit 1`,
    values: [workspaceId, contactId],
  };
}

/** A page, newest first. */
export function selectErasures(
  workspaceId: string,
  only: { status: ErasureStatus | null; contactId: string | null },
  beforeId: string | null,
  limit: number,
): Statement {
  return {
    text: `select ${columns} from erasures
            where workspace_id = $1 and ($2::text is null or status = $2) and ($5::uuid is null or contact_id = $5)
              and id < coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
            order by id desc limit $4`,
    values: [workspaceId, only.status, beforeId, limit, only.contactId],
  };
}

/** Erasures of all workspaces whose time has come, and those that a dead process left or a hold stopped. Silent people wait for those who asked. */
export function selectDueErasures(now: Date, limit: number): Statement {
  return {
    text: `select workspace_id as "workspaceId", id from erasures
            where status in ('waiting', 'running', 'held') and starts_at <= $1 order by (reason = 'inactive'), starts_at limit $2`,
    values: [now, limit],
  };
}

/** The person turned out not to be silent: nothing was done. `step` tells it from an erasure that somebody took back. */
export function updateNotSilent(workspaceId: string, id: string, at: Date): Statement {
  return {
    text: `update erasures set status = 'cancelled', step = 'not_silent', finished_at = $3 where workspace_id = $1 and id = $2 and status in ('waiting', 'held')`,
    values: [workspaceId, id, at],
  };
}

export function updateCancelled(workspaceId: string, id: string, at: Date): Statement {
  return {
    text: `update erasures set status = 'cancelled', finished_at = $3
            where workspace_id = $1 and id = $2 and status in ('waiting', 'held') and started_at is null returning id`,
    values: [workspaceId, id, at],
  };
}

export function updateHeld(workspaceId: string, id: string, heldBy: ErasureRow['heldBy']): Statement {
  return {
    text: `update erasures set status = 'held', held_by = $3 where workspace_id = $1 and id = $2 and status in ('waiting', 'held')`,
    values: [workspaceId, id, JSON.stringify(heldBy)],
  };
}

/** The moment from which there is no way back. */
export function updateStarted(
  workspaceId: string,
  id: string,
  found: Pick<ErasureRow, 'contactIds' | 'conversationIds' | 'kept'> & { foundSealed: Buffer; at: Date },
): Statement {
  return {
    text: `update erasures
              set status = 'running', contact_ids = $3, conversation_ids = $4, kept = $5, found_sealed = $6, started_at = $7, held_by = '[]', step = 'stop'
            where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, found.contactIds, found.conversationIds, JSON.stringify(found.kept), found.foundSealed, found.at],
  };
}

/** Records a step that is over; counts of a repeated step are added. */
export function updateStep(workspaceId: string, id: string, step: string, counts: Readonly<Record<string, number>>): Statement {
  return {
    text: `update erasures
              set step = $3,
                  steps = steps || coalesce((select jsonb_object_agg(one.key, one.value::int + coalesce((steps ->> one.key)::int, 0))
                                               from jsonb_each_text($4::jsonb) one), '{}'::jsonb)
            where workspace_id = $1 and id = $2 and status = 'running'`,
    values: [workspaceId, id, step, JSON.stringify(counts)],
  };
}

export function updateDone(workspaceId: string, id: string, findingCount: number, at: Date): Statement {
  return {
    text: `update erasures set status = 'done', finding_count = $3, finished_at = $4, found_sealed = null
            where workspace_id = $1 and id = $2 and status = 'running'`,
    values: [workspaceId, id, findingCount, at],
  };
}

export function updateFindings(workspaceId: string, id: string, findingCount: number): Statement {
  return { text: `update erasures set finding_count = $3 where workspace_id = $1 and id = $2`, values: [workspaceId, id, findingCount] };
}

/** Locks the contacts of a person that are there and not erased yet. */
export function lockContacts(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    text: `select id, erased_at as "erasedAt" from contacts where workspace_id = $1 and id = any ($2::uuid[]) order by id for update`,
    values: [workspaceId, contactIds],
  };
}

/** Conversations of a person. */
export function selectConversationIds(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    text: `select id from conversations where workspace_id = $1 and contact_id = any ($2::uuid[])`,
    values: [workspaceId, contactIds],
  };
}

/** Messages of conversations, a piece at a time by id. Relies on messages_thread. */
export function selectMessageIds(
  workspaceId: string,
  conversationIds: readonly string[],
  afterId: string | null,
  limit: number,
): Statement {
  return {
    text: `select id from messages where workspace_id = $1 and conversation_id = any ($2::uuid[]) and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
            order by id limit $4`,
    values: [workspaceId, conversationIds, afterId, limit],
  };
}

/** Identifiers of people, sealed, with their hashes and the stops that hold for them. */
export function selectIdentifiers(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    text: `select id, contact_id as "contactId", kind, match_kind as "matchKind", match_hash as "matchHash", value_sealed as "valueSealed"
             from contact_identifiers where workspace_id = $1 and contact_id = any ($2::uuid[]) order by id`,
    values: [workspaceId, contactIds],
  };
}

/** The stops of identifiers. */
export function selectStops(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    text: `select s.id, s.match_kind as "matchKind", s.match_hash as "matchHash", s.scope, s.source, s.since, s.lifted_at as "liftedAt"
             from contact_identifiers i
             join suppressions s on s.workspace_id = i.workspace_id and s.match_kind = i.match_kind and s.match_hash = i.match_hash
            where i.workspace_id = $1 and i.contact_id = any ($2::uuid[])`,
    values: [workspaceId, contactIds],
  };
}

/** What the thread and the files of a person amount to. */
export function countPerson(workspaceId: string, contactIds: readonly string[], conversationIds: readonly string[]): Statement {
  return {
    text: `select (select count(*)::int from messages where workspace_id = $1 and conversation_id = any ($3::uuid[])) as messages,
                  (select count(*)::int from contact_notes where workspace_id = $1 and contact_id = any ($2::uuid[]))
                  + (select count(*)::int from conversation_entries where workspace_id = $1 and conversation_id = any ($3::uuid[]) and kind = 'note')
                    as notes,
                  (select count(*)::int from media where workspace_id = $1 and contact_id = any ($2::uuid[]) and storage_key is not null) as files,
                  (select coalesce(sum(size_bytes), 0)::float8 from media
                    where workspace_id = $1 and contact_id = any ($2::uuid[]) and storage_key is not null) as "fileBytes"`,
    values: [workspaceId, contactIds, conversationIds],
  };
}

/** One line of the log of erasures. */
export type LogRow = {
  workspaceId: string;
  id: string;
  subjectHash: Buffer;
  scope: 'contact' | 'account';
  marks: {
    identifiers: readonly IdentifierMark[];
    stops: readonly KeptStop[];
  };
  erasedAt: Date;
};

export function insertLog(rows: readonly LogRow[]): Statement {
  return {
    text: `insert into erasure_log (workspace_id, id, subject_hash, scope, marks, erased_at)
           select * from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[], $5::jsonb[], $6::timestamptz[])
               on conflict do nothing`,
    values: [
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.id),
      rows.map((row) => row.subjectHash),
      rows.map((row) => row.scope),
      rows.map((row) => JSON.stringify(row.marks)),
      rows.map((row) => row.erasedAt),
    ],
  };
}

/** The whole log of a workspace. */
export function selectLog(workspaceId: string): Statement {
  return {
    text: `select workspace_id as "workspaceId", id, subject_hash as "subjectHash", scope, marks, erased_at as "erasedAt"
             from erasure_log where workspace_id = $1 order by id`,
    values: [workspaceId],
  };
}

/** Workspaces in whose log somebody stands, or in whose key store a key was destroyed. */
export const selectLoggedWorkspaces: Statement = {
  text: `select distinct workspace_id as "workspaceId" from erasure_log
         union select distinct workspace_id from contact_keys where destroyed_at is not null`,
};

/** Ids of all contacts of a workspace, a page at a time, and whether they are marked. */
export function selectContactPage(workspaceId: string, afterId: string | null, limit: number): Statement {
  return {
    text: `select id, erased_at as "erasedAt", merged_into as "mergedInto" from contacts
            where workspace_id = $1 and id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000') order by id limit $3`,
    values: [workspaceId, afterId, limit],
  };
}

/** Contacts whose own key was destroyed: in an older copy of the database they may still have rows. */
export function selectDestroyed(workspaceId: string): Statement {
  return {
    text: `select distinct contact_id as "contactId" from contact_keys
            where workspace_id = $1 and contact_id = origin_contact_id and destroyed_at is not null`,
    values: [workspaceId],
  };
}

export function insertCheck(check: {
  id: string;
  at: Date;
  contactCount: number;
  findings: readonly { table: string; count: number }[];
}): Statement {
  return {
    text: `insert into erasure_checks (id, at, contact_count, finding_count, findings) values ($1, $2, $3, $4, $5)`,
    values: [
      check.id,
      check.at,
      check.contactCount,
      check.findings.reduce((sum, one) => sum + one.count, 0),
      JSON.stringify(check.findings),
    ],
  };
}

/** The last search for rows of erased people. */
export const selectLastCheck: Statement = {
  text: `select at, contact_count::int as "contactCount", finding_count::int as "findingCount", findings from erasure_checks order by at desc limit 1`,
};

/** Searches older than `before`. */
export function deleteChecks(before: Date): Statement {
  return { text: `delete from erasure_checks where at < $1`, values: [before] };
}

/** The log outlives a restore: an older copy must learn of later erasures. Takes rows as JSON in $1. */
export const erasureLogCarried = {
  table: 'erasure_log',
  merge: 'insert into erasure_log select * from jsonb_populate_recordset(null::erasure_log, $1::jsonb) on conflict do nothing',
};
