import { ID_PREFIXES, idSchema, Schedule, WorkingHoursSettings } from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { listWorkingHours } from './list-working-hours.ts';
import { removeWorkingHours, setWorkingHours } from './set-working-hours.ts';
import type { WorkingHoursContext } from './working-hours-context.ts';

const tag = 'Working hours';
const params = z.object({ number_id: idSchema('number') });

/** Routes under `/v1/working-hours`. */
export function workingHoursRoutes(ctx: WorkingHoursContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/working-hours',
      summary: 'Get the working hours',
      description: 'Of the workspace and of the numbers that have their own, and whether somebody is there now.',
      tag,
      auth: 'workspace',
      permission: 'workspace:read',
      responses: { 200: WorkingHoursSettings },
      handler: ({ actor }) => listWorkingHours(ctx, actor.workspaceId),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/working-hours',
      support: 'help',
      summary: 'Set the working hours of the workspace',
      description: 'They hold at once, also for the targets of open conversations.',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      body: Schedule,
      responses: { 200: WorkingHoursSettings },
      handler: ({ actor, body }) => setWorkingHours(ctx, actor, null, body),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/working-hours/numbers/:number_id',
      support: 'help',
      summary: 'Set working hours of a number',
      description: 'Instead of those of the workspace.',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      params,
      body: Schedule,
      responses: { 200: WorkingHoursSettings },
      handler: ({ actor, params: { number_id }, body }) => setWorkingHours(ctx, actor, numberUuid(number_id), body),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/working-hours/numbers/:number_id',
      summary: 'Remove working hours of a number',
      description: 'It follows the workspace again.',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      params,
      responses: { 204: null },
      handler: ({ actor, params: { number_id } }) => removeWorkingHours(ctx, actor, numberUuid(number_id)),
    }),
  ];
}

function numberUuid(publicId: string): string {
  const id = fromPublicId(ID_PREFIXES.number, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
