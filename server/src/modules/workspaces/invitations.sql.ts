import type { Statement } from '#platform/db/tx';
import type { StoredRole } from './members.sql.ts';

/** Numbers and teams that somebody sees at most, as they are stored. */
export type StoredLimits = { numberIds: string[]; teamIds: string[] };

/** What an invitation makes of whoever takes it. */
export type Granted = StoredRole & { limits: StoredLimits | null };

/** An invitation with who sent it; null once that person is no longer a member. */
export type InvitationRow = {
  workspace_id: string;
  id: string;
  email: string;
  role: string;
  role_id: string | null;
  role_name: string | null;
  status: 'pending' | 'accepted' | 'withdrawn';
  limits: StoredLimits | null;
  /** Null where a key invited. */
  invited_by: string | null;
  invited_by_key: string | null;
  inviter_name: string | null;
  created_at: Date;
  expires_at: Date;
};

const limits = `case when i.limit_number_ids is null then null else jsonb_build_object('numberIds', i.limit_number_ids, 'teamIds', i.limit_team_ids) end as limits`;
const columns = `i.workspace_id, i.id, i.email, i.role, i.role_id, mr.name as role_name, i.status, ${limits}, i.invited_by, i.invited_by_key, coalesce(u.name, k.name) as inviter_name, i.created_at, i.expires_at`;
const source = `workspace_invitations i
             left join users u on u.id = i.invited_by
             left join api_keys k on k.workspace_id = i.workspace_id and k.id = i.invited_by_key
             left join member_roles mr on mr.workspace_id = i.workspace_id and mr.id = i.role_id`;

/** Adds an invitation. Errors: SQLSTATE 23505 when one to this address is pending. */
export function insertInvitation(row: Omit<InvitationRow, 'status' | 'inviter_name' | 'role_name'> & { tokenHash: Buffer }): Statement {
  return {
    text: `insert into workspace_invitations (workspace_id, id, email, role, role_id, token_hash, status, invited_by, invited_by_key, created_at, expires_at, limit_number_ids, limit_team_ids)
           values ($1, $2, $3, $4, $5, $6, 'pending', $7, $8, $9, $10, $11, $12)`,
    values: [
      row.workspace_id,
      row.id,
      row.email,
      row.role,
      row.role_id,
      row.tokenHash,
      row.invited_by,
      row.invited_by_key,
      row.created_at,
      row.expires_at,
      row.limits?.numberIds ?? null,
      row.limits?.teamIds ?? null,
    ],
  };
}

/** Closes a pending invitation. Gives a row when it was pending. */
export function updateInvitationStatus(workspaceId: string, id: string, status: 'accepted' | 'withdrawn', at: Date): Statement {
  return {
    text: `update workspace_invitations i set status = $3, decided_at = $4
            where workspace_id = $1 and id = $2 and status = 'pending' returning id, email, role, role_id as "roleId", ${limits}`,
    values: [workspaceId, id, status, at],
  };
}

/** Makes room for a new invitation to an address: a pending one to it, run out or not, is withdrawn. */
export function withdrawPendingTo(workspaceId: string, email: string, at: Date): Statement {
  return {
    text: `update workspace_invitations set status = 'withdrawn', decided_at = $3
            where workspace_id = $1 and email = $2 and status = 'pending' returning id`,
    values: [workspaceId, email, at],
  };
}

/** The open invitation to an address, if there is one. */
export function selectOpenInvitation(workspaceId: string, email: string, now: Date): Statement {
  return {
    text: `select id, role, role_id as "roleId", ${limits} from workspace_invitations i
            where workspace_id = $1 and email = $2 and status = 'pending' and expires_at > $3`,
    values: [workspaceId, email, now],
  };
}

/** A page of invitations, newest first. Walks the primary key backwards. */
export function selectInvitations(workspaceId: string, beforeId: string | null, limit: number): Statement {
  return {
    text: `select ${columns} from ${source}
            where i.workspace_id = $1 and ($2::uuid is null or i.id < $2) order by i.id desc limit $3`,
    values: [workspaceId, beforeId, limit],
  };
}

/** Reads one invitation. */
export function selectInvitation(workspaceId: string, id: string): Statement {
  return {
    text: `select ${columns} from ${source} where i.workspace_id = $1 and i.id = $2`,
    values: [workspaceId, id],
  };
}

/** Finds a usable invitation by the hash of its token. For engines: whoever holds the token is in no workspace yet. */
export function selectInvitationByToken(tokenHash: Buffer, now: Date): Statement {
  return {
    text: `select ${columns}, w.name as workspace_name
             from ${source}
             join workspaces w on w.id = i.workspace_id
            where i.token_hash = $1 and i.status = 'pending' and i.expires_at > $2`,
    values: [tokenHash, now],
  };
}

/** The pending invitations that one person sent, with what their roles allow. */
export function selectPendingOf(workspaceId: string, userId: string): Statement {
  return {
    text: `select i.id, i.role, mr.permissions from workspace_invitations i
             left join member_roles mr on mr.workspace_id = i.workspace_id and mr.id = i.role_id
            where i.workspace_id = $1 and i.invited_by = $2 and i.status = 'pending' order by i.id`,
    values: [workspaceId, userId],
  };
}

/** Withdraws pending invitations. */
export function withdrawInvitations(workspaceId: string, ids: readonly string[], at: Date): Statement {
  return {
    text: `update workspace_invitations set status = 'withdrawn', decided_at = $3
            where workspace_id = $1 and id = any($2::uuid[]) and status = 'pending'`,
    values: [workspaceId, ids, at],
  };
}

/** How many open invitations are to a role of the workspace. */
export function countOpenTo(workspaceId: string, roleId: string, now: Date): Statement {
  return {
    text: `select count(*)::int as count from workspace_invitations
            where workspace_id = $1 and role_id = $2 and status = 'pending' and expires_at > $3`,
    values: [workspaceId, roleId, now],
  };
}

/** Gives pending invitations to a role of the workspace another role. Gives how many. */
export function moveInvitations(workspaceId: string, roleId: string, to: StoredRole): Statement {
  return {
    text: `update workspace_invitations set role = $3, role_id = $4
            where workspace_id = $1 and role_id = $2 and status = 'pending' returning id`,
    values: [workspaceId, roleId, to.role, to.roleId],
  };
}
