import type { Statement } from '#platform/db/tx';

/** A key as people see it. */
export type ApiKeyRow = {
  id: string;
  name: string;
  last_four: string;
  scopes: string[];
  ip_allowlist: string[];
  requests_per_second: number | null;
  sight_member_id: string | null;
  created_by: string | null;
  creator_name: string | null;
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  revoked_because: 'asked' | 'leaked' | null;
  last_used_at: Date | null;
  last_used_network: string | null;
  replaces: string | null;
  replaced_by: string | null;
};

const columns = `k.id, k.name, k.last_four, k.scopes, k.ip_allowlist, k.requests_per_second, k.sight_member_id, k.created_by, u.name as creator_name, k.created_at, k.expires_at,
  k.revoked_at, k.revoked_because, k.last_used_at, k.last_used_network, k.replaced_by, o.id as replaces`;
const source = `api_keys k left join users u on u.id = k.created_by
  left join api_keys o on o.workspace_id = k.workspace_id and o.replaced_by = k.id`;

/** Adds a key. */
export function insertApiKey(row: {
  workspaceId: string;
  id: string;
  name: string;
  keyHash: Buffer;
  lastFour: string;
  scopes: readonly string[];
  ipAllowlist: readonly string[];
  requestsPerSecond: number | null;
  sightMemberId: string | null;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
}): Statement {
  return {
    text: `insert into api_keys (workspace_id, id, name, key_hash, last_four, scopes, ip_allowlist, requests_per_second, sight_member_id, created_by, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      row.workspaceId,
      row.id,
      row.name,
      row.keyHash,
      row.lastFour,
      row.scopes,
      row.ipAllowlist,
      row.requestsPerSecond,
      row.sightMemberId,
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

/** Reads one key and keeps others from changing it until the transaction ends. */
export function lockApiKey(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from ${source} where k.workspace_id = $1 and k.id = $2 for update of k`, values: [workspaceId, id] };
}

/** A page of keys, newest first; with `unusedSince` only working ones that nobody used since then. Walks the primary key backwards. */
export function selectApiKeys(
  workspaceId: string,
  query: { beforeId: string | null; limit: number; unusedSince: Date | null; now: Date },
): Statement {
  return {
    text: `select ${columns} from ${source}
            where k.workspace_id = $1 and ($2::uuid is null or k.id < $2)
              and ($4::timestamptz is null
                   or k.revoked_at is null and (k.expires_at is null or k.expires_at > $5) and coalesce(k.last_used_at, k.created_at) <= $4)
            order by k.id desc limit $3`,
    values: [workspaceId, query.beforeId, query.limit, query.unusedSince, query.now],
  };
}

/** Changes a key; null leaves a field as it is, except in `expiresAt` and `requestsPerSecond`, which say by a second field whether they are meant. */
export function updateApiKey(
  workspaceId: string,
  id: string,
  change: {
    name: string | null;
    scopes: readonly string[] | null;
    ipAllowlist: readonly string[] | null;
    expiresAt: { to: Date | null } | null;
    requestsPerSecond: { to: number | null } | null;
  },
): Statement {
  return {
    text: `update api_keys set name = coalesce($3, name), scopes = coalesce($4, scopes), ip_allowlist = coalesce($5, ip_allowlist),
                  expires_at = case when $6 then $7 else expires_at end,
                  requests_per_second = case when $8 then $9 else requests_per_second end
            where workspace_id = $1 and id = $2`,
    values: [
      workspaceId,
      id,
      change.name,
      change.scopes,
      change.ipAllowlist,
      change.expiresAt !== null,
      change.expiresAt?.to ?? null,
      change.requestsPerSecond !== null,
      change.requestsPerSecond?.to ?? null,
    ],
  };
}

/** Notes which key came in the place of another, and until when the old one works. */
export function updateReplaced(workspaceId: string, id: string, by: string, expiresAt: Date): Statement {
  return {
    text: `update api_keys set replaced_by = $3, expires_at = $4 where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, by, expiresAt],
  };
}

/** Ends a key for good. Gives a row when it was not ended before. */
export function updateRevoked(workspaceId: string, id: string, at: Date, because: 'asked' | 'leaked'): Statement {
  return {
    text: `update api_keys set revoked_at = $3, revoked_because = $4
            where workspace_id = $1 and id = $2 and revoked_at is null returning id`,
    values: [workspaceId, id, at, because],
  };
}

/** The working keys that somebody made, locked in the order of their ids. */
export function lockKeysOf(workspaceId: string, userId: string): Statement {
  return {
    text: `select id, name, scopes, sight_member_id from api_keys
            where workspace_id = $1 and created_by = $2 and revoked_at is null order by id for update`,
    values: [workspaceId, userId],
  };
}

/** Fits a key to what its maker may do now. */
export function updatePower(
  workspaceId: string,
  id: string,
  power: { scopes: readonly string[]; sightMemberId: string | null },
): Statement {
  return {
    text: `update api_keys set scopes = $3, sight_member_id = $4 where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, power.scopes, power.sightMemberId],
  };
}

/** What proving a key needs. */
export type ProvingRow = {
  workspace_id: string;
  id: string;
  name: string;
  scopes: string[];
  ip_allowlist: string[];
  requests_per_second: number | null;
  sight_member_id: string | null;
  expires_at: Date | null;
  revoked_at: Date | null;
  is_closing: boolean;
  workspace_ranges: string[] | null;
};

/** Finds a key by its hash, in whatever workspace. For engines; relies on the unique index on `key_hash`. */
export function selectByHash(keyHash: Buffer): Statement {
  return {
    name: 'api_key_by_hash',
    text: `select k.workspace_id, k.id, k.name, k.scopes, k.ip_allowlist, k.requests_per_second, k.sight_member_id, k.expires_at, k.revoked_at,
                  w.deletes_at is not null as is_closing, a.ranges as workspace_ranges
             from api_keys k join workspaces w on w.id = k.workspace_id
             left join ip_allowlists a on a.workspace_id = k.workspace_id
            where k.key_hash = $1`,
    values: [keyHash],
  };
}

/** One use of a key. */
export type KeyUse = { workspaceId: string; id: string; at: Date; network: string | null };

/** Notes the last use of many keys with one statement; never moves it back. In the order of ids, so that two servers do not deadlock. */
export function updateLastUsed(uses: readonly KeyUse[]): Statement {
  return {
    name: 'api_key_last_used',
    text: `with used as (
             select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[]) as t (workspace_id, id, at, network)
           ), locked as (
             select k.workspace_id, k.id, used.at, used.network from api_keys k join used using (workspace_id, id)
              order by k.workspace_id, k.id for update of k
           )
           update api_keys k set last_used_at = locked.at, last_used_network = locked.network from locked
            where k.workspace_id = locked.workspace_id and k.id = locked.id and (k.last_used_at is null or k.last_used_at < locked.at)`,
    values: [uses.map((use) => use.workspaceId), uses.map((use) => use.id), uses.map((use) => use.at), uses.map((use) => use.network)],
  };
}

/** Networks from which keys of the workspace were used since then, with a working key each. */
export function selectNetworksInUse(workspaceId: string, since: Date, now: Date): Statement {
  return {
    text: `select distinct last_used_network as network from api_keys
            where workspace_id = $1 and last_used_at >= $2 and last_used_network is not null
              and revoked_at is null and (expires_at is null or expires_at > $3)
            order by 1`,
    values: [workspaceId, since, now],
  };
}

/** A key whose end people are told of. */
export type ExpiringRow = {
  workspace_id: string;
  id: string;
  name: string;
  last_four: string;
  created_by: string | null;
  created_at: Date;
  expires_at: Date;
  replaced_by: string | null;
};

/** Keys of all workspaces that end, or ended, after `from` and until `to`, in pages by id. Closing workspaces are left alone. For engines. */
export function selectExpiring(from: Date, to: Date, afterId: string | null, limit: number): Statement {
  return {
    text: `select k.workspace_id, k.id, k.name, k.last_four, k.created_by, k.created_at, k.expires_at, k.replaced_by
             from api_keys k join workspaces w on w.id = k.workspace_id
            where k.revoked_at is null and k.expires_at > $1 and k.expires_at <= $2 and w.deletes_at is null
              and ($3::uuid is null or k.id > $3)
            order by k.id limit $4`,
    values: [from, to, afterId, limit],
  };
}

/** Name and address of a workspace, for mails. */
export function selectWorkspaceName(workspaceId: string): Statement {
  return { text: `select name, slug from workspaces where id = $1`, values: [workspaceId] };
}

/** Somebody who is told of keys. */
export type KeeperRow = { id: string; name: string; email: string; language: 'en' | 'id' };

/** The owners of a workspace, and whoever made the key if they still belong to it. For engines. */
export function selectKeepers(workspaceId: string, createdBy: string | null): Statement {
  return {
    text: `select u.id, u.name, u.email, u.language from workspace_members m join users u on u.id = m.user_id
            where m.workspace_id = $1 and (m.role = 'owner' or m.user_id = $2) order by m.joined_at, m.id`,
    values: [workspaceId, createdBy],
  };
}
