import { powerColumns, powerJoins } from '#modules/users';
import type { Statement } from '#platform/db/tx';

/** A member with who they are. */
export type MemberRow = {
  id: string;
  user_id: string;
  name: string;
  email: string;
  role: string;
  role_id: string | null;
  role_name: string | null;
  /** Null: no limits. Teams that are gone are left out. */
  limits: { number_ids: string[]; team_ids: string[] } | null;
  joined_at: Date;
};

const columns = `m.id, m.user_id, u.name, u.email, m.role, m.role_id, mr.name as role_name, m.joined_at,
       (select jsonb_build_object('number_ids', l.number_ids, 'team_ids',
                 array(select t.id from teams t where t.workspace_id = l.workspace_id and t.id = any(l.team_ids) order by t.id))
          from member_limits l where l.workspace_id = m.workspace_id and l.member_id = m.id) as limits`;
const source = `workspace_members m join users u on u.id = m.user_id
             left join member_roles mr on mr.workspace_id = m.workspace_id and mr.id = m.role_id`;

/** A role as it stands in a row of a member or an invitation; `roleId` with the role `custom` only. */
export type StoredRole = { role: string; roleId: string | null };

/** Adds a member. Gives no row when the person is one already. */
export function insertMember(row: StoredRole & { workspaceId: string; id: string; userId: string; joinedAt: Date }): Statement {
  return {
    text: `insert into workspace_members (workspace_id, id, user_id, role, role_id, joined_at) values ($1, $2, $3, $4, $5, $6)
           on conflict (workspace_id, user_id) do nothing returning id`,
    values: [row.workspaceId, row.id, row.userId, row.role, row.roleId, row.joinedAt],
  };
}

/** A page of members by id, which is the order of joining. Walks the primary key. */
export function selectMembers(workspaceId: string, afterId: string | null, limit: number): Statement {
  return {
    text: `select ${columns} from ${source}
            where m.workspace_id = $1 and ($2::uuid is null or m.id > $2) order by m.id limit $3`,
    values: [workspaceId, afterId, limit],
  };
}

/** Members as mails need them, by id. */
export function selectRecipients(workspaceId: string, ids: readonly string[]): Statement {
  return {
    text: `select m.id as "memberId", u.name, u.email, u.language, w.name as "workspaceName", w.slug as "workspaceSlug", w.time_zone as "timeZone"
             from workspace_members m join users u on u.id = m.user_id join workspaces w on w.id = m.workspace_id
            where m.workspace_id = $1 and m.id = any($2) order by m.id`,
    values: [workspaceId, ids],
  };
}

/** Reads one member. */
export function selectMember(workspaceId: string, id: string): Statement {
  return {
    text: `select ${columns} from ${source} where m.workspace_id = $1 and m.id = $2`,
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
    text: `select id from workspace_members
            where workspace_id = $1 and (role = 'owner' or id = any($2)) order by id for update`,
    values: [workspaceId, memberIds],
  };
}

/** What the members that `lockMembersForChange` locked may do now. */
export function selectLocked(workspaceId: string, memberIds: readonly string[]): Statement {
  return {
    text: `select m.id, m.user_id, ${powerColumns} from workspace_members m ${powerJoins}
            where m.workspace_id = $1 and (m.role = 'owner' or m.id = any($2)) order by m.id`,
    values: [workspaceId, memberIds],
  };
}

/** Locks a role that is to be given, so that nobody changes or removes it meanwhile. Gives no row for one that is gone. */
export function lockRole(workspaceId: string, id: string): Statement {
  return {
    text: `select id, name, permissions, sight from member_roles where workspace_id = $1 and id = $2 and deleted_at is null for share`,
    values: [workspaceId, id],
  };
}

/** Locks who has a role of the workspace, all owners and whoever acts, in the order of ids, as every change of roles locks. */
export function lockHolders(workspaceId: string, roleId: string, actingId: string | null): Statement {
  return {
    text: `select id from workspace_members where workspace_id = $1 and (role = 'owner' or role_id = $2 or id = $3) order by id for update`,
    values: [workspaceId, roleId, actingId],
  };
}

/** Who has a role of the workspace, with what they may do. */
export function selectHolders(workspaceId: string, roleId: string): Statement {
  return {
    text: `select m.id, m.user_id, ${powerColumns} from workspace_members m ${powerJoins}
            where m.workspace_id = $1 and m.role_id = $2 order by m.id`,
    values: [workspaceId, roleId],
  };
}

/** Gives a member another role. */
export function updateMemberRole(workspaceId: string, id: string, { role, roleId }: StoredRole): Statement {
  return {
    text: `update workspace_members set role = $3, role_id = $4 where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, role, roleId],
  };
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
    text: `select ${columns} from ${source} where m.workspace_id = $1 order by m.id`,
    values: [workspaceId],
  };
}
