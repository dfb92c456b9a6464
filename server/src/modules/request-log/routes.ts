import { GetUsageQuery, idSchema, ListRequestLogQuery, LoggedRequest, pageOf, Usage } from '@kabar/contract';
import { z } from 'zod';
import { defineRoute, type Route } from '#platform/http/route';
import { getUsage } from './get-usage.ts';
import { getRequest, listRequests } from './list-requests.ts';
import type { RequestLogContext } from './request-log-context.ts';

const tag = 'Request log';

/** Routes of the request log. */
export function requestLogRoutes(ctx: RequestLogContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/request-log',
      summary: 'List calls of the API',
      description:
        'Newest first, a second after they were answered at the latest. A line has route, time, status, duration, address, caller, ids and the code of the error; never a body, a query or a secret. Lines stay for as long as the retention policy says, 90 days unless it differs.',
      tag,
      auth: 'workspace',
      permission: 'logs:read',
      query: ListRequestLogQuery,
      responses: { 200: pageOf(LoggedRequest) },
      handler: ({ actor, query }) => listRequests(ctx, actor.workspaceId, query),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/request-log/:id',
      summary: 'Get one call of the API',
      description: 'By the `Request-Id` of its answer.',
      tag,
      auth: 'workspace',
      permission: 'logs:read',
      params: z.object({ id: idSchema('request') }),
      responses: { 200: LoggedRequest },
      handler: ({ actor, params: { id } }) => getRequest(ctx, actor.workspaceId, id),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/usage',
      summary: 'Get the use of the API',
      description: 'Calls by hour (up to 31 days) or day (up to 400 days), by key, route or class of status, and messages by day.',
      tag,
      auth: 'workspace',
      permission: 'logs:read',
      query: GetUsageQuery,
      responses: { 200: Usage },
      handler: ({ actor, query }) => getUsage(ctx, actor.workspaceId, query),
    }),
  ];
}
