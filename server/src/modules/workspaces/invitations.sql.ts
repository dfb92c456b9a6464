import type { Statement } from '#platform/db/tx';

/** An invitation with who sent it; null once that person is no longer a member. */
export type InvitationRow = {
  workspace_id: string;
  id: string;
  email: string;
  role: string;
  status: 'pending' | 'accepted' | 'withdrawn';
  /** Null where a key invited. */
  invited_by: string | null;
  invited_by_key: string | null;
  inviter_name: string | null;
  created_at: Date;
  expires_at: Date;
};

const columns = `i.workspace_id, i.id, i.email, i.role, i.status, i.invited_by, i.invited_by_key, coalesce(u.name, k.name) as inviter_name, i.created_at, i.expires_at`;
const source = `workspace_invitations i
             left join users u on u.id = i.invited_by
             left join api_keys k on k.workspace_id = i.workspace_id and k.id = i.invited_by_key`;

/** Adds an invitation. Errors: SQLSTATE 23505 when one to this address is pending. */
export function insertInvitation(row: Omit<InvitationRow, 'status' | 'inviter_name'> & { tokenHash: Buffer }): Statement {
  return {
    text: `insert into workspace_invitations (workspace_id, id, email, role, token_hash, status, invited_by, invited_by_key, created_at, expires_at)
           values ($1, $2, $3, $4, $5, 'pending', $6, $7, $8, $9)`,
    values: [
      row.workspace_id,
      row.id,
      row.email,
      row.role,
      row.tokenHash,
      row.invited_by,
      row.invited_by_key,
      row.created_at,
      row.expires_at,
    ],
  };
}

/** Closes a pending invitation. Gives a row when it was pending. */
export function updateInvitationStatus(workspaceId: string, id: string, status: 'accepted' | 'withdrawn', at: Date): Statement {
  return {
    text: `update workspace_invitations set status = $3, decided_at = $4
            where workspace_id = $1 and id = $2 and status = 'pending' returning id, email, role`,
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
    text: `select id, role from workspace_invitations where workspace_id = $1 and email = $2 and status = 'pending' and expires_at > $3`,
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

/** Withdraws the pending invitations to some roles that one person sent. */
export function withdrawInvitationsOf(workspaceId: string, userId: string, roles: readonly string[], at: Date): Statement {
  return {
    text: `update workspace_invitations set status = 'withdrawn', decided_at = $4
            where workspace_id = $1 and invited_by = $2 and role = any($3) and status = 'pending'`,
    values: [workspaceId, userId, roles, at],
  };
}
