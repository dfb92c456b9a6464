import type { Suppression, SuppressionScope } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** One active suppression with the contact that has the identifier now. */
export type SuppressionRow = {
  id: string;
  matchKind: Suppression['identifier_kind'];
  matchHash: Buffer;
  scope: SuppressionScope;
  source: Suppression['source'];
  reasonSealed: Buffer | null;
  since: Date;
  contactId: string | null;
  createdAt: Date;
};

const suppression = `
  s.id, s.match_kind as "matchKind", s.match_hash as "matchHash", s.scope, s.source, s.reason_sealed as "reasonSealed", s.since,
  i.contact_id as "contactId", s.created_at as "createdAt"
    from suppressions s
    left join contact_identifiers i on i.workspace_id = s.workspace_id and i.match_kind = s.match_kind and i.match_hash = s.match_hash`;

/** A page of active suppressions, newest first. */
export function selectSuppressions(filter: {
  workspaceId: string;
  scope: string | null;
  source: string | null;
  hash: Buffer | null;
  contactId: string | null;
  beforeId: string | null;
  limit: number;
}): Statement {
  return {
    text: `
select ${suppression}
 where (select case when $4::bytea is null then true else kabar_refuse_stale_hashes(array[$1::uuid], array[$4::bytea]) end)
   and s.workspace_id = $1 and s.lifted_at is null and ($2::text is null or s.scope = $2) and ($3::text is null or s.source = $3)
   and ($4::bytea is null or (s.match_kind = 'phone' and s.match_hash = $4)) and ($5::uuid is null or i.contact_id = $5)
   and ($6::uuid is null or s.id < $6)
 order by s.id desc limit $7`,
    values: [filter.workspaceId, filter.scope, filter.source, filter.hash, filter.contactId, filter.beforeId, filter.limit],
  };
}

/** One active suppression, locked. */
export function lockSuppression(workspaceId: string, id: string): Statement {
  return {
    text: `select ${suppression} where s.workspace_id = $1 and s.id = $2 and s.lifted_at is null for update of s`,
    values: [workspaceId, id],
  };
}

/** Adds a suppression by hand, or brings a lifted one of the same kind back. Gives its id; nothing when it is active already. */
export function upsertManual(row: {
  workspaceId: string;
  id: string;
  matchKind: string;
  matchHash: Buffer;
  scope: SuppressionScope;
  reasonSealed: Buffer;
  at: Date;
}): Statement {
  return {
    text: `
insert into suppressions as s (workspace_id, id, match_kind, match_hash, scope, source, reason_sealed, since, created_at)
values ($1, $2, $3, $4, $5, 'manual', $6, $7, $7)
on conflict (workspace_id, match_kind, match_hash, scope, source) do update
   set since = excluded.since, lifted_at = null
 where s.lifted_at is not null
returning s.id`,
    values: [row.workspaceId, row.id, row.matchKind, row.matchHash, row.scope, row.reasonSealed, row.at],
  };
}

/** Which active suppression stands for an identifier, added by hand. */
export function selectManual(workspaceId: string, matchKind: string, matchHash: Buffer, scope: SuppressionScope): Statement {
  return {
    text: `select ${suppression}
            where s.workspace_id = $1 and s.match_kind = $2 and s.match_hash = $3 and s.scope = $4 and s.source = 'manual' and s.lifted_at is null`,
    values: [workspaceId, matchKind, matchHash, scope],
  };
}

/** Lifts every source of a suppression of an identifier that no contact has. Where one has it, the ledger lifts. */
export function liftOrphan(workspaceId: string, matchKind: string, matchHash: Buffer, scope: SuppressionScope, at: Date): Statement {
  return {
    text: `update suppressions set lifted_at = $5
            where workspace_id = $1 and match_kind = $2 and match_hash = $3 and scope = $4 and lifted_at is null and since < $5`,
    values: [workspaceId, matchKind, matchHash, scope, at],
  };
}

/** Stops outlive a restore: whoever said stop after the backup was made is still left alone. Takes rows as JSON in $1, which win over restored ones. */
export const suppressionsCarried = {
  table: 'suppressions',
  merge: `insert into suppressions select * from jsonb_populate_recordset(null::suppressions, $1::jsonb)
          on conflict (workspace_id, match_kind, match_hash, scope, source)
          do update set since = excluded.since, lifted_at = excluded.lifted_at, reason_sealed = excluded.reason_sealed`,
};
