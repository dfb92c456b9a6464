import type { Statement } from '#platform/db/tx';
import type { IdentifierMark } from './person-matcher.ts';

/** Marks contacts as erased, which wakes every process that remembers them. */
export function markErased(workspaceId: string, contactIds: readonly string[], at: Date): Statement {
  return {
    text: `update contacts set erased_at = coalesce(erased_at, $3), updated_at = $3 where workspace_id = $1 and id = any ($2::uuid[])`,
    values: [workspaceId, contactIds, at],
  };
}

/** Leaves a contact alone from now on, unless it is left alone already; gives it when this changed something. */
export function beginRestriction(workspaceId: string, contactId: string, at: Date): Statement {
  return {
    text: `update contacts set restricted_at = $3, updated_at = $3 where workspace_id = $1 and id = $2 and restricted_at is null returning id`,
    values: [workspaceId, contactId, at],
  };
}

/** Ends what `beginRestriction` began. */
export function endRestriction(workspaceId: string, contactId: string, at: Date): Statement {
  return {
    text: `update contacts set restricted_at = null, updated_at = $3 where workspace_id = $1 and id = $2 and erased_at is null`,
    values: [workspaceId, contactId, at],
  };
}

/** Marks identifiers of people who were erased. */
export function insertErasedIdentifiers(workspaceId: string, marks: readonly IdentifierMark[], at: Date): Statement {
  return {
    text: `insert into erased_identifiers (workspace_id, match_kind, match_hash, erased_at)
           select $1, one.kind, one.hash, $4 from unnest($2::text[], $3::bytea[]) one (kind, hash)
               on conflict (workspace_id, match_kind, match_hash) do update set erased_at = greatest(erased_identifiers.erased_at, excluded.erased_at)`,
    values: [workspaceId, marks.map((mark) => mark.kind), marks.map((mark) => Buffer.from(mark.hash, 'hex')), at],
  };
}

/** Marks of erased people outlive a restore, as the log of erasures does. Takes rows as JSON in $1. */
export const erasedIdentifiersCarried = {
  table: 'erased_identifiers',
  merge:
    'insert into erased_identifiers select * from jsonb_populate_recordset(null::erased_identifiers, $1::jsonb) on conflict do nothing',
};
