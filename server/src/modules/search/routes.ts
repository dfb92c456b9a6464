import { QuickSearchRequest, QuickSearchResponse, SearchRequest, SearchResponse, SearchRebuildResponse } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { startRebuild } from './progress.sql.ts';
import type { SearchContext } from './search-context.ts';
import { searchEverything } from './search-everything.ts';
import { searchQuickly } from './search-quickly.ts';

/** Routes under /v1/search. What is searched for stands in the body, never in the address. */
export function searchRoutes(ctx: SearchContext): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/search',
      support: 'read',
      whileClosing: true,
      summary: 'Search messages, notes and contacts',
      description:
        'Finds words of messages and notes, names, usernames and tags of contacts, and digits of their numbers. Contacts are left out for callers who may not see them. The text travels in the body because addresses end up in the logs of proxies.',
      tag: 'Search',
      auth: 'workspace',
      permission: 'conversations:read',
      body: SearchRequest,
      responses: { 200: SearchResponse },
      handler: async ({ actor, body }) => {
        const seesContacts = actor.permissions.has('contacts:read');
        if (body.in === 'contacts' && !seesContacts) throw new AppError('permission_denied', { details: { permission: 'contacts:read' } });
        const request = seesContacts ? body : { ...body, in: 'messages' as const };
        return searchEverything(ctx, actor.workspaceId, request, await ctx.viewerOf(actor));
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/search/quick',
      support: 'read',
      whileClosing: true,
      summary: 'Find conversations, contacts and templates by name',
      description: 'For command palettes: asked with every key, answered from names and numbers alone.',
      tag: 'Search',
      auth: 'workspace',
      permission: 'conversations:read',
      body: QuickSearchRequest,
      responses: { 200: QuickSearchResponse },
      handler: async ({ actor, body }) =>
        searchQuickly(ctx, actor.workspaceId, body, await ctx.viewerOf(actor), {
          seeContacts: actor.permissions.has('contacts:read'),
          seeTemplates: actor.permissions.has('templates:read'),
        }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/search/rebuild',
      summary: 'Make the search index anew',
      description: 'Throws the index of the workspace away and makes it again in the background; until then hits may be missing.',
      tag: 'Search',
      auth: 'workspace',
      permission: 'workspace:write',
      responses: { 202: SearchRebuildResponse },
      handler: async ({ actor }) => {
        const { workspaceId } = actor;
        await withTenant(ctx.db, workspaceId, async (tx) => {
          await tx.query(startRebuild(workspaceId, ctx.clock.now()));
          await appendAudit(ctx.audit, tx, {
            actor: actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId },
            action: 'search_index.rebuilt',
          });
        });
        return { indexing: true };
      },
    }),
  ];
}
