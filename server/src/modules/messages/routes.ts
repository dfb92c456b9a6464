import {
  BulkSendRequest,
  BulkSendResponse,
  FindMessagesQuery,
  ID_PREFIXES,
  idSchema,
  Message,
  MessageStory,
  pageOf,
  ResolveMessageRequest,
  SendMessageRequest,
  SendMessageResponse,
} from '@kabar/contract';
import { z } from 'zod';
import { requireVisibleMessage } from '#modules/conversations';
import type { Viewers } from '#modules/teams';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { defineRoute, type Route } from '#platform/http/route';
import { REPLAYED_HEADER } from '#platform/http/run-once';
import { fromPublicId } from '#platform/ids';
import { messageKeysKeptMs } from './accept.sql.ts';
import { cancelMessage } from './cancel-message.ts';
import { findWorkspaceMessages } from './find-messages.ts';
import { getMessageStory, type GetMessageDeps } from './get-message-story.ts';
import { resolveMessage } from './resolve-message.ts';
import { sendMessage, type SendMessageDeps } from './send-message.ts';
import { sendMessages } from './send-messages.ts';

/** What the routes of messages need. */
export type MessageRouteDeps = {
  send: SendMessageDeps;
  story: GetMessageDeps;
  resolve: Parameters<typeof resolveMessage>[0];
  viewers: Viewers;
};

/** Room for a thousand long messages. */
const maxBulkBytes = 8 * 1024 * 1024;

/** A message in a bulk call costs the installation about a tenth of a request. */
const messagesPerRequest = 10;

const MessageParams = z.object({ id: idSchema('message') });

/** Routes under `/v1/messages`. */
export function messageRoutes(deps: MessageRouteDeps): Route[] {
  const see = async (actor: WorkspaceActor, publicId: string): Promise<string> => {
    const id = uuidOf(publicId);
    await requireVisibleMessage(deps.story.db, await deps.viewers.of(actor), actor.workspaceId, id);
    return id;
  };
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/messages',
      summary: 'Send a message',
      description:
        'Answers 202 once the message is durable. It then goes through the send gate, at the pace of the number and in the order of its conversation; follow it with `GET /v1/messages/{id}`, the live stream or webhooks.',
      tag: 'Messages',
      auth: 'workspace',
      permission: 'messages:send',
      body: SendMessageRequest,
      responses: { 202: SendMessageResponse },
      idempotency: 'use_case',
      idempotencyKeptMs: messageKeysKeptMs,
      handler: async ({ actor, body, idempotency, raw, reply }) => {
        const { response, replayed } = await sendMessage(deps.send, { actor, request: body, idempotency });
        if (replayed) reply.header(REPLAYED_HEADER, 'true');
        raw.kabarSubject = response.id;
        return response;
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/messages/bulk',
      summary: 'Send up to 1,000 messages',
      description:
        'Each message has its own result: accepted and durable, or refused with the error that sending it alone would give. They go through the same gate, queue and log as single ones; messages to one recipient leave in the order given. With an `Idempotency-Key` the whole call can be repeated: nothing is accepted twice. Ten messages count as one request against the limits.',
      tag: 'Messages',
      auth: 'workspace',
      permission: 'messages:send',
      body: BulkSendRequest,
      bodyLimitBytes: maxBulkBytes,
      responses: { 202: BulkSendResponse },
      idempotencyKeptMs: messageKeysKeptMs,
      cost: (body) => Math.ceil(readBulk(body).length / messagesPerRequest),
      handler: ({ actor, body, idempotency }) => sendMessages(deps.send, { actor, requests: body.messages, idempotency }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/messages',
      summary: 'List messages of all conversations',
      description:
        'In the order in which they were accepted, newest first: what failed since yesterday, what a key has sent, what has your `client_ref`. A page looks through 5,000 messages at most, so with filters it may hold fewer rows than `limit`, even none, while `next_cursor` leads on.',
      tag: 'Messages',
      auth: 'workspace',
      permission: 'messages:read',
      query: FindMessagesQuery,
      responses: { 200: pageOf(Message) },
      handler: async ({ actor, query }) => findWorkspaceMessages(deps.story, actor.workspaceId, await deps.viewers.of(actor), query),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/messages/:id',
      summary: 'Read a message and its whole story',
      tag: 'Messages',
      auth: 'workspace',
      permission: 'messages:read',
      params: MessageParams,
      responses: { 200: MessageStory },
      handler: async ({ actor, params }) => getMessageStory(deps.story, actor.workspaceId, await see(actor, params.id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/messages/:id/cancel',
      summary: 'Cancel a queued, scheduled or held message',
      tag: 'Messages',
      auth: 'workspace',
      permission: 'messages:send',
      params: MessageParams,
      responses: { 200: MessageStory },
      handler: async ({ actor, params }) => {
        const id = await see(actor, params.id);
        await cancelMessage(deps.story, actor.workspaceId, id);
        return getMessageStory(deps.story, actor.workspaceId, id);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/messages/:id/resolve',
      summary: 'Decide about a message whose outcome is unknown',
      tag: 'Messages',
      auth: 'workspace',
      permission: 'messages:resolve',
      params: MessageParams,
      body: ResolveMessageRequest,
      responses: { 200: MessageStory },
      handler: async ({ actor, params, body }) => {
        const id = await see(actor, params.id);
        await resolveMessage(deps.resolve, actor, id, body.action);
        return getMessageStory(deps.story, actor.workspaceId, id);
      },
    }),
  ];
}

function readBulk(body: unknown): readonly unknown[] {
  const parsed = BulkSendRequest.safeParse(body);
  return parsed.success ? parsed.data.messages : [];
}

function uuidOf(publicId: string): string {
  const uuid = fromPublicId(ID_PREFIXES.message, publicId);
  if (uuid === null) throw new AppError('not_found');
  return uuid;
}
