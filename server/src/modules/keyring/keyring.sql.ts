import type { Statement } from '#platform/db/tx';

/** Channel on which destroyed and changed keys are told, so that no process goes on with a copy in memory. */
export const keysChannel = 'kabar_keys';

/**
 * A row is settled when another transaction than ours wrote it and committed. Only settled keys may be kept in memory: ours
 * could still be rolled back, and a key that is not stored must not seal anything.
 */
const settled = 'age(xmin) > 0 as settled';

export type WorkspaceKeyRow = {
  workspaceId: string;
  version: number;
  wrapped: Buffer;
  isDestroyed: boolean;
  settled: boolean;
};

/** All versions of the keys of some workspaces. By primary key. */
export function selectWorkspaceKeys(workspaceIds: readonly string[]): Statement {
  return {
    name: 'select_workspace_keys',
    text: `select workspace_id as "workspaceId", version, wrapped, destroyed_at is not null as "isDestroyed", ${settled}
             from workspace_keys where workspace_id = any($1::uuid[]) order by workspace_id, version desc`,
    values: [workspaceIds],
  };
}

/** Adds one version unless it is there. */
export function insertWorkspaceKey(row: { workspaceId: string; version: number; wrapped: Buffer; rootKeyId: string; at: Date }): Statement {
  return {
    text: `insert into workspace_keys (workspace_id, version, wrapped, root_key_id, created_at)
           values ($1, $2, $3, $4, $5) on conflict do nothing`,
    values: [row.workspaceId, row.version, row.wrapped, row.rootKeyId, row.at],
  };
}

/** Marks every version below `version` as followed by another. */
export function updateWorkspaceKeysSuperseded(workspaceId: string, version: number, at: Date): Statement {
  return {
    text: `update workspace_keys set superseded_at = $3
            where workspace_id = $1 and version < $2 and superseded_at is null`,
    values: [workspaceId, version, at],
  };
}

/** Locks and gives workspace keys that are wrapped by another root key than `rootKeyId`. Steps over locked ones. */
export function claimWorkspaceKeysOfOtherRoot(rootKeyId: string, limit: number): Statement {
  return {
    text: `select workspace_id as "workspaceId", version, wrapped from workspace_keys
            where root_key_id <> $1 and destroyed_at is null limit $2 for update skip locked`,
    values: [rootKeyId, limit],
  };
}

/** Replaces the wrapping of one workspace key. */
export function updateWorkspaceKeyWrapping(workspaceId: string, version: number, wrapped: Buffer, rootKeyId: string): Statement {
  return {
    text: 'update workspace_keys set wrapped = $3, root_key_id = $4 where workspace_id = $1 and version = $2',
    values: [workspaceId, version, wrapped, rootKeyId],
  };
}

export type ContactKeyRow = {
  workspaceId: string;
  contactId: string;
  keyId: number;
  originContactId: string;
  wrapped: Buffer;
  settled: boolean;
};

/** The keys of some contacts that are not destroyed; pairs by position of both lists. By primary key. */
export function selectContactKeys(workspaceIds: readonly string[], contactIds: readonly string[]): Statement {
  return {
    name: 'select_contact_keys',
    text: `select k.workspace_id as "workspaceId", k.contact_id as "contactId", k.key_id as "keyId",
                  k.origin_contact_id as "originContactId", k.wrapped, age(k.xmin) > 0 as settled
             from unnest($1::uuid[], $2::uuid[]) as wanted (workspace_id, contact_id)
             join contact_keys k on k.workspace_id = wanted.workspace_id and k.contact_id = wanted.contact_id
            where k.destroyed_at is null`,
    values: [workspaceIds, contactIds],
  };
}

export type NewContactKey = {
  workspaceId: string;
  contactId: string;
  keyId: number;
  originContactId: string;
  wrapped: Buffer;
  workspaceKeyVersion: number;
};

/**
 * Adds contact keys. One that was destroyed by taking a merge apart comes back when the merge is made again; a contact's
 * own destroyed key never does. Fails (23505) when a contact has a living key already.
 */
export function insertContactKeys(rows: readonly NewContactKey[], at: Date): Statement {
  return {
    name: 'insert_contact_keys',
    text: `insert into contact_keys as k
             (workspace_id, contact_id, key_id, origin_contact_id, wrapped, workspace_key_version, created_at)
           select workspace_id, contact_id, key_id, origin_contact_id, decode(wrapped, 'base64'), version, $7
             from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::integer[])
                  as fresh (workspace_id, contact_id, key_id, origin_contact_id, wrapped, version)
           on conflict (workspace_id, contact_id, key_id) do update
              set wrapped = excluded.wrapped, workspace_key_version = excluded.workspace_key_version, destroyed_at = null
            where k.contact_id <> k.origin_contact_id`,
    values: [
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.contactId),
      rows.map((row) => row.keyId),
      rows.map((row) => row.originContactId),
      rows.map((row) => row.wrapped.toString('base64')),
      rows.map((row) => row.workspaceKeyVersion),
      at,
    ],
  };
}

/**
 * Overwrites the keys of contacts, those of contacts merged into them, and all copies of either. Gives whose. A copy that was released
 * when a merge was taken apart leads nowhere any more.
 */
export function destroyContactKeyRows(workspaceId: string, contactIds: readonly string[], at: Date): Statement {
  return {
    text: `update contact_keys set wrapped = '', destroyed_at = $3
            where workspace_id = $1 and destroyed_at is null
              and origin_contact_id in (select origin_contact_id from contact_keys
                                         where workspace_id = $1 and contact_id = any($2::uuid[]) and destroyed_at is null)
           returning contact_id as "contactId"`,
    values: [workspaceId, contactIds, at],
  };
}

/** Overwrites the copies that one contact holds of another's keys. */
export function destroyAdoptedContactKeys(
  workspaceId: string,
  contactId: string,
  originContactIds: readonly string[],
  at: Date,
): Statement {
  return {
    text: `update contact_keys set wrapped = '', destroyed_at = $4
            where workspace_id = $1 and contact_id = $2 and contact_id <> origin_contact_id
              and origin_contact_id = any($3::uuid[]) and destroyed_at is null`,
    values: [workspaceId, contactId, originContactIds, at],
  };
}

export type IndexKeyRow = {
  version: number;
  wrapped: Buffer;
  isDestroyed: boolean;
  settled: boolean;
  /** As `index_versions` says; 1 without a row. */
  written: number;
  oldest: number;
};

/** Every version of an index key, oldest first, with the one that is written. By primary key. */
export function selectIndexKeys(workspaceId: string, purpose: string): Statement {
  return {
    name: 'select_index_keys',
    text: `select k.version, k.wrapped, k.destroyed_at is not null as "isDestroyed", age(k.xmin) > 0 and (v.written is null or age(v.xmin) > 0) as settled,
                  coalesce(v.written, 1) as written, coalesce(v.oldest, 1) as oldest
             from index_keys k
             left join index_versions v on v.workspace_id = k.workspace_id and v.purpose = k.purpose
            where k.workspace_id = $1 and k.purpose = $2 order by k.version`,
    values: [workspaceId, purpose],
  };
}

/** Which version of an index key is written; no row for the first. By primary key. */
export function selectWrittenVersion(workspaceId: string, purpose: string): Statement {
  return {
    name: 'select_written_version',
    text: 'select written from index_versions where workspace_id = $1 and purpose = $2',
    values: [workspaceId, purpose],
  };
}

/** Adds index keys unless they are there. */
export function insertIndexKeys(
  workspaceId: string,
  keys: readonly { purpose: string; version?: number; wrapped: Buffer; workspaceKeyVersion: number }[],
  at: Date,
): Statement {
  return {
    text: `insert into index_keys (workspace_id, purpose, version, wrapped, workspace_key_version, created_at)
           select $1, purpose, key_version, decode(wrapped, 'base64'), version, $6
             from unnest($2::text[], $3::integer[], $4::text[], $5::integer[]) as fresh (purpose, key_version, wrapped, version)
           on conflict do nothing`,
    values: [
      workspaceId,
      keys.map((key) => key.purpose),
      keys.map((key) => key.version ?? 1),
      keys.map((key) => key.wrapped.toString('base64')),
      keys.map((key) => key.workspaceKeyVersion),
      at,
    ],
  };
}

/** Waits until nobody is about to write hashes of a workspace, and keeps others from it until the transaction ends. See `kabar_check_index_hash`. */
export function lockIndexVersions(workspaceId: string): Statement {
  return { text: `select pg_advisory_xact_lock(hashtext('kabar_index'), hashtext($1::uuid::text))`, values: [workspaceId] };
}

/** How long the statements behind it in the transaction wait for a lock. */
export function limitLockWait(ms: number): Statement {
  return { text: `select set_config('lock_timeout', $1, true)`, values: [`${ms}ms`] };
}

/** Sets which version of an index key is written; what lies under older ones may still be there. */
export function upsertWrittenVersion(workspaceId: string, purpose: string, version: number, at: Date): Statement {
  return {
    text: `insert into index_versions as v (workspace_id, purpose, written, oldest, changed_at) values ($1, $2, $3, 1, $4)
           on conflict (workspace_id, purpose) do update set written = excluded.written, changed_at = excluded.changed_at`,
    values: [workspaceId, purpose, version, at],
  };
}

/** Notes that nothing lies under an older version of an index key than the one that is written. Gives that one. */
export function updateOldestVersion(workspaceId: string, purpose: string, at: Date): Statement {
  return {
    text: `update index_versions set oldest = written, changed_at = $3 where workspace_id = $1 and purpose = $2 returning written`,
    values: [workspaceId, purpose, at],
  };
}

/** Overwrites versions of an index key below `version`. Gives which. */
export function retireIndexKeyRows(workspaceId: string, purpose: string, version: number, at: Date): Statement {
  return {
    text: `update index_keys set wrapped = '', destroyed_at = $4
            where workspace_id = $1 and purpose = $2 and version < $3 and destroyed_at is null returning version`,
    values: [workspaceId, purpose, version, at],
  };
}

/** An index key of a workspace: how many versions there are, which is written, and under which the oldest hashes may lie. */
export type IndexVersionState = { workspaceId: string; purpose: string; newest: number; written: number; oldest: number; createdAt: Date };

/** Index keys for these purposes, of all workspaces or of one, with their newest version. */
export function selectIndexStates(workspaceId: string | null, purposes: readonly string[]): Statement {
  return {
    text: `select k.workspace_id as "workspaceId", k.purpose, max(k.version) as newest, max(k.created_at) as "createdAt",
                  coalesce(max(v.written), 1) as written, coalesce(max(v.oldest), 1) as oldest
             from index_keys k
             left join index_versions v on v.workspace_id = k.workspace_id and v.purpose = k.purpose
            where k.destroyed_at is null and k.purpose = any($2::text[]) and ($1::uuid is null or k.workspace_id = $1)
            group by 1, 2 order by 1, 2`,
    values: [workspaceId, purposes],
  };
}

/**
 * The versions of today go into a restored database, whose hashes are as old as it says itself, or under the first. Takes rows as JSON in $1.
 */
export const indexVersionsCarried = {
  table: 'index_versions',
  comesFirst: true as const,
  merge: `insert into index_versions as v (workspace_id, purpose, written, oldest, changed_at)
          select workspace_id, purpose, written, 1, changed_at from jsonb_populate_recordset(null::index_versions, $1::jsonb)
          on conflict (workspace_id, purpose) do update set written = greatest(v.written, excluded.written), changed_at = excluded.changed_at`,
};

/** Locks an index key against another change of it. */
export function lockIndexKey(workspaceId: string, purpose: string): Statement {
  return {
    text: 'select 1 from index_keys where workspace_id = $1 and purpose = $2 and version = 1 for update',
    values: [workspaceId, purpose],
  };
}

/** Puts another key in the place of an index key. */
export function updateIndexKey(workspaceId: string, purpose: string, wrapped: Buffer, workspaceKeyVersion: number, at: Date): Statement {
  return {
    text: `update index_keys set wrapped = $3, workspace_key_version = $4, created_at = $5
            where workspace_id = $1 and purpose = $2 and version = 1 and destroyed_at is null`,
    values: [workspaceId, purpose, wrapped, workspaceKeyVersion, at],
  };
}

/** Keeps the public half of a signing key that is being replaced. Fails (23505) when another process replaced it just now. */
export function insertFormerSigningKey(key: { keyId: string; publicKeyPem: string; replacedAt: Date }): Statement {
  return {
    text: 'insert into signing_keys (key_id, public_key, replaced_at) values ($1, $2, $3)',
    values: [key.keyId, key.publicKeyPem, key.replacedAt],
  };
}

/** Public halves of replaced signing keys, newest first. */
export function selectFormerSigningKeys(): Statement {
  return {
    text: 'select key_id as "keyId", public_key as "publicKeyPem", replaced_at as "replacedAt" from signing_keys order by replaced_at desc',
  };
}

export type PayloadKeyRow = { keyId: number; wrapped: Buffer; isDestroyed: boolean };

/** One payload key; `day` is `YYYY-MM-DD`. By primary key. */
export function selectPayloadKey(workspaceId: string, day: string): Statement {
  return {
    name: 'select_payload_key',
    text: `select key_id as "keyId", wrapped, destroyed_at is not null as "isDestroyed"
             from payload_keys where workspace_id = $1 and day = $2`,
    values: [workspaceId, day],
  };
}

/** Adds a payload key unless the day has one. */
export function insertPayloadKey(row: {
  workspaceId: string;
  day: string;
  keyId: number;
  wrapped: Buffer;
  workspaceKeyVersion: number;
  at: Date;
}): Statement {
  return {
    text: `insert into payload_keys (workspace_id, day, key_id, wrapped, workspace_key_version, created_at)
           values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    values: [row.workspaceId, row.day, row.keyId, row.wrapped, row.workspaceKeyVersion, row.at],
  };
}

/** Overwrites payload keys of days before `day`, of one workspace or of all (null). Gives which. */
export function destroyPayloadKeyRows(day: string, workspaceId: string | null, at: Date): Statement {
  return {
    text: `update payload_keys set wrapped = '', destroyed_at = $3
            where day < $1 and destroyed_at is null and ($2::uuid is null or workspace_id = $2)
           returning workspace_id as "workspaceId", day::text as day`,
    values: [day, workspaceId, at],
  };
}

/** Tables with keys wrapped by a workspace key, what names a row in them beside the workspace, and the number its wrapping is bound to. */
const wrappedTables = {
  contact_keys: { owner: ['contact_id', 'uuid'], keyId: 't.key_id' },
  // The first version was bound to 0 when there was no other.
  index_keys: { owner: ['purpose', 'text'], keyId: '(t.version - 1)::bigint' },
  payload_keys: { owner: ['day', 'date'], keyId: 't.key_id' },
} as const;

export type WrappedTable = keyof typeof wrappedTables;

/** Names of the tables whose keys a workspace key wraps. */
export const wrappedTableNames = Object.keys(wrappedTables) as WrappedTable[]; // keys of a literal object

export type WrappedRow = { owner: string; keyId: number; wrapped: Buffer };

/** Locks and gives keys that are wrapped by an older version than `version`. Steps over locked ones. */
export function claimOlderWrappings(table: WrappedTable, workspaceId: string, version: number, limit: number): Statement {
  const { owner, keyId } = wrappedTables[table];
  return {
    text: `select t.${owner[0]}::text as owner, ${keyId} as "keyId", t.wrapped from ${table} t
            where workspace_id = $1 and workspace_key_version < $2 and destroyed_at is null
            limit $3 for update skip locked`,
    values: [workspaceId, version, limit],
  };
}

/** Replaces the wrappings of keys that the transaction holds locked. */
export function updateWrappings(table: WrappedTable, workspaceId: string, rows: readonly WrappedRow[], version: number): Statement {
  const { owner, keyId } = wrappedTables[table];
  return {
    text: `update ${table} t set wrapped = decode(fresh.wrapped, 'base64'), workspace_key_version = $5
             from unnest($2::text[], $3::bigint[], $4::text[]) as fresh (owner, key_id, wrapped)
            where t.workspace_id = $1 and t.${owner[0]} = fresh.owner::${owner[1]}
              and ${keyId} = fresh.key_id and t.destroyed_at is null`,
    values: [
      workspaceId,
      rows.map((row) => row.owner),
      rows.map((row) => row.keyId),
      rows.map((row) => row.wrapped.toString('base64')),
      version,
    ],
  };
}

/** How many living keys of a workspace each version of its key wraps. */
export function countWrappings(workspaceId: string): Statement {
  return {
    text: `select version, sum(count)::int as count from (
             ${wrappedTableNames
               .map(
                 (table) => `select workspace_key_version as version, count(*) as count from ${table}
                                 where workspace_id = $1 and destroyed_at is null group by 1`,
               )
               .join(' union all ')}) as counted group by 1`,
    values: [workspaceId],
  };
}

export type WorkspaceKeyState = {
  workspaceId: string;
  version: number;
  rootKeyId: string;
  createdAt: Date;
  supersededAt: Date | null;
};

/** Living keys of all workspaces, or of one. */
export function selectKeyStates(workspaceId: string | null): Statement {
  return {
    text: `select workspace_id as "workspaceId", version, root_key_id as "rootKeyId", created_at as "createdAt", superseded_at as "supersededAt"
             from workspace_keys where destroyed_at is null and ($1::uuid is null or workspace_id = $1) order by workspace_id, version`,
    values: [workspaceId],
  };
}

/** Overwrites one older version of a workspace key. Gives nothing for the newest one, which cannot be retired. */
export function retireWorkspaceKeyRow(workspaceId: string, version: number, at: Date): Statement {
  return {
    text: `update workspace_keys set wrapped = '', destroyed_at = $3
            where workspace_id = $1 and version = $2 and superseded_at is not null and destroyed_at is null returning version`,
    values: [workspaceId, version, at],
  };
}

/** Overwrites everything that wraps or is wrapped in one workspace. */
export function destroyWorkspaceRows(workspaceId: string, at: Date): Statement[] {
  return ['contact_keys', 'index_keys', 'payload_keys', 'workspace_keys'].map((table) => ({
    text: `update ${table} set wrapped = '', destroyed_at = $2 where workspace_id = $1 and destroyed_at is null`,
    values: [workspaceId, at],
  }));
}

/** Tells all processes at commit what to forget. */
export function notifyKeys(payload: string): Statement {
  return { text: `select pg_notify('${keysChannel}', $1)`, values: [payload] };
}
