import type { Statement } from '#platform/db/tx';

/** A key as people see it. */
export type ApiKeyRow = {
  id: string;
  name: string;
  last_four: string;
  scopes: string[];
  ip_allowlist: string[];
  creator_name: string | null;
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
};

const columns = `k.id, k.name, k.last_four, k.scopes, k.ip_allowlist, u.name as creator_name, k.created_at, k.expires_at, k.revoked_at, k.last_used_at`;
const source = `api_keys k left join users u on u.id = k.created_by`;

/** Adds a key. */
export function insertApiKey(row: {
  workspaceId: string;
  id: string;
  name: string;
  keyHash: Buffer;
  lastFour: string;
  scopes: readonly string[];
  ipAllowlist: readonly string[];
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
}): Statement {
  return {
    text: `insert into api_keys (workspace_id, id, name, key_hash, last_four, scopes, ip_allowlist, created_by, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      row.workspaceId,
      row.id,
      row.name,
      row.keyHash,
      row.lastFour,
      row.scopes,
      row.ipAllowlist,
      row.createdBy,
      row.createdAt,
      row.expiresAt,
    ],
  };
}

/** Reads one key. */
export function selectApiKey(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from ${source} where k.workspace_id = $1 and k.id = $2`, values: [workspaceId, id] };
}

/** A page of keys, newest first. Walks the primary key backwards. */
export function selectApiKeys(workspaceId: string, beforeId: string | null, limit: number): Statement {
  return {
    text: `select ${columns} from ${source} where k.workspace_id = $1 and ($2::uuid is null or k.id < $2) order by k.id desc limit $3`,
    values: [workspaceId, beforeId, limit],
  };
}

/** Ends a key for good. Gives a row when it was not ended before. */
export function updateRevoked(workspaceId: string, id: string, at: Date): Statement {
  return {
    text: `update api_keys set revoked_at = $3 where workspace_id = $1 and id = $2 and revoked_at is null returning id`,
    values: [workspaceId, id, at],
  };
}

/** What proving a key needs. */
export type ProvingRow = {
  workspace_id: string;
  id: string;
  name: string;
  scopes: string[];
  ip_allowlist: string[];
  expires_at: Date | null;
  revoked_at: Date | null;
  is_closing: boolean;
};

/** Finds a key by its hash, in whatever workspace. For engines; relies on the unique index on `key_hash`. */
export function selectByHash(keyHash: Buffer): Statement {
  return {
    name: 'api_key_by_hash',
    text: `select k.workspace_id, k.id, k.name, k.scopes, k.ip_allowlist, k.expires_at, k.revoked_at, w.deletes_at is not null as is_closing
             from api_keys k join workspaces w on w.id = k.workspace_id where k.key_hash = $1`,
    values: [keyHash],
  };
}

/** Notes the last use of many keys with one statement; never moves it back. In the order of ids, so that two servers do not deadlock. */
export function updateLastUsed(uses: readonly { workspaceId: string; id: string; at: Date }[]): Statement {
  return {
    name: 'api_key_last_used',
    text: `with used as (
             select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as t (workspace_id, id, at)
           ), locked as (
             select k.workspace_id, k.id, used.at from api_keys k join used using (workspace_id, id)
              order by k.workspace_id, k.id for update of k
           )
           update api_keys k set last_used_at = locked.at from locked
            where k.workspace_id = locked.workspace_id and k.id = locked.id and (k.last_used_at is null or k.last_used_at < locked.at)`,
    values: [uses.map((use) => use.workspaceId), uses.map((use) => use.id), uses.map((use) => use.at)],
  };
}
