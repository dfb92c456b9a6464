import { EVENTS, STREAM_RESET, type EventType } from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { AuthorizationKey } from '../events/authorization-change.ts';
import { openSseResponse } from '../events/sse-stream.ts';
import type { SseHub } from '../events/sse.ts';
import type { WorkspaceActor } from './actor.ts';
import { defineRoute, type Route } from './route.ts';

const retryAfterSeconds = 30;

/**
 * The live stream of a workspace. A listener is told of what its permissions cover and nothing else; the stream ends when
 * its session, key or membership changes, and resumes from `Last-Event-ID` without a gap.
 */
export function streamRoutes(hub: SseHub): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/events/stream',
      summary: 'Follow live events',
      description: `Server-sent events. Send the last \`id\` you saw as \`Last-Event-ID\` to resume without a gap; the event \`${STREAM_RESET}\` means: load everything again. Events carry ids only.`,
      tag: 'Events',
      auth: 'workspace',
      permission: 'workspace:read',
      query: z.object({ last_event_id: z.string().max(100).optional().describe('Same as the header, for clients that cannot set it') }),
      responses: { 200: 'text/event-stream' },
      handler: async ({ actor, query, raw, reply, signal }) => {
        const header = raw.headers['last-event-id'];
        const outcome = hub.attach({
          workspaceId: actor.workspaceId,
          open: () => {
            reply.hijack();
            return openSseResponse(reply.raw, plainHeaders(reply.getHeaders()));
          },
          lastEventId: (typeof header === 'string' ? header : query.last_event_id) ?? null,
          filter: (event) => mayHear(actor, event.type),
          authorization: authorizationOf(actor),
          signal,
        });
        if (outcome.ok) return undefined;
        if (outcome.reason === 'shutdown') throw new AppError('unavailable');
        throw new AppError('rate_limited', { details: { retry_after_seconds: retryAfterSeconds } });
      },
    }),
  ];
}

function mayHear(actor: WorkspaceActor, type: string): boolean {
  return isEventType(type) && actor.permissions.has(EVENTS[type].permission);
}

/** The security headers that the app has set by now go along with the stream. */
function plainHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENTS, type);
}

function authorizationOf(actor: WorkspaceActor): [AuthorizationKey, ...AuthorizationKey[]] {
  const workspace: AuthorizationKey = `workspace:${actor.workspaceId}`;
  if (actor.kind === 'api_key') return [`api_key:${actor.apiKeyId}`, workspace];
  return [`session:${actor.sessionId}`, `member:${actor.memberId}`, `user:${actor.userId}`, workspace];
}
