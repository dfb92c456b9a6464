import type { Statement } from '#platform/db/tx';

/** A provider as stored. */
export type ProviderRow = {
  workspace_id: string;
  issuer: string;
  client_id: string;
  client_secret_sealed: Buffer | null;
  may_join: boolean;
  join_role: string;
  join_role_id: string | null;
  is_on: boolean;
  proved_at: Date | null;
  updated_at: Date;
};

const providerColumns =
  'workspace_id, issuer, client_id, client_secret_sealed, may_join, join_role, join_role_id, is_on, proved_at, updated_at';

/** Reads a workspace's provider. */
export function selectProvider(workspaceId: string): Statement {
  return { text: `select ${providerColumns} from single_sign_on_providers where workspace_id = $1`, values: [workspaceId] };
}

/** Reads it and keeps others from changing it until the transaction ends. */
export function lockProvider(workspaceId: string): Statement {
  return { text: `select ${providerColumns} from single_sign_on_providers where workspace_id = $1 for update`, values: [workspaceId] };
}

/** Writes a workspace's provider. */
export function upsertProvider(row: ProviderRow): Statement {
  return {
    text: `insert into single_sign_on_providers
             (workspace_id, issuer, client_id, client_secret_sealed, may_join, join_role, is_on, proved_at, created_at, updated_at, join_role_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)
           on conflict (workspace_id) do update set issuer = $2, client_id = $3, client_secret_sealed = $4, may_join = $5, join_role = $6,
             is_on = $7, proved_at = $8, updated_at = $9, join_role_id = $10`,
    values: [
      row.workspace_id,
      row.issuer,
      row.client_id,
      row.client_secret_sealed,
      row.may_join,
      row.join_role,
      row.is_on,
      row.proved_at,
      row.updated_at,
      row.join_role_id,
    ],
  };
}

/** Gives whoever joins from now on another role. What was proved of the provider stays. */
export function updateJoinRole(workspaceId: string, { role, roleId }: { role: string; roleId: string | null }): Statement {
  return {
    text: `update single_sign_on_providers set join_role = $2, join_role_id = $3 where workspace_id = $1`,
    values: [workspaceId, role, roleId],
  };
}

/** Takes a workspace's provider away. Gives a row when there was one. */
export function deleteProvider(workspaceId: string): Statement {
  return { text: `delete from single_sign_on_providers where workspace_id = $1 returning issuer`, values: [workspaceId] };
}

/** Notes that somebody came in through the provider as it was at `asOf`. */
export function updateProved(workspaceId: string, asOf: Date, at: Date): Statement {
  return {
    text: `update single_sign_on_providers set proved_at = $3 where workspace_id = $1 and updated_at = $2`,
    values: [workspaceId, asOf, at],
  };
}

/** A domain as stored. */
export type DomainRow = { id: string; domain: string; token: string; created_at: Date; verified_at: Date | null };

/** The domains of a workspace, by name. */
export function selectDomains(workspaceId: string): Statement {
  return {
    text: `select id, domain, token, created_at, verified_at from single_sign_on_domains where workspace_id = $1 order by domain`,
    values: [workspaceId],
  };
}

/** Adds a domain. Gives no row when the workspace has it already. */
export function insertDomain(workspaceId: string, row: DomainRow): Statement {
  return {
    text: `insert into single_sign_on_domains (workspace_id, id, domain, token, created_at) values ($1, $2, $3, $4, $5)
           on conflict (workspace_id, domain) do nothing returning id`,
    values: [workspaceId, row.id, row.domain, row.token, row.created_at],
  };
}

/** Notes that DNS showed a domain to be the workspace's. Errors: SQLSTATE 23505 when it is another one's. */
export function updateVerified(workspaceId: string, id: string, at: Date): Statement {
  return {
    text: `update single_sign_on_domains set verified_at = coalesce(verified_at, $3) where workspace_id = $1 and id = $2
           returning id, domain, token, created_at, verified_at`,
    values: [workspaceId, id, at],
  };
}

/** Takes a domain away. Gives it. */
export function deleteDomain(workspaceId: string, id: string): Statement {
  return {
    text: `delete from single_sign_on_domains where workspace_id = $1 and id = $2 returning domain, verified_at`,
    values: [workspaceId, id],
  };
}

/** The provider that speaks for a domain, if it is switched on. For engines; relies on the index on verified domains. */
export function selectProviderOfDomain(domain: string): Statement {
  return {
    text: `select p.workspace_id from single_sign_on_domains d join single_sign_on_providers p on p.workspace_id = d.workspace_id
            where d.domain = $1 and d.verified_at is not null and p.is_on`,
    values: [domain],
  };
}

/** A visit that is under way. */
export type VisitRow = { workspace_id: string; session_id: string | null; next: string | null; time_zone: string | null };

/** Writes a visit down. */
export function insertVisit(tokenHash: string, row: VisitRow, expiresAt: Date): Statement {
  return {
    text: `insert into single_sign_on_visits (token_hash, workspace_id, session_id, next, time_zone, expires_at) values ($1, $2, $3, $4, $5, $6)`,
    values: [tokenHash, row.workspace_id, row.session_id, row.next, row.time_zone, expiresAt],
  };
}

/** Ends a visit to a workspace's provider, once: whoever comes back a second time finds nothing. */
export function takeVisit(workspaceId: string, tokenHash: string, now: Date): Statement {
  return {
    text: `delete from single_sign_on_visits where workspace_id = $1 and token_hash = $2 and expires_at > $3 returning workspace_id, session_id, next, time_zone`,
    values: [workspaceId, tokenHash, now],
  };
}

/** Removes visits that never came back. Relies on the index on `expires_at`. */
export function deleteOldVisits(now: Date): Statement {
  return { text: `delete from single_sign_on_visits where expires_at <= $1`, values: [now] };
}

/** Whom a subject of the provider stands for. */
export function selectIdentity(workspaceId: string, subjectHash: string): Statement {
  return {
    text: `select user_id from single_sign_on_identities where workspace_id = $1 and subject_hash = $2`,
    values: [workspaceId, subjectHash],
  };
}

/** Notes whom a subject stands for and that it was used. */
export function upsertIdentity(workspaceId: string, subjectHash: string, userId: string, at: Date): Statement {
  return {
    text: `insert into single_sign_on_identities (workspace_id, subject_hash, user_id, created_at, last_used_at) values ($1, $2, $3, $4, $4)
           on conflict (workspace_id, subject_hash) do update set last_used_at = $4`,
    values: [workspaceId, subjectHash, userId, at],
  };
}
