import {
  EpisodeList,
  ID_PREFIXES,
  idSchema,
  SatisfactionSettings,
  ServiceLevelSettings,
  ServiceTargets,
  StoredSatisfactionSettings,
} from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { listEpisodes } from './list-episodes.ts';
import { reportRoutes } from './report/report-routes.ts';
import type { ServiceLevelsContext } from './service-levels-context.ts';
import { getSatisfaction, listServiceLevels, removeServiceTargets, setSatisfaction, setServiceTargets } from './set-service-levels.ts';

const tag = 'Service levels';
const teamParams = z.object({ team_id: idSchema('team') });
const numberParams = z.object({ number_id: idSchema('number') });

/** Routes of targets, satisfaction, turns of conversations, and the report over them. */
export function serviceLevelRoutes(ctx: ServiceLevelsContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/service-levels',
      summary: 'Get the targets',
      description: 'Of the workspace and of the teams and numbers that have their own.',
      tag,
      auth: 'workspace',
      permission: 'workspace:read',
      responses: { 200: ServiceLevelSettings },
      handler: ({ actor }) => listServiceLevels(ctx, actor.workspaceId),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/service-levels',
      support: 'help',
      summary: 'Set the targets of the workspace',
      description: 'Open conversations follow within seconds.',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      body: ServiceTargets,
      responses: { 200: ServiceLevelSettings },
      handler: ({ actor, body }) => setServiceTargets(ctx, actor, { kind: 'workspace' }, body),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/service-levels/teams/:team_id',
      support: 'help',
      summary: 'Set the targets of a team',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      params: teamParams,
      body: ServiceTargets,
      responses: { 200: ServiceLevelSettings },
      handler: ({ actor, params, body }) => setServiceTargets(ctx, actor, { kind: 'team', id: uuidOf('team', params.team_id) }, body),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/service-levels/teams/:team_id',
      summary: 'Remove the targets of a team',
      description: 'Its conversations follow the number or the workspace again.',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      params: teamParams,
      responses: { 204: null },
      handler: ({ actor, params }) => removeServiceTargets(ctx, actor, { kind: 'team', id: uuidOf('team', params.team_id) }),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/service-levels/numbers/:number_id',
      support: 'help',
      summary: 'Set the targets of a number',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      params: numberParams,
      body: ServiceTargets,
      responses: { 200: ServiceLevelSettings },
      handler: ({ actor, params, body }) => setServiceTargets(ctx, actor, { kind: 'number', id: uuidOf('number', params.number_id) }, body),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/service-levels/numbers/:number_id',
      summary: 'Remove the targets of a number',
      description: 'Its conversations follow the workspace again.',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      params: numberParams,
      responses: { 204: null },
      handler: ({ actor, params }) => removeServiceTargets(ctx, actor, { kind: 'number', id: uuidOf('number', params.number_id) }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/satisfaction',
      summary: 'Get the satisfaction question',
      tag,
      auth: 'workspace',
      permission: 'workspace:read',
      responses: { 200: StoredSatisfactionSettings },
      handler: ({ actor }) => getSatisfaction(ctx, actor.workspaceId),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/satisfaction',
      summary: 'Set the satisfaction question',
      description: 'Asked after a conversation was resolved, inside the service window, with three reply buttons.',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      body: SatisfactionSettings,
      responses: { 200: StoredSatisfactionSettings },
      handler: ({ actor, body }) => setSatisfaction(ctx, actor, body),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/conversations/:id/episodes',
      summary: 'List the turns of a conversation',
      description: 'From a customer’s opening message until it was resolved, newest first, with times and targets.',
      tag,
      auth: 'workspace',
      permission: 'conversations:read',
      params: z.object({ id: idSchema('conversation') }),
      responses: { 200: EpisodeList },
      handler: async ({ actor, params }) => ({ data: await listEpisodes(ctx, actor, uuidOf('conversation', params.id)) }),
    }),
    ...reportRoutes(ctx),
  ];
}

function uuidOf(kind: 'team' | 'number' | 'conversation', publicId: string): string {
  const id = fromPublicId(ID_PREFIXES[kind], publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
