import {
  Conversation,
  ID_PREFIXES,
  idSchema,
  ListConversationsQuery,
  ListMessagesQuery,
  MarkReadRequest,
  Message,
  pageOf,
} from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import type { InboxContext } from './inbox-context.ts';
import { createInboxMemory } from './inbox-memory.ts';
import { getConversation, listConversations } from './list-conversations.ts';
import { markRead, markUnread, showTyping } from './mark-read.ts';

const ConversationParams = z.object({ id: idSchema('conversation') });

/** Routes under `/v1/conversations`. */
export function conversationRoutes(ctx: InboxContext): Route[] {
  const reader = { ...ctx, memory: createInboxMemory() };
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/conversations',
      summary: 'List conversations',
      description: 'Newest activity first. Those without a message appear only when you ask for one contact.',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:read',
      query: ListConversationsQuery,
      responses: { 200: pageOf(Conversation) },
      handler: ({ actor, query }) => listConversations(reader, actor.workspaceId, query),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/conversations/:id',
      summary: 'Get a conversation',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:read',
      params: ConversationParams,
      responses: { 200: Conversation },
      handler: ({ actor, params }) => getConversation(reader, actor.workspaceId, conversationId(params.id)),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/conversations/:id/messages',
      summary: 'List messages of a conversation',
      description: 'Newest first. `around` gives a page with that message in its middle; the cursor then goes on to older ones.',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:read',
      params: ConversationParams,
      query: ListMessagesQuery,
      responses: { 200: pageOf(Message) },
      handler: async ({ actor, params, query }) => {
        const id = conversationId(params.id);
        const page = await ctx.messages.list(actor.workspaceId, id, query);
        // An empty page is rare enough to find out whether the conversation exists only then.
        if (page.data.length === 0) await getConversation(reader, actor.workspaceId, id);
        return page;
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/conversations/:id/read',
      summary: 'Mark a conversation as read',
      description: 'Up to `up_to_message_id`, else to its end. Unless `receipt` is false, the customer sees blue ticks a moment later.',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:write',
      params: ConversationParams,
      body: MarkReadRequest,
      responses: { 204: null },
      handler: async ({ actor, params, body }) => {
        const upTo = body.up_to_message_id;
        await markRead(ctx, actor.workspaceId, conversationId(params.id), {
          upToMessageId: upTo === undefined ? null : mustUuid(ID_PREFIXES.message, upTo),
          receipt: body.receipt,
        });
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/conversations/:id/unread',
      summary: 'Mark a conversation as unread',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:write',
      params: ConversationParams,
      responses: { 204: null },
      handler: ({ actor, params }) => markUnread(ctx, actor.workspaceId, conversationId(params.id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/conversations/:id/typing',
      summary: 'Show the customer that somebody is typing',
      description: 'For up to 25 seconds or until the next message. Marks their messages as read, as WhatsApp does it.',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'messages:send',
      params: ConversationParams,
      responses: { 204: null },
      handler: ({ actor, params }) => showTyping(ctx, actor.workspaceId, conversationId(params.id)),
    }),
  ];
}

function conversationId(publicId: string): string {
  return mustUuid(ID_PREFIXES.conversation, publicId);
}

function mustUuid(prefix: string, publicId: string): string {
  const id = fromPublicId(prefix, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
