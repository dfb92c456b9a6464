import type { Statement } from '#platform/db/tx';

/** Tables with hashes of identities, which go up together: see `kabar_raise_identities`. Identifiers first: stops are copied from them. */
export const identityTables = ['contact_identifiers', 'suppressions', 'erased_identifiers', 'contact_form_messages'] as const;

/** A column with hashes of values that nothing else is compared with. `key`: the columns beside the workspace that name a row. */
export type HashedPlace = { table: string; column: string; key: readonly string[] };

/** Hashes that go up by themselves. */
export const hashedPlaces: readonly HashedPlace[] = [
  { table: 'contact_attributes', column: 'match_hash', key: ['contact_id', 'attribute_id'] },
  { table: 'contacts', column: 'profile_name_hash', key: ['id'] },
];

/** An identity by its stored hash. */
export type StoredIdentity = { matchKind: string; hash: Buffer };

/** Hashes of identities in a table that are under an older version than `version`, in order behind `after`. By the index of the table. */
export function selectOlderIdentities(
  table: (typeof identityTables)[number],
  workspaceId: string,
  version: number,
  after: StoredIdentity | null,
  limit: number,
): Statement {
  return {
    text: `select distinct match_kind as "matchKind", match_hash as hash from ${table}
            where workspace_id = $1 and match_hash is not null and kabar_hash_version(match_hash) < $2
              and (match_kind, match_hash) > ($3::text, $4::bytea)
            order by 1, 2 limit $5`,
    values: [workspaceId, version, after?.matchKind ?? '', after?.hash ?? Buffer.alloc(0), limit],
  };
}

/** A stored hash with the key of its row. */
export type StoredHash = { key: string[]; hash: Buffer };

/** Hashes of a place that are under an older version than `version`, by key behind `after`. By primary key. */
export function selectOlderHashes(
  place: HashedPlace,
  workspaceId: string,
  version: number,
  after: readonly string[] | null,
  limit: number,
): Statement {
  const { table, column, key } = place;
  const behind = after === null ? '' : `and (${key.join(', ')}) > (${key.map((_, index) => `$${index + 4}::uuid`).join(', ')})`;
  return {
    text: `select array[${key.map((name) => `${name}::text`).join(', ')}] as key, ${column} as hash from ${table}
            where workspace_id = $1 and ${column} is not null and kabar_hash_version(${column}) < $2 ${behind}
            order by ${key.join(', ')} limit $3`,
    values: [workspaceId, version, limit, ...(after ?? [])],
  };
}

/** Puts newer hashes in the place of those read, where they are still the same. Gives a row for each. */
export function updateHashes(
  { table, column, key }: HashedPlace,
  workspaceId: string,
  rows: readonly (StoredHash & { after: Buffer })[],
): Statement {
  return {
    text: `update ${table} t set ${column} = fresh.after
             from unnest($2::bytea[], $3::bytea[], ${key.map((_, index) => `$${index + 4}::uuid[]`).join(', ')})
                  as fresh (before, after, ${key.map((_, index) => `k${index}`).join(', ')})
            where t.workspace_id = $1 and ${key.map((name, index) => `t.${name} = fresh.k${index}`).join(' and ')} and t.${column} = fresh.before
           returning true as done`,
    values: [
      workspaceId,
      rows.map(({ hash }) => hash),
      rows.map(({ after }) => after),
      ...key.map((_, index) => rows.map((row) => row.key[index])),
    ],
  };
}

/** A line of the log of erasures with its hashes in hex. */
export type LoggedMarks = { id: string; marks: Record<'identifiers' | 'stops', { kind: string; hash: string }[]> };

const isOlderMark = `exists (select from jsonb_array_elements((marks -> 'identifiers') || (marks -> 'stops')) as one (mark)
                        where kabar_hash_version(decode(one.mark ->> 'hash', 'hex')) < $2)`;

/** Lines of the log of erasures with a hash that is under an older version than `version`. */
export function selectOlderMarks(workspaceId: string, version: number, limit: number): Statement {
  return {
    text: `select id, marks from erasure_log where workspace_id = $1 and ${isOlderMark} order by id limit $3`,
    values: [workspaceId, version, limit],
  };
}

/** Puts newer hashes into lines of the log of erasures; everything else of a line stays, as the database sees to. */
export function updateMarks(workspaceId: string, lines: readonly LoggedMarks[]): Statement {
  return {
    text: `update erasure_log t set marks = fresh.marks from unnest($2::uuid[], $3::jsonb[]) as fresh (id, marks)
            where t.workspace_id = $1 and t.id = fresh.id`,
    values: [workspaceId, lines.map(({ id }) => id), lines.map(({ marks }) => JSON.stringify(marks))],
  };
}

/** How many rows of a workspace have a hash under an older version than `version`. */
export function countOlderHashes(workspaceId: string, version: number): Statement {
  const columns = [...identityTables.map((table) => ({ table, column: 'match_hash' })), ...hashedPlaces];
  const counts = columns.map(
    ({ table, column }) =>
      `(select count(*) from ${table} where workspace_id = $1 and ${column} is not null and kabar_hash_version(${column}) < $2)`,
  );
  return {
    text: `select (${counts.join(' + ')} + (select count(*) from erasure_log where workspace_id = $1 and ${isOlderMark}))::int as count`,
    values: [workspaceId, version],
  };
}
