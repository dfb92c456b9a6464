import { powerColumns, powerJoins, type PowerRow } from '#modules/users';
import type { Statement } from '#platform/db/tx';

/** A workspace as stored. */
export type WorkspaceRow = {
  id: string;
  name: string;
  slug: string;
  time_zone: string;
  unknown_rule: string;
  deletes_at: Date | null;
  created_at: Date;
};

const columns = 'w.id, w.name, w.slug, w.time_zone, w.unknown_rule, w.deletes_at, w.created_at';

/** Adds a workspace. Gives no row when the slug is taken. */
export function insertWorkspace(row: WorkspaceRow): Statement {
  return {
    text: `insert into workspaces as w (id, name, slug, time_zone, unknown_rule, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $6) on conflict (slug) do nothing returning ${columns}`,
    values: [row.id, row.name, row.slug, row.time_zone, row.unknown_rule, row.created_at],
  };
}

/** Reads a workspace. */
export function selectWorkspace(id: string): Statement {
  return { name: 'workspaces_by_id', text: `select ${columns} from workspaces w where w.id = $1`, values: [id] };
}

/** Reads a workspace and keeps it from being changed until the transaction ends. */
export function lockWorkspace(id: string): Statement {
  return { text: `select ${columns} from workspaces w where w.id = $1 for update`, values: [id] };
}

/** Which of these slugs are in use, in any workspace. For engines only: row-level security hides the others. */
export function selectTakenSlugs(slugs: readonly string[]): Statement {
  return { text: `select slug from workspaces where slug = any($1)`, values: [slugs] };
}

/** Changes a workspace; null leaves a field as it is. Errors: SQLSTATE 23505 when the slug is taken. */
export function updateWorkspace(
  id: string,
  change: { name: string | null; slug: string | null; timeZone: string | null; unknownRule: string | null },
  at: Date,
): Statement {
  return {
    text: `update workspaces w set name = coalesce($2, w.name), slug = coalesce($3, w.slug), time_zone = coalesce($4, w.time_zone),
                  unknown_rule = coalesce($5, w.unknown_rule), updated_at = $6
            where w.id = $1 returning ${columns}`,
    values: [id, change.name, change.slug, change.timeZone, change.unknownRule, at],
  };
}

/** A membership together with its workspace. */
export type MembershipRow = WorkspaceRow &
  PowerRow & {
    member_id: string;
    role_id: string | null;
    role_name: string | null;
    second_factor_from: Date | null;
    single_sign_on_only: boolean | null;
  };

/** Every workspace a person belongs to, in the order they joined. For engines; relies on the index on `user_id`. */
export function selectMemberships(userId: string): Statement {
  return {
    name: 'memberships_of_user',
    text: `select ${columns}, m.id as member_id, m.role_id, mr.name as role_name, ${powerColumns}, r.second_factor_from, r.single_sign_on_only
             from workspace_members m join workspaces w on w.id = m.workspace_id
             ${powerJoins}
             left join workspace_sign_in_rules r on r.workspace_id = w.id
            where m.user_id = $1 order by m.joined_at, m.id`,
    values: [userId],
  };
}

/** Sets when the workspace will be deleted; null takes that back. Gives a row when that was a change. */
export function updateDeletesAt(id: string, deletesAt: Date | null, at: Date): Statement {
  return {
    text: `update workspaces set deletes_at = $2, updated_at = $3 where id = $1 and deletes_at is distinct from $2 returning id`,
    values: [id, deletesAt, at],
  };
}

/** Deletes a workspace, with its members, invitations and keys of programs. For engines. */
export function deleteWorkspace(id: string): Statement {
  return { text: 'delete from workspaces where id = $1', values: [id] };
}

/** Row of `selectOwned`. */
export type OwnedRow = { id: string; slug: string; owner_id: string };

/** Every workspace with its longest-standing owner. */
export function selectOwned(): Statement {
  return {
    text: `select distinct on (w.slug) w.id, w.slug, m.user_id as owner_id
             from workspaces w
             join workspace_members m on m.workspace_id = w.id and m.role = 'owner'
            order by w.slug, m.joined_at, m.id`,
  };
}
