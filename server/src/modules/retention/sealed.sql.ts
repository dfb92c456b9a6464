import type { RetentionClass } from '@kabar/contract';
import { mayWhere } from '#modules/users';
import type { Statement } from '#platform/db/tx';

/** A record on its way into the sealed tier. */
export type NewSealedRecord = {
  id: string;
  class: RetentionClass;
  sourceTable: string;
  sourceId: string;
  contactId: string | null;
  conversationId: string | null;
  country: string | null;
  anchorAt: Date;
  recordSealed: Buffer;
};

/** Adds records. A row that is sealed already stays as it is. */
export function insertSealed(workspaceId: string, at: Date, rows: readonly NewSealedRecord[]): Statement {
  return {
    text: `
      insert into sealed_records (workspace_id, id, class, source_table, source_id, contact_id, conversation_id, country, anchor_at, sealed_at, record_sealed)
      select $1, r.id, r.class, r.source_table, r.source_id, r.contact_id, r.conversation_id, r.country, r.anchor_at, $2, r.record_sealed
        from unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::uuid[], $9::text[], $10::timestamptz[], $11::bytea[])
          as r (id, class, source_table, source_id, contact_id, conversation_id, country, anchor_at, record_sealed)
      on conflict (workspace_id, source_table, source_id) do nothing`,
    values: [
      workspaceId,
      at,
      rows.map((row) => row.id),
      rows.map((row) => row.class),
      rows.map((row) => row.sourceTable),
      rows.map((row) => row.sourceId),
      rows.map((row) => row.contactId),
      rows.map((row) => row.conversationId),
      rows.map((row) => row.country),
      rows.map((row) => row.anchorAt),
      rows.map((row) => row.recordSealed),
    ],
  };
}

/** Removes records whose time is over. */
export function deleteSealed(workspaceId: string, ids: readonly string[]): Statement {
  return { text: `delete from sealed_records where workspace_id = $1 and id = any ($2::uuid[])`, values: [workspaceId, ids] };
}

/** How many there are, by country, with the newest anchor. */
export function countSealed(workspaceId: string): Statement {
  return {
    text: `
      select country, count(*)::int as count, max(anchor_at) as "newestAt" from sealed_records where workspace_id = $1 group by country`,
    values: [workspaceId],
  };
}

/** A sealed record as read for an opening. */
export type SealedRow = { id: string; anchorAt: Date; sealedAt: Date; recordSealed: Buffer };

/** A page of records for an opening, oldest first. */
export function selectSealed(
  workspaceId: string,
  query: {
    contactId: string | null;
    fromAt: Date | null;
    untilAt: Date | null;
    after: { anchorAt: Date; id: string } | null;
    limit: number;
  },
): Statement {
  return {
    text: `
      select id, anchor_at as "anchorAt", sealed_at as "sealedAt", record_sealed as "recordSealed" from sealed_records
       where workspace_id = $1 and ($2::uuid is null or contact_id = $2)
         and ($3::timestamptz is null or anchor_at >= $3) and ($4::timestamptz is null or anchor_at < $4)
         and ($5::timestamptz is null or (anchor_at, id) > ($5, $6::uuid))
       order by anchor_at, id limit $7`,
    values: [
      workspaceId,
      query.contactId,
      query.fromAt,
      query.untilAt,
      query.after?.anchorAt ?? null,
      query.after?.id ?? null,
      query.limit,
    ],
  };
}

/** An opening as stored, with names while they are members. */
export type OpeningRow = {
  id: string;
  status: 'asked' | 'approved' | 'refused';
  reasonSealed: Buffer;
  contactId: string | null;
  fromAt: Date | null;
  untilAt: Date | null;
  askedBy: string;
  askedByName: string | null;
  askedAt: Date;
  decidedBy: string | null;
  decidedByName: string | null;
  decidedAt: Date | null;
  expiresAt: Date;
};

const nameOf = (column: string): string =>
  `(select u.name from workspace_members m join users u on u.id = m.user_id where m.workspace_id = o.workspace_id and m.id = o.${column})`;
const openingColumns = `o.id, o.status, o.reason_sealed as "reasonSealed", o.contact_id as "contactId", o.from_at as "fromAt", o.until_at as "untilAt",
       o.asked_by as "askedBy", ${nameOf('asked_by')} as "askedByName", o.asked_at as "askedAt", o.decided_by as "decidedBy",
       ${nameOf('decided_by')} as "decidedByName", o.decided_at as "decidedAt", o.expires_at as "expiresAt"`;

/** Asks for an opening. */
export function insertOpening(
  workspaceId: string,
  row: Pick<OpeningRow, 'id' | 'reasonSealed' | 'contactId' | 'fromAt' | 'untilAt' | 'askedBy' | 'askedAt' | 'expiresAt'>,
): Statement {
  return {
    text: `
      insert into sealed_openings (workspace_id, id, status, reason_sealed, contact_id, from_at, until_at, asked_by, asked_at, expires_at)
      values ($1, $2, 'asked', $3, $4, $5, $6, $7, $8, $9)`,
    values: [workspaceId, row.id, row.reasonSealed, row.contactId, row.fromAt, row.untilAt, row.askedBy, row.askedAt, row.expiresAt],
  };
}

/** A page of openings, newest first. */
export function selectOpenings(workspaceId: string, beforeId: string | null, limit: number): Statement {
  return {
    text: `
      select ${openingColumns} from sealed_openings o
       where o.workspace_id = $1 and o.id < coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by o.id desc limit $3`,
    values: [workspaceId, beforeId, limit],
  };
}

/** One opening. */
export function selectOpening(workspaceId: string, id: string): Statement {
  return { text: `select ${openingColumns} from sealed_openings o where o.workspace_id = $1 and o.id = $2`, values: [workspaceId, id] };
}

/** Decides an opening that still waits; gives nothing otherwise. */
export function decideOpening(
  workspaceId: string,
  id: string,
  decision: { status: 'approved' | 'refused'; decidedBy: string; at: Date; expiresAt: Date },
): Statement {
  return {
    text: `
      update sealed_openings set status = $3, decided_by = $4, decided_at = $5, expires_at = $6
       where workspace_id = $1 and id = $2 and status = 'asked' and expires_at > $5 returning id`,
    values: [workspaceId, id, decision.status, decision.decidedBy, decision.at, decision.expiresAt],
  };
}

/** Members who may answer that sealed records are asked for. */
export function selectDeciders(workspaceId: string): Statement {
  return {
    text: `
      select m.id as "memberId", u.name, u.email, u.language, w.slug
        from workspace_members m join users u on u.id = m.user_id join workspaces w on w.id = m.workspace_id
       where m.workspace_id = $1 and ${mayWhere('m', 'privacy:write')} order by m.id`,
    values: [workspaceId],
  };
}
