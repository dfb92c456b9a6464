import {
  CreateTeamRequest,
  ID_PREFIXES,
  idSchema,
  Team,
  TeamList,
  UpdateTeamRequest,
  UpdateVisibilityRuleRequest,
  VisibilityRule,
} from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { createTeam, removeTeam, updateTeam } from './change-team.ts';
import { getTeam, listTeams } from './list-teams.ts';
import type { TeamsContext } from './teams-context.ts';
import { getVisibility, setVisibility } from './visibility.ts';

const tag = 'Teams';
const params = z.object({ id: idSchema('team') });

/** Routes under `/v1/teams`, and the rule about what agents see. */
export function teamsRoutes(ctx: TeamsContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/teams',
      summary: 'List teams',
      description: 'All of them by name, with their members and numbers.',
      tag,
      auth: 'workspace',
      permission: 'teams:read',
      responses: { 200: TeamList },
      handler: async ({ actor }) => ({ data: await listTeams(ctx, actor.workspaceId) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/teams',
      summary: 'Create a team',
      tag,
      auth: 'workspace',
      permission: 'teams:write',
      body: CreateTeamRequest,
      responses: { 201: Team },
      handler: ({ actor, body }) => createTeam(ctx, actor, body),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/teams/:id',
      summary: 'Get a team',
      tag,
      auth: 'workspace',
      permission: 'teams:read',
      params,
      responses: { 200: Team },
      handler: ({ actor, params: { id } }) => getTeam(ctx, actor.workspaceId, teamUuid(id)),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/teams/:id',
      summary: 'Change a team',
      description: 'A list that is given replaces the one before. What its members may see follows at once.',
      tag,
      auth: 'workspace',
      permission: 'teams:write',
      params,
      body: UpdateTeamRequest,
      responses: { 200: Team },
      handler: ({ actor, params: { id }, body }) => updateTeam(ctx, actor, teamUuid(id), body),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/teams/:id',
      summary: 'Delete a team',
      description: 'Its conversations belong to no team afterwards and stay assigned as they are.',
      tag,
      auth: 'workspace',
      permission: 'teams:write',
      params,
      responses: { 204: null },
      handler: ({ actor, params: { id } }) => removeTeam(ctx, actor, teamUuid(id)),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/visibility',
      summary: 'Get what agents see',
      tag,
      auth: 'workspace',
      permission: 'teams:read',
      responses: { 200: VisibilityRule },
      handler: ({ actor }) => getVisibility(ctx, actor.workspaceId),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/visibility',
      summary: 'Set what agents see',
      description: 'Counts at once, in lists, search, files and live events alike.',
      tag,
      auth: 'workspace',
      permission: 'teams:write',
      body: UpdateVisibilityRuleRequest,
      responses: { 200: VisibilityRule },
      handler: ({ actor, body }) => setVisibility(ctx, actor, body.agents_see),
    }),
  ];
}

function teamUuid(publicId: string): string {
  const id = fromPublicId(ID_PREFIXES.team, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
