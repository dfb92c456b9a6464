import {
  AssignmentRule,
  AssignmentSettings,
  ID_PREFIXES,
  idSchema,
  MemberPresence,
  MemberPresenceList,
  ReportPresenceRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import type { AssignmentContext } from './assignment-context.ts';
import { listPresence, reportPresence } from './report-presence.ts';
import { listAssignmentRules, removeAssignmentRule, setAssignmentRule } from './set-assignment-rule.ts';

const tag = 'Assignment';
const params = z.object({ team_id: idSchema('team') });

/** Routes of rules of assignment and of where members are. */
export function assignmentRoutes(ctx: AssignmentContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/assignment-rules',
      summary: 'Get the rules of assignment',
      description: 'Of the workspace and of the teams that have their own.',
      tag,
      auth: 'workspace',
      permission: 'teams:read',
      responses: { 200: AssignmentSettings },
      handler: ({ actor }) => listAssignmentRules(ctx, actor.workspaceId),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/assignment-rules',
      support: 'help',
      summary: 'Set the rule of the workspace',
      description: 'For conversations without a team, and for teams without a rule of their own. Who waits is given out within seconds.',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      body: AssignmentRule,
      responses: { 200: AssignmentSettings },
      handler: ({ actor, body }) => setAssignmentRule(ctx, actor, null, body),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/assignment-rules/teams/:team_id',
      support: 'help',
      summary: 'Set the rule of a team',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      params,
      body: AssignmentRule,
      responses: { 200: AssignmentSettings },
      handler: ({ actor, params: { team_id }, body }) => setAssignmentRule(ctx, actor, teamUuid(team_id), body),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/assignment-rules/teams/:team_id',
      summary: 'Remove the rule of a team',
      description: 'It follows the workspace again.',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      params,
      responses: { 204: null },
      handler: ({ actor, params: { team_id } }) => removeAssignmentRule(ctx, actor, teamUuid(team_id)),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/member-presence',
      summary: 'List where members are',
      description: 'Online, away, busy or offline, and how many open conversations each has.',
      tag,
      auth: 'workspace',
      permission: 'members:read',
      responses: { 200: MemberPresenceList },
      handler: async ({ actor }) => ({ data: await listPresence(ctx, actor.workspaceId) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/me/presence',
      whileClosing: true,
      summary: 'Report that one is there',
      description:
        'An open dashboard sends this every 25 seconds; without one for 60 seconds a member is offline. An API key is nobody: nothing is recorded, and the answer is null.',
      tag,
      auth: 'workspace',
      permission: 'conversations:read',
      body: ReportPresenceRequest,
      responses: { 200: MemberPresence.nullable() },
      handler: ({ actor, body }) => reportPresence(ctx, actor, body),
    }),
  ];
}

function teamUuid(publicId: string): string {
  const id = fromPublicId(ID_PREFIXES.team, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
