import { EVENTS, ID_PREFIXES, STREAM_RESET, type EventType } from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { AuthorizationKey } from '../events/authorization-change.ts';
import type { FeedEvent } from '../events/event-feed.ts';
import { openSseResponse } from '../events/sse-stream.ts';
import type { SseHub } from '../events/sse.ts';
import { toPublicId } from '../ids.ts';
import type { WorkspaceActor } from './actor.ts';
import { defineRoute, type Route } from './route.ts';

const retryAfterSeconds = 30;

/**
 * Gives how events are judged for somebody with limited sight; null for whoever hears all that their permissions cover. A
 * module that knows who sees what makes it.
 */
export type EventScreen = (actor: WorkspaceActor) => ((events: readonly FeedEvent[]) => Promise<readonly FeedEvent[]>) | null;

/** Events for one member alone, whom their `member_id` names. */
const personalTypes: ReadonlySet<string> = new Set<EventType>(['notification.updated']);

/**
 * The live stream of a workspace. A listener is told of what its permissions cover and nothing else, of what they may see and of
 * what is personal only of their own; the stream ends when its session, key or membership changes or runs out, and resumes from `Last-Event-ID` without a gap.
 */
export function streamRoutes(hub: SseHub, screen: EventScreen): Route[] {
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
          filter: (event) => mayHear(actor, event),
          screen: screen(actor),
          authorization: authorizationOf(actor),
          ...(actor.endsAt === undefined || actor.endsAt === null ? {} : { expiresAt: actor.endsAt }),
          signal,
        });
        if (outcome.ok) return undefined;
        if (outcome.reason === 'shutdown') throw new AppError('unavailable');
        throw new AppError('rate_limited', { details: { retry_after_seconds: retryAfterSeconds } });
      },
    }),
  ];
}

function mayHear(actor: WorkspaceActor, event: FeedEvent): boolean {
  const { type } = event;
  if (!isEventType(type) || !actor.permissions.has(EVENTS[type].permission)) return false;
  if (!personalTypes.has(type)) return true;
  return actor.kind === 'user' && event.data['member_id'] === toPublicId(ID_PREFIXES.member, actor.memberId);
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
  if (actor.kind === 'api_key') {
    const seesAs: AuthorizationKey[] = actor.sightMemberId === null ? [] : [`member:${actor.sightMemberId}`];
    return [`api_key:${actor.apiKeyId}`, workspace, ...seesAs];
  }
  if (actor.support !== undefined)
    return [`session:${actor.sessionId}`, `support:${actor.support.grantId}`, `user:${actor.userId}`, workspace];
  return [`session:${actor.sessionId}`, `member:${actor.memberId}`, `user:${actor.userId}`, workspace];
}
