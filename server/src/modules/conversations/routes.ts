import {
  Conversation,
  Entry,
  ID_PREFIXES,
  idSchema,
  ListConversationsQuery,
  ListEntriesQuery,
  ListMessagesQuery,
  MarkReadRequest,
  Message,
  pageOf,
  SetConversationTagsRequest,
  UpdateConversationRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { listEntries } from './entries/list-entries.ts';
import type { InboxContext } from './inbox-context.ts';
import { inboxRoutes } from './inbox-routes.ts';
import { createInboxMemory } from './inbox/inbox-memory.ts';
import { getConversation, listConversations } from './inbox/list-conversations.ts';
import { markRead, markUnread, showTyping } from './inbox/mark-read.ts';
import { requireConversation, requireVisible } from './sight/require-visible.ts';
import { memberOf } from './work/acting.ts';
import { pinConversation, unpinConversation } from './work/pin-conversation.ts';
import { setTags, updateConversation } from './work/update-conversation.ts';

const ConversationParams = z.object({ id: idSchema('conversation') });

/** Routes under `/v1/conversations`. */
export function conversationRoutes(ctx: InboxContext): Route[] {
  const reader = { ...ctx, memory: createInboxMemory() };
  const see = async (actor: WorkspaceActor, publicId: string): Promise<string> => {
    const id = conversationId(publicId);
    await requireVisible(ctx.db, await ctx.viewers.of(actor), actor.workspaceId, id);
    return id;
  };
  return [
    ...inboxRoutes(ctx),
    defineRoute({
      method: 'GET',
      path: '/v1/conversations',
      summary: 'List conversations',
      description:
        'Open ones, newest activity first, unless you ask for others. Those without a message appear only when you ask for one contact. Members whose role is limited get what they may see.',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:read',
      query: ListConversationsQuery,
      responses: { 200: pageOf(Conversation) },
      handler: async ({ actor, query }) => {
        const asker = { viewer: await ctx.viewers.of(actor), memberId: memberOf(actor) };
        return listConversations(reader, actor.workspaceId, asker, query);
      },
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
      handler: async ({ actor, params }) => {
        const asker = { workspaceId: actor.workspaceId, viewer: await ctx.viewers.of(actor), memberId: memberOf(actor) };
        return getConversation(reader, asker, conversationId(params.id));
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/conversations/:id',
      summary: 'Change state, assignment or who answers',
      description:
        'Open, snooze or resolve it, give it to a member or a team, hand it to or from a bot. What is left out stays; repeating it changes nothing. With `if_assignee_id` or `if_status` it is a `conflict` when somebody was faster.',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:write',
      params: ConversationParams,
      body: UpdateConversationRequest,
      responses: { 200: Conversation },
      handler: ({ actor, params, body }) => updateConversation(reader, actor, conversationId(params.id), body),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/conversations/:id/tags',
      summary: 'Set the tags of a conversation',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:write',
      params: ConversationParams,
      body: SetConversationTagsRequest,
      responses: { 200: Conversation },
      handler: ({ actor, params, body }) => setTags(reader, actor, conversationId(params.id), body.tag_ids),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/conversations/:id/pin',
      summary: 'Pin a conversation',
      description:
        'For the member who asks: `GET /v1/conversations?pinned=true`. At most 50. An API key has no list of its own, so nothing happens for it.',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:write',
      params: ConversationParams,
      responses: { 204: null },
      handler: ({ actor, params }) => pinConversation(ctx, actor, conversationId(params.id)),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/conversations/:id/pin',
      summary: 'Unpin a conversation',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:write',
      params: ConversationParams,
      responses: { 204: null },
      handler: ({ actor, params }) => unpinConversation(ctx, actor, conversationId(params.id)),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/conversations/:id/entries',
      summary: 'List notes and activity of a conversation',
      description:
        'What stands in the thread beside messages, newest first; `from` and `until` narrow it to the time of a page of messages.',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:read',
      params: ConversationParams,
      query: ListEntriesQuery,
      responses: { 200: pageOf(Entry) },
      handler: async ({ actor, params, query }) => {
        const id = conversationId(params.id);
        await requireConversation(ctx.db, await ctx.viewers.of(actor), actor.workspaceId, id);
        return listEntries(ctx, actor.workspaceId, id, query);
      },
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
        const id = await see(actor, params.id);
        const page = await ctx.messages.list(actor.workspaceId, id, query);
        // An empty page is rare enough to find out whether the conversation exists only then.
        if (page.data.length === 0) await getConversation(reader, { workspaceId: actor.workspaceId, memberId: null }, id);
        return page;
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/conversations/:id/read',
      whileClosing: true,
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
        await markRead(ctx, actor.workspaceId, await see(actor, params.id), {
          upToMessageId: upTo === undefined ? null : mustUuid(ID_PREFIXES.message, upTo),
          receipt: body.receipt,
        });
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/conversations/:id/unread',
      whileClosing: true,
      summary: 'Mark a conversation as unread',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:write',
      params: ConversationParams,
      responses: { 204: null },
      handler: async ({ actor, params }) => markUnread(ctx, actor.workspaceId, await see(actor, params.id)),
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
      handler: async ({ actor, params }) => showTyping(ctx, actor.workspaceId, await see(actor, params.id)),
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
