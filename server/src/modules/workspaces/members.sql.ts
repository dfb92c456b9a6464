import type { Statement } from '#platform/db/tx';

/** A member with who they are. */
export type MemberRow = { id: string; user_id: string; name: string; email: string; role: string; joined_at: Date };

const columns = 'm.id, m.user_id, u.name, u.email, m.role, m.joined_at';

/** Adds a member. Gives no row when the person is one already. */
export function insertMember(row: { workspaceId: string; id: string; userId: string; role: string; joinedAt: Date }): Statement {
  return {
    text: `insert into workspace_members (workspace_id, id, user_id, role, joined_at) values ($1, $2, $3, $4, $5)
           on conflict (workspace_id, user_id) do nothing returning id`,
    values: [row.workspaceId, row.id, row.userId, row.role, row.joinedAt],
  };
}

/** A page of members by id, which is the order of joining. Walks the primary key. */
export function selectMembers(workspaceId: string, afterId: string | null, limit: number): Statement {
  return {
    text: `select ${columns} from workspace_members m join users u on u.id = m.user_id
            where m.workspace_id = $1 and ($2::uuid is null or m.id > $2) order by m.id limit $3`,
    values: [workspaceId, afterId, limit],
  };
}

/** Reads one member. */
export function selectMember(workspaceId: string, id: string): Statement {
  return {
    text: `select ${columns} from workspace_members m join users u on u.id = m.user_id where m.workspace_id = $1 and m.id = $2`,
    values: [workspaceId, id],
  };
}

/** Whether a person with this address is a member. */
export function selectMemberByEmail(workspaceId: string, email: string): Statement {
  return {
    text: `select m.id from workspace_members m join users u on u.id = m.user_id where m.workspace_id = $1 and u.email = $2`,
    values: [workspaceId, email],
  };
}

/**
 * Locks the members that a change of roles has to look at: all owners, the one to be changed and the one who changes. In
 * the order of ids, so that two changes at once wait for each other instead of deadlocking.
 */
export function lockMembersForChange(workspaceId: string, memberIds: readonly string[]): Statement {
  return {
    text: `select id, user_id, role from workspace_members
            where workspace_id = $1 and (role = 'owner' or id = any($2)) order by id for update`,
    values: [workspaceId, memberIds],
  };
}

/** Gives a member another role. */
export function updateMemberRole(workspaceId: string, id: string, role: string): Statement {
  return { text: `update workspace_members set role = $3 where workspace_id = $1 and id = $2`, values: [workspaceId, id, role] };
}

/** Takes a member out. */
export function deleteMember(workspaceId: string, id: string): Statement {
  return { text: `delete from workspace_members where workspace_id = $1 and id = $2`, values: [workspaceId, id] };
}

/** Whether a person is a member. */
export function selectMemberByUser(workspaceId: string, userId: string): Statement {
  return { text: `select id from workspace_members where workspace_id = $1 and user_id = $2`, values: [workspaceId, userId] };
}

/** Every member, in the order of joining. */
export function selectAllMembers(workspaceId: string): Statement {
  return {
    text: `select ${columns} from workspace_members m join users u on u.id = m.user_id where m.workspace_id = $1 order by m.id`,
    values: [workspaceId],
  };
}
