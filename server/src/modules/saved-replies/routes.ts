import {
  CreateSavedReplyRequest,
  idSchema,
  ListSavedRepliesQuery,
  pageOf,
  RenderSavedReplyRequest,
  RenderSavedReplyResponse,
  SavedReply,
  UpdateSavedReplyRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { defineRoute, type Route } from '#platform/http/route';
import { createSavedReply, deleteSavedReply, updateSavedReply } from './change-saved-reply.ts';
import { getSavedReply, listSavedReplies } from './list-saved-replies.ts';
import type { SavedRepliesContext } from './saved-replies-context.ts';
import { useSavedReply } from './use-saved-reply.ts';

const params = z.object({ id: idSchema('savedReply') });
const reading = { tag: 'Saved replies', auth: 'workspace', permission: 'conversations:read' } as const;
const writing = { tag: 'Saved replies', auth: 'workspace', permission: 'conversations:write' } as const;

/** Routes under `/v1/saved-replies`. */
export function savedRepliesRoutes(ctx: SavedRepliesContext): Route[] {
  return [
    defineRoute({
      ...reading,
      method: 'GET',
      path: '/v1/saved-replies',
      summary: 'List saved replies',
      description: 'Shared ones and your own.',
      query: ListSavedRepliesQuery,
      responses: { 200: pageOf(SavedReply) },
      handler: ({ actor, query }) => listSavedReplies(ctx, actor, query),
    }),
    defineRoute({
      ...writing,
      method: 'POST',
      path: '/v1/saved-replies',
      summary: 'Create a saved reply',
      description: 'Shared ones need the permission inbox:configure.',
      body: CreateSavedReplyRequest,
      responses: { 201: SavedReply },
      handler: ({ actor, body }) => createSavedReply(ctx, actor, body),
    }),
    defineRoute({
      ...reading,
      method: 'GET',
      path: '/v1/saved-replies/:id',
      summary: 'Get a saved reply',
      params,
      responses: { 200: SavedReply },
      handler: ({ actor, params: { id } }) => getSavedReply(ctx, actor, id),
    }),
    defineRoute({
      ...writing,
      method: 'PATCH',
      path: '/v1/saved-replies/:id',
      summary: 'Change a saved reply',
      description: 'Shared ones need the permission inbox:configure.',
      params,
      body: UpdateSavedReplyRequest,
      responses: { 200: SavedReply },
      handler: ({ actor, params: { id }, body }) => updateSavedReply(ctx, actor, id, body),
    }),
    defineRoute({
      ...writing,
      method: 'DELETE',
      path: '/v1/saved-replies/:id',
      summary: 'Delete a saved reply',
      description: 'Shared ones need the permission inbox:configure.',
      params,
      responses: { 204: null },
      handler: ({ actor, params: { id } }) => deleteSavedReply(ctx, actor, id),
    }),
    defineRoute({
      ...writing,
      method: 'POST',
      path: '/v1/saved-replies/:id/render',
      summary: 'Fill a saved reply in for a conversation',
      description: 'Gives the text with its variables filled, and names those that were empty. Counts as a use; sends nothing.',
      params,
      body: RenderSavedReplyRequest,
      responses: { 200: RenderSavedReplyResponse },
      handler: ({ actor, params: { id }, body }) => useSavedReply(ctx, actor, id, body.conversation_id),
    }),
  ];
}
