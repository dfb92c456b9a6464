import { ID_PREFIXES, idSchema, ListTemplatesQuery, pageOf, SyncTemplatesResponse, Template } from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { listTemplates } from './list-templates.ts';
import { syncTemplatesOfNumber } from './sync-templates.ts';
import type { TemplatesContext } from './templates-context.ts';

/** Routes of templates. */
export function templatesRoutes(ctx: TemplatesContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/templates',
      summary: 'List templates',
      description: 'By name and language, as WhatsApp knows them. Deleted ones only with `status=deleted`.',
      tag: 'Templates',
      auth: 'workspace',
      permission: 'templates:read',
      query: ListTemplatesQuery,
      responses: { 200: pageOf(Template) },
      handler: ({ actor, query }) => listTemplates(ctx, { workspaceId: actor.workspaceId, ...query }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/templates/sync',
      summary: 'Sync templates',
      description:
        'Reads all templates of the number’s account from WhatsApp now. Happens by itself every hour and after news about a template.',
      tag: 'Templates',
      auth: 'workspace',
      permission: 'templates:write',
      body: z.strictObject({ number_id: idSchema('number') }),
      responses: { 200: SyncTemplatesResponse },
      handler: async ({ actor, body, signal }) => {
        const numberId = fromPublicId(ID_PREFIXES.number, body.number_id);
        if (numberId === null) throw new AppError('not_found');
        return syncTemplatesOfNumber(ctx, actor.workspaceId, numberId, signal);
      },
    }),
  ];
}
