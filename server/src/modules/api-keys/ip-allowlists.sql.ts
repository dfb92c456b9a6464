import type { Statement } from '#platform/db/tx';

/** The addresses from which a workspace may be used. */
export type IpAllowlistRow = { ranges: string[]; covers_members: boolean; changed_at: Date };

/** Reads the list of a workspace; no row: from anywhere. */
export function selectIpAllowlist(workspaceId: string): Statement {
  return {
    name: 'ip_allowlist_of_workspace',
    text: `select ranges, covers_members, changed_at from ip_allowlists where workspace_id = $1`,
    values: [workspaceId],
  };
}

/** Sets the list of a workspace. */
export function upsertIpAllowlist(workspaceId: string, row: IpAllowlistRow): Statement {
  return {
    text: `insert into ip_allowlists (workspace_id, ranges, covers_members, changed_at) values ($1, $2, $3, $4)
           on conflict (workspace_id) do update set ranges = excluded.ranges, covers_members = excluded.covers_members, changed_at = excluded.changed_at`,
    values: [workspaceId, row.ranges, row.covers_members, row.changed_at],
  };
}

/** Lets the workspace be used from anywhere again. */
export function deleteIpAllowlist(workspaceId: string): Statement {
  return { text: `delete from ip_allowlists where workspace_id = $1`, values: [workspaceId] };
}
