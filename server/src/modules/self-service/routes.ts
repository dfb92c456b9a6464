import { SelfServiceSettings, UpdateSelfServiceSettings } from '@kabar/contract';
import { defineRoute, type Route } from '#platform/http/route';
import { publicRoutes } from './public-routes.ts';
import type { SelfServiceContext } from './self-service-context.ts';
import { getSettings, updateSettings } from './settings.ts';

const tag = 'Pages for customers';

/** Routes of the page for customers: how it is set up, and the page itself under `/v1/public/:slug`. */
export function selfServiceRoutes(ctx: SelfServiceContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/privacy/public-page',
      summary: 'Get the page for customers',
      description: 'Where customers see, take along, correct and erase their data themselves.',
      tag,
      auth: 'workspace',
      permission: 'privacy:read',
      responses: { 200: SelfServiceSettings },
      handler: ({ actor }) => getSettings(ctx, actor.workspaceId),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/privacy/public-page',
      summary: 'Change the page for customers',
      description: 'What is left out stays. Switched off, the page is not found and words are not answered; requests that run go on.',
      tag,
      auth: 'workspace',
      permission: 'privacy:write',
      body: UpdateSelfServiceSettings,
      responses: { 200: SelfServiceSettings },
      handler: ({ actor, body }) => updateSettings(ctx, actor, body),
    }),
    ...publicRoutes(ctx),
  ];
}
