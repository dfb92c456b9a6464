import { ID_PREFIXES, type Team } from '@kabar/contract';
import type { Database } from '#platform/db/database';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { toPublicId } from '#platform/ids';
import { selectTeam, selectTeams, type TeamRow } from './teams.sql.ts';

/** All teams of a workspace by name. */
export async function listTeams(ctx: { db: Database }, workspaceId: string): Promise<Team[]> {
  const rows = await tenantQuery<TeamRow>(ctx.db, workspaceId, selectTeams(workspaceId));
  return rows.map(presentTeam);
}

/** One team. Errors: `not_found`. */
export async function getTeam(ctx: { db: Database }, workspaceId: string, teamId: string): Promise<Team> {
  const [row] = await tenantQuery<TeamRow>(ctx.db, workspaceId, selectTeam(workspaceId, teamId));
  if (row === undefined) throw new AppError('not_found');
  return presentTeam(row);
}

/** A team in the form of the API. */
export function presentTeam(row: TeamRow): Team {
  return {
    // Made with the very prefixes the types are branded with.
    id: toPublicId(ID_PREFIXES.team, row.id) as Team['id'],
    name: row.name,
    member_ids: row.memberIds.map((id) => toPublicId(ID_PREFIXES.member, id) as Team['member_ids'][number]),
    number_ids: row.numberIds.map((id) => toPublicId(ID_PREFIXES.number, id) as Team['number_ids'][number]),
    created_at: row.createdAt.toISOString(),
  };
}
