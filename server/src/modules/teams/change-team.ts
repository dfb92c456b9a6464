import { ID_PREFIXES, type CreateTeamRequest, type Team, type UpdateTeamRequest } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { announceAuthorizationChange, type AuthorizationKey } from '#platform/events/authorization-change';
import type { WorkspaceActor } from '#platform/http/actor';
import { fromPublicId, toPublicId } from '#platform/ids';
import { presentTeam } from './list-teams.ts';
import { auditActorOf, type TeamsContext } from './teams-context.ts';
import {
  countKnown,
  countTeams,
  deleteMemberOfTeams,
  deleteOtherTeamMembers,
  deleteOtherTeamNumbers,
  deleteTeam,
  insertTeam,
  insertTeamMembers,
  insertTeamNumbers,
  lockTeam,
  selectTeam,
  updateTeamName,
  type TeamRow,
} from './teams.sql.ts';

const maxTeams = 200;

/**
 * Makes a team. Errors: `not_found` for a member or number of another workspace; `conflict` when the name is taken or there
 * are 200 teams already.
 */
export async function createTeam(ctx: TeamsContext, actor: WorkspaceActor, request: CreateTeamRequest): Promise<Team> {
  const { workspaceId } = actor;
  const id = ctx.ids.uuid();
  const team = await withTenant(ctx.db, workspaceId, async (tx) => {
    const [counted] = await tx.query<{ count: number }>(countTeams(workspaceId));
    if ((counted?.count ?? 0) >= maxTeams) throw new AppError('conflict');
    const made = await tx.query(insertTeam({ workspaceId, id, name: request.name, createdAt: ctx.clock.now() }));
    if (made.length === 0) throw new AppError('conflict');
    const concerned = await setParts(tx, id, request);
    return record(ctx, tx, actor, id, null, concerned);
  });
  ctx.viewers.forget(workspaceId);
  return team;
}

/**
 * Changes name, members or numbers of a team; what is left out stays. It counts from the next request on; open live streams
 * of those concerned end and come back with what they see now.
 *
 * Errors: `not_found`, also for a member or number of another workspace; `conflict` when the name is taken.
 */
export async function updateTeam(ctx: TeamsContext, actor: WorkspaceActor, teamId: string, request: UpdateTeamRequest): Promise<Team> {
  const { workspaceId } = actor;
  const team = await withTenant(ctx.db, workspaceId, async (tx) => {
    const before = await lockedTeam(tx, teamId);
    if (request.name !== undefined && request.name !== before.name) {
      const renamed = await tx.query(updateTeamName(workspaceId, teamId, request.name));
      if (renamed.length === 0) throw new AppError('conflict');
    }
    const concerned = await setParts(tx, teamId, request);
    const after = await teamOf(tx, teamId);
    if (sameTeam(before, after)) return presentTeam(after);
    return record(ctx, tx, actor, teamId, before, concerned);
  });
  ctx.viewers.forget(workspaceId);
  return team;
}

/** Deletes a team; its conversations belong to no team from now on, assigned as they are. Errors: `not_found`. */
export async function removeTeam(ctx: TeamsContext, actor: WorkspaceActor, teamId: string): Promise<void> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const before = await lockedTeam(tx, teamId);
    await ctx.releaseTeam(tx, teamId);
    await tx.query(deleteTeam(workspaceId, teamId));
    await announce(ctx, tx, [teamId], [`workspace:${workspaceId}`]);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'team.deleted',
      target: { kind: 'team', id: toPublicId(ID_PREFIXES.team, teamId) },
      before: auditOf(before),
    });
  });
  ctx.viewers.forget(workspaceId);
}

/** Takes a member who leaves the workspace out of its teams, in the transaction in which they leave. */
export async function removeFromTeams(ctx: Pick<TeamsContext, 'clock'>, tx: TenantTx, memberId: string): Promise<void> {
  const teams = await tx.query<{ id: string }>(deleteMemberOfTeams(tx.workspaceId, memberId));
  await announce(
    ctx,
    tx,
    teams.map((team) => team.id),
    [],
  );
}

/** Gives whose sight changed: numbers concern every agent, members only themselves. */
async function setParts(tx: TenantTx, teamId: string, request: UpdateTeamRequest): Promise<AuthorizationKey[]> {
  const { workspaceId } = tx;
  const members = request.member_ids === undefined ? null : uuids('member', request.member_ids);
  const numbers = request.number_ids === undefined ? null : uuids('number', request.number_ids);
  const [known] = await tx.query<{ members: number; numbers: number }>(countKnown(workspaceId, members ?? [], numbers ?? []));
  if (known?.members !== (members ?? []).length || known.numbers !== (numbers ?? []).length) throw new AppError('not_found');
  const concerned: AuthorizationKey[] = [];
  if (members !== null) {
    const left = await tx.query<{ id: string }>(deleteOtherTeamMembers(workspaceId, teamId, members));
    const joined = await tx.query<{ id: string }>(insertTeamMembers(workspaceId, teamId, members));
    concerned.push(...[...left, ...joined].map(({ id }): AuthorizationKey => `member:${id}`));
  }
  if (numbers !== null) {
    const taken = await tx.query(deleteOtherTeamNumbers(workspaceId, teamId, numbers));
    const given = await tx.query(insertTeamNumbers(workspaceId, teamId, numbers));
    if (taken.length + given.length > 0) concerned.push(`workspace:${workspaceId}`);
  }
  return concerned;
}

async function record(
  ctx: TeamsContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  teamId: string,
  before: TeamRow | null,
  concerned: readonly AuthorizationKey[],
): Promise<Team> {
  const after = await teamOf(tx, teamId);
  await announce(ctx, tx, [teamId], concerned);
  await appendAudit(ctx.audit, tx, {
    actor: auditActorOf(actor),
    action: before === null ? 'team.created' : 'team.changed',
    target: { kind: 'team', id: toPublicId(ID_PREFIXES.team, teamId) },
    ...(before === null ? {} : { before: auditOf(before) }),
    after: auditOf(after),
  });
  return presentTeam(after);
}

async function announce(
  ctx: Pick<TeamsContext, 'clock'>,
  tx: TenantTx,
  teamIds: readonly string[],
  concerned: readonly AuthorizationKey[],
): Promise<void> {
  const occurredAt = ctx.clock.now();
  await appendEvents(
    tx,
    teamIds.map((id) => ({
      workspaceId: tx.workspaceId,
      type: 'team.updated',
      data: { team_id: toPublicId(ID_PREFIXES.team, id) },
      occurredAt,
    })),
  );
  await announceAuthorizationChange(tx, concerned);
}

async function lockedTeam(tx: TenantTx, teamId: string): Promise<TeamRow> {
  await tx.query(lockTeam(tx.workspaceId, teamId));
  return teamOf(tx, teamId);
}

async function teamOf(tx: TenantTx, teamId: string): Promise<TeamRow> {
  const [team] = await tx.query<TeamRow>(selectTeam(tx.workspaceId, teamId));
  if (team === undefined) throw new AppError('not_found');
  return team;
}

function sameTeam(left: TeamRow, right: TeamRow): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function auditOf(team: TeamRow): { name: string; member_ids: string[]; number_ids: string[] } {
  const { name, member_ids: memberIds, number_ids: numberIds } = presentTeam(team);
  return { name, member_ids: memberIds, number_ids: numberIds };
}

function uuids(kind: 'member' | 'number', publicIds: readonly string[]): string[] {
  const ids = publicIds.map((publicId) => fromPublicId(ID_PREFIXES[kind], publicId));
  if (ids.includes(null)) throw new AppError('not_found');
  return [...new Set(ids.filter((id) => id !== null))];
}
