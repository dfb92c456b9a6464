import {
  BulkAction,
  ConversationCounts,
  CreateBulkActionRequest,
  CreateViewRequest,
  idSchema,
  OrderViewsRequest,
  SavedView,
  SavedViewList,
  UpdateViewRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { defineRoute, type Route } from '#platform/http/route';
import { createBulkAction, getBulkAction, undoBulkAction } from './bulk/create-bulk.ts';
import type { InboxContext } from './inbox-context.ts';
import { createCounter } from './inbox/count-conversations.ts';
import { uuidOf } from './uuid-of.ts';
import { changeView, createView, listViews, orderViews, removeView } from './views/change-view.ts';
import { memberOf } from './work/acting.ts';

const ViewParams = z.object({ id: idSchema('view') });
const BulkParams = z.object({ id: idSchema('bulkAction') });

/** Routes about the inbox as a whole: counts, saved views, bulk actions. */
export function inboxRoutes(ctx: InboxContext): Route[] {
  const counter = createCounter(ctx);
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/conversations/counts',
      summary: 'Count conversations',
      description: 'Open and unread ones of every place in the inbox, for whoever asks; at most two seconds old. Each stops at 1,000.',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:read',
      responses: { 200: ConversationCounts },
      handler: async ({ actor }) => counter.countFor(actor.workspaceId, { viewer: await ctx.viewers.of(actor), memberId: memberOf(actor) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/conversations/bulk',
      summary: 'Change many conversations',
      description:
        'Those named, or all that match a filter at this moment. Up to 200 are done with the answer, more in the background: follow the event `bulk_action.updated`. It can be undone for ten minutes.',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:write',
      body: CreateBulkActionRequest,
      responses: { 200: BulkAction, 202: BulkAction },
      handler: async ({ actor, body, reply }) => {
        const action = await createBulkAction(ctx, actor, body);
        if (action.status === 'running') reply.code(202);
        return action;
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/bulk-actions/:id',
      summary: 'Get a bulk action',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:read',
      params: BulkParams,
      responses: { 200: BulkAction },
      handler: ({ actor, params }) => getBulkAction(ctx, actor, uuidOf('bulkAction', params.id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/bulk-actions/:id/undo',
      summary: 'Undo a bulk action',
      description: 'Puts back what nobody changed since. Within ten minutes, by whoever did it.',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:write',
      params: BulkParams,
      responses: { 200: BulkAction, 202: BulkAction },
      handler: async ({ actor, params, reply }) => {
        const action = await undoBulkAction(ctx, actor, uuidOf('bulkAction', params.id));
        if (action.status === 'undoing') reply.code(202);
        return action;
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/views',
      summary: 'List saved views',
      description: 'Shared ones first, then those of the member who asks.',
      tag: 'Views',
      auth: 'workspace',
      permission: 'conversations:read',
      responses: { 200: SavedViewList },
      handler: async ({ actor }) => ({ data: await listViews(ctx, actor) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/views',
      summary: 'Save a view',
      description: 'For oneself, or with `inbox:configure` for everybody.',
      tag: 'Views',
      auth: 'workspace',
      permission: 'conversations:read',
      body: CreateViewRequest,
      responses: { 201: SavedView },
      handler: ({ actor, body }) => createView(ctx, actor, body),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/views/order',
      summary: 'Order saved views',
      tag: 'Views',
      auth: 'workspace',
      permission: 'conversations:read',
      body: OrderViewsRequest,
      responses: { 200: SavedViewList },
      handler: async ({ actor, body }) => ({ data: await orderViews(ctx, actor, body.view_ids) }),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/views/:id',
      summary: 'Change a saved view',
      tag: 'Views',
      auth: 'workspace',
      permission: 'conversations:read',
      params: ViewParams,
      body: UpdateViewRequest,
      responses: { 200: SavedView },
      handler: ({ actor, params, body }) => changeView(ctx, actor, uuidOf('view', params.id), body),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/views/:id',
      summary: 'Delete a saved view',
      tag: 'Views',
      auth: 'workspace',
      permission: 'conversations:read',
      params: ViewParams,
      responses: { 204: null },
      handler: ({ actor, params }) => removeView(ctx, actor, uuidOf('view', params.id)),
    }),
  ];
}
