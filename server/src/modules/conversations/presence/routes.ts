import { ConversationPresence, ID_PREFIXES, idSchema, ListPresenceQuery, PresenceList, SetPresenceRequest } from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import type { PresenceContext } from './presence-context.ts';
import { listPresence, readPresence } from './read-presence.ts';
import { setPresence } from './set-presence.ts';

const ConversationParams = z.object({ id: idSchema('conversation') });
const shared = { tag: 'Conversations', auth: 'workspace' } as const;

/** Routes of presence. */
export function presenceRoutes(ctx: PresenceContext): Route[] {
  return [
    defineRoute({
      ...shared,
      method: 'PUT',
      path: '/v1/conversations/:id/presence',
      summary: 'Say what you do in a conversation',
      description:
        'Repeat it while it is true: viewing every 20 seconds, typing every 4. Answers who is there and who is answering. The lock is a warning for people and never keeps a message back. An API key is never present.',
      permission: 'conversations:write',
      params: ConversationParams,
      body: SetPresenceRequest,
      responses: { 200: ConversationPresence },
      handler: ({ actor, params, body }) => setPresence(ctx, actor, uuidOf(params.id), body),
    }),
    defineRoute({
      ...shared,
      method: 'GET',
      path: '/v1/conversations/:id/presence',
      summary: 'See who is at a conversation',
      permission: 'conversations:read',
      params: ConversationParams,
      responses: { 200: ConversationPresence },
      handler: ({ actor, params }) => readPresence(ctx, actor, uuidOf(params.id)),
    }),
    defineRoute({
      ...shared,
      method: 'GET',
      path: '/v1/presence',
      summary: 'See who is at several conversations',
      description: 'Only conversations at which somebody is are answered.',
      permission: 'conversations:read',
      query: ListPresenceQuery,
      responses: { 200: PresenceList },
      handler: ({ actor, query }) => listPresence(ctx, actor, query.conversation_ids),
    }),
  ];
}

function uuidOf(publicId: string): string {
  const id = fromPublicId(ID_PREFIXES.conversation, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
