import type { Statement } from '#platform/db/tx';
import type { Limits } from './viewer.ts';

/** A team with who is in it and the numbers that are its own. */
export type TeamRow = { id: string; name: string; memberIds: string[]; numberIds: string[]; createdAt: Date };

const columns = `t.id, t.name, t.created_at as "createdAt",
       array(select m.member_id::text from team_members m where m.workspace_id = t.workspace_id and m.team_id = t.id order by m.member_id) as "memberIds",
       array(select n.number_id::text from team_numbers n where n.workspace_id = t.workspace_id and n.team_id = t.id order by n.number_id) as "numberIds"`;

/** All teams by name; at most 200, which is what a workspace may have. */
export function selectTeams(workspaceId: string): Statement {
  return {
    name: 'teams_list',
    text: `select ${columns} from teams t where t.workspace_id = $1 order by lower(t.name), t.id limit 200`,
    values: [workspaceId],
  };
}

/** One team. */
export function selectTeam(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from teams t where t.workspace_id = $1 and t.id = $2`, values: [workspaceId, id] };
}

/** Locks a team that is to be changed. Gives no row when it does not exist. */
export function lockTeam(workspaceId: string, id: string): Statement {
  return { text: 'select id from teams where workspace_id = $1 and id = $2 for update', values: [workspaceId, id] };
}

/** How many teams there are. */
export function countTeams(workspaceId: string): Statement {
  return { text: 'select count(*)::int as count from teams where workspace_id = $1', values: [workspaceId] };
}

/** Adds a team. Gives no row when its name, in whatever case, is taken. */
export function insertTeam(row: { workspaceId: string; id: string; name: string; createdAt: Date }): Statement {
  return {
    text: `insert into teams (workspace_id, id, name, created_at) values ($1, $2, $3, $4)
           on conflict (workspace_id, lower(name)) do nothing returning id`,
    values: [row.workspaceId, row.id, row.name, row.createdAt],
  };
}

/** Renames a team. Gives no row when another has the name. */
export function updateTeamName(workspaceId: string, id: string, name: string): Statement {
  return {
    text: `update teams set name = $3 where workspace_id = $1 and id = $2
              and not exists (select from teams o where o.workspace_id = $1 and o.id <> $2 and lower(o.name) = lower($3)) returning id`,
    values: [workspaceId, id, name],
  };
}

/** Deletes a team; its members and numbers go with it. */
export function deleteTeam(workspaceId: string, id: string): Statement {
  return { text: 'delete from teams where workspace_id = $1 and id = $2', values: [workspaceId, id] };
}

/** Takes out of a team whoever is not among `memberIds`. Gives who left. */
export function deleteOtherTeamMembers(workspaceId: string, teamId: string, memberIds: readonly string[]): Statement {
  return {
    text: `delete from team_members where workspace_id = $1 and team_id = $2 and member_id <> all($3::uuid[]) returning member_id as id`,
    values: [workspaceId, teamId, memberIds],
  };
}

/** Puts members of the workspace into a team. Gives who is new in it. */
export function insertTeamMembers(workspaceId: string, teamId: string, memberIds: readonly string[]): Statement {
  return {
    text: `insert into team_members (workspace_id, team_id, member_id)
           select $1, $2, id from workspace_members where workspace_id = $1 and id = any($3::uuid[])
           on conflict do nothing returning member_id as id`,
    values: [workspaceId, teamId, memberIds],
  };
}

/** Takes numbers away from a team that are not among `numberIds`. */
export function deleteOtherTeamNumbers(workspaceId: string, teamId: string, numberIds: readonly string[]): Statement {
  return {
    text: `delete from team_numbers where workspace_id = $1 and team_id = $2 and number_id <> all($3::uuid[]) returning number_id as id`,
    values: [workspaceId, teamId, numberIds],
  };
}

/** Gives numbers of the workspace to a team. */
export function insertTeamNumbers(workspaceId: string, teamId: string, numberIds: readonly string[]): Statement {
  return {
    text: `insert into team_numbers (workspace_id, team_id, number_id)
           select $1, $2, id from numbers where workspace_id = $1 and id = any($3::uuid[])
           on conflict do nothing returning number_id as id`,
    values: [workspaceId, teamId, numberIds],
  };
}

/** How many of these members and numbers the workspace has. */
export function countKnown(workspaceId: string, memberIds: readonly string[], numberIds: readonly string[]): Statement {
  return {
    text: `select (select count(*) from workspace_members where workspace_id = $1 and id = any($2::uuid[]))::int as members,
                  (select count(*) from numbers where workspace_id = $1 and id = any($3::uuid[]))::int as numbers`,
    values: [workspaceId, memberIds, numberIds],
  };
}

/** Takes a member out of every team. Gives the teams. */
export function deleteMemberOfTeams(workspaceId: string, memberId: string): Statement {
  return {
    text: 'delete from team_members where workspace_id = $1 and member_id = $2 returning team_id as id',
    values: [workspaceId, memberId],
  };
}

/** The rule of a workspace; no row: the default. */
export function selectRule(workspaceId: string): Statement {
  return { text: 'select agents_see as "agentsSee" from visibility_rules where workspace_id = $1', values: [workspaceId] };
}

/** Sets the rule. */
export function upsertRule(workspaceId: string, agentsSee: string, at: Date): Statement {
  return {
    text: `insert into visibility_rules (workspace_id, agents_see, updated_at) values ($1, $2, $3)
           on conflict (workspace_id) do update set agents_see = excluded.agents_see, updated_at = excluded.updated_at`,
    values: [workspaceId, agentsSee, at],
  };
}

/** What limits one member; `agentsSee` null: the default. */
export type ViewerRow = {
  role: string;
  sight: string | null;
  roleLimits: Limits | null;
  memberLimits: Limits | null;
  agentsSee: string | null;
  teamIds: string[];
  hiddenNumberIds: string[];
};

/** Reads what limits one member. No row for one who left. */
export function selectViewer(workspaceId: string, memberId: string): Statement {
  return {
    name: 'teams_viewer',
    text: `
select w.role, r.sight,
       case when r.sight = 'chosen' then jsonb_build_object('numberIds', r.number_ids, 'teamIds', r.team_ids) end as "roleLimits",
       (select jsonb_build_object('numberIds', l.number_ids, 'teamIds', l.team_ids) from member_limits l
         where l.workspace_id = w.workspace_id and l.member_id = w.id) as "memberLimits",
       (select agents_see from visibility_rules where workspace_id = $1) as "agentsSee",
       array(select team_id::text from team_members where workspace_id = $1 and member_id = $2) as "teamIds",
       array(select n.number_id::text from team_numbers n
               left join team_members m on m.workspace_id = n.workspace_id and m.team_id = n.team_id and m.member_id = $2
              where n.workspace_id = $1
              group by n.number_id having count(m.member_id) = 0) as "hiddenNumberIds"
  from workspace_members w left join member_roles r on r.workspace_id = w.workspace_id and r.id = w.role_id
 where w.workspace_id = $1 and w.id = $2`,
    values: [workspaceId, memberId],
  };
}
