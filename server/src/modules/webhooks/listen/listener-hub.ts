import type { Writable } from 'node:stream';
import {
  WEBHOOK_EVENTS,
  webhookTypesOf,
  type WebhookEventType,
  type WebhookListenerItem,
  type WebhookListenerQuery,
} from '@kabar/contract';
import { AppError } from '#platform/errors';
import { authorizationChanges } from '#platform/events/authorization-change';
import { compareCursors, formatCursor, laterCursor, parseCursor, type EventCursor } from '#platform/events/event-cursor';
import type { FeedEvent } from '#platform/events/event-feed';
import type { WorkspaceActor } from '#platform/http/actor';
import { requireSight } from '../endpoints/create-endpoint.ts';
import { translateEvents, type ToldEvent } from '../events/translate-events.ts';
import { publicEventId, renderBodies } from '../render-body.ts';
import { newSecret, readSecret } from '../signing/secret-forms.ts';
import { signatureHeaders, type Signer } from '../signing/sign-webhook.ts';
import type { WebhooksContext } from '../webhooks-context.ts';

/** What somebody who listens wants to be told. */
export type ListenerWish = { types: ReadonlySet<WebhookEventType>; payload: WebhookListenerQuery['payload'] };

/** All programs that listen to this process. */
export type ListenerHub = {
  /**
   * Sends to `open()` until it closes, `signal` ends, or the caller loses the right. `lastEventId`: what the caller's last stream said, to go on behind it;
   * null: from now on. Errors: `rate_limited`, `unavailable`.
   */
  attach(actor: WorkspaceActor, wish: ListenerWish & { lastEventId: string | null }, open: () => Writable, signal: AbortSignal): void;
  close(): void;
};

const mostPerWorkspace = 10;
const heartbeatMs = 15_000;
/** A program that reads slower than events come loses its stream rather than our memory. */
const mostUnsentBytes = 4 * 1024 * 1024;
const rememberedIds = 5_000;
const replayPageSize = 500;

/**
 * Tells programs of developers what endpoints would be told: the same headers and bodies, signed with a secret of the stream. It reads the live feed and keeps
 * nothing itself; a program whose connection broke goes on behind what it has seen, as long as the events are kept. What was told and not confirmed by an
 * id of the stream comes again with the same `webhook-id`.
 */
export function createListenerHub(ctx: WebhooksContext): ListenerHub {
  const listeners = new Map<string, Set<() => void>>();
  let isClosed = false;

  const attach: ListenerHub['attach'] = (actor, wish, open, signal) => {
    const { workspaceId } = actor;
    if (isClosed) throw new AppError('unavailable');
    const own = listeners.get(workspaceId) ?? new Set();
    if (own.size >= mostPerWorkspace) throw new AppError('rate_limited', { details: { retry_after_seconds: 30 } });
    listeners.set(workspaceId, own);
    const stream = open();
    const secret = newSecret('hmac').text;
    const signer: Signer = { kind: 'hmac', key: readSecret('hmac', secret) };
    const resumed = wish.lastEventId === null ? null : readPlace(wish.lastEventId, ctx.clock.now());
    const since = resumed?.since ?? ctx.clock.now();
    const told = new Set<string>();
    /** Everything up to here was written, or is nothing for this program. */
    let position: EventCursor = ctx.feed.position();
    const placeText = (): string => `${formatCursor(position)}.${since.getTime().toString(36)}`;

    const end = (): void => {
      if (!own.delete(end)) return;
      clearInterval(heartbeat);
      unsubscribe();
      unfollow();
      signal.removeEventListener('abort', end);
      if (!stream.destroyed) stream.end();
    };
    const write = (text: string): void => {
      if (stream.destroyed || !own.has(end)) return;
      stream.write(text);
      if (stream.writableLength > mostUnsentBytes) end();
    };
    const send = (item: WebhookListenerItem): void => write(`event: ${item.kind}\ndata: ${JSON.stringify(item)}\n\n`);
    /** The program keeps the id without being told anything. */
    const sendPlace = (comment = ''): void => write(`${comment}id: ${placeText()}\n\n`);
    const handle = async (events: readonly FeedEvent[]): Promise<void> => {
      const unread = events.filter((event) => compareCursors(event.cursor, position) > 0);
      const last = unread.at(-1);
      if (last === undefined || !own.has(end)) return;
      const fresh = (await translateEvents(ctx.db, unread, () => since)).filter(
        (event) => wish.types.has(event.type) && !told.has(event.id),
      );
      const bodies = await renderBodies(ctx, workspaceId, { format: 'kabar', payload: wish.payload }, fresh);
      for (const event of fresh) {
        remember(told, event);
        const body = bodies.get(event.id);
        if (body === undefined) continue;
        send({
          kind: 'webhook',
          headers: { 'content-type': 'application/json', ...signatureHeaders([signer], publicEventId(event.id), ctx.clock.now(), body) },
          body,
        });
      }
      position = last.cursor;
      if (fresh.length > 0) sendPlace();
    };
    /** Brings the program up to the present. */
    const replay = async (from: string): Promise<void> => {
      for (let cursor = from; own.has(end);) {
        const page = await ctx.feed.readFrom(workspaceId, cursor, replayPageSize);
        if (page.kind === 'reset') {
          position = page.cursor;
          send({ kind: 'missed' });
          sendPlace();
          return;
        }
        await handle(page.events);
        position = laterCursor(position, page.cursor);
        if (page.done) return;
        cursor = formatCursor(page.cursor);
      }
    };
    // One after the other, so that what is live follows what was missed.
    let work: Promise<void> = Promise.resolve();
    const doInTurn = (step: () => Promise<void>): void => {
      work = work.then(step).catch((error: unknown) => {
        ctx.log.warn('events could not be shown to a listening program; it comes back for them', { error });
        end();
      });
    };

    const heartbeat = setInterval(() => {
      // All up to here is in turn before this.
      const reached = ctx.feed.position();
      doInTurn(async () => {
        position = laterCursor(position, reached);
        sendPlace(': still here\n');
      });
    }, heartbeatMs);
    heartbeat.unref();
    const unsubscribe = ctx.feed.subscribe(workspaceId, (events) => doInTurn(() => handle(events)));
    const unfollow = authorizationChanges(ctx.notifications)((keys) => {
      if (keys === null || authorizationKeys(actor).some((key) => keys.has(key))) end();
    });
    own.add(end);
    stream.once('close', end);
    stream.once('error', end);
    signal.addEventListener('abort', end, { once: true });
    send({ kind: 'ready', secret });
    if (resumed === null) sendPlace();
    else {
      position = resumed.cursor ?? position;
      doInTurn(() => replay(resumed.text));
    }
  };

  return {
    attach,
    close: () => {
      isClosed = true;
      for (const own of listeners.values()) for (const end of own) end();
    },
  };
}

/**
 * What a query wishes. Types that are named must be allowed; without names it is all that the caller may see.
 * Errors: `validation_failed`, `permission_denied`.
 */
export function readWish(actor: WorkspaceActor, query: WebhookListenerQuery): ListenerWish {
  const { payload } = query;
  if (query.event_types === undefined) {
    return { payload, types: new Set(webhookTypesOf(['*']).filter((type) => actor.permissions.has(WEBHOOK_EVENTS[type].permission))) };
  }
  const filter = query.event_types.split(',').map((part) => part.trim());
  const unknown = filter.find((part) => webhookTypesOf([part]).length === 0);
  if (unknown !== undefined) {
    const message = `must be types of events, families such as message.*, or *, separated by commas; there is no "${unknown}", GET /v1/webhook-event-types lists all`;
    throw new AppError('validation_failed', { details: { issues: [{ path: 'query.event_types', message }] } });
  }
  requireSight(actor, filter);
  return { payload, types: new Set(webhookTypesOf(filter)) };
}

/** Reads the id of a stream: a place among the events, and from when on states of messages are news. What cannot be read leads to `missed`. */
function readPlace(text: string, now: Date): { text: string; cursor: EventCursor | null; since: Date } {
  const [cursorText = '', sinceText = ''] = text.split('.');
  const sinceMs = Number.parseInt(sinceText, 36);
  const isPast = Number.isSafeInteger(sinceMs) && sinceMs >= 0 && sinceMs <= now.getTime();
  return { text: cursorText, cursor: parseCursor(cursorText), since: isPast ? new Date(sinceMs) : now };
}

/** A state of a message is met each time that the message changes. */
function remember(told: Set<string>, event: ToldEvent): void {
  told.add(event.id);
  const [oldest] = told;
  if (told.size > rememberedIds && oldest !== undefined) told.delete(oldest);
}

function authorizationKeys(actor: WorkspaceActor): string[] {
  const workspace = `workspace:${actor.workspaceId}`;
  if (actor.kind === 'api_key') return [`api_key:${actor.apiKeyId}`, workspace];
  return [`session:${actor.sessionId}`, `member:${actor.memberId}`, `user:${actor.userId}`, workspace];
}
