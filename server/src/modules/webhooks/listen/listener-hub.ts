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
  /** Sends to `open()` until it closes, `signal` ends, or the caller loses the right. Errors: `rate_limited`, `unavailable`. */
  attach(actor: WorkspaceActor, wish: ListenerWish, open: () => Writable, signal: AbortSignal): void;
  close(): void;
};

const mostPerWorkspace = 10;
const heartbeatMs = 15_000;
/** A program that reads slower than events come loses its stream rather than our memory. */
const mostUnsentBytes = 4 * 1024 * 1024;
const rememberedIds = 5_000;

/**
 * Tells programs of developers what endpoints would be told, while they are connected: the same headers and bodies, signed with a secret of the stream. It
 * reads the live feed and keeps nothing; what happens while nobody listens is not sent later.
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
    const since = ctx.clock.now();
    const told = new Set<string>();
    let work: Promise<void> = Promise.resolve();

    const end = (): void => {
      if (!own.delete(end)) return;
      clearInterval(heartbeat);
      unsubscribe();
      unfollow();
      signal.removeEventListener('abort', end);
      if (!stream.destroyed) stream.end();
    };
    const send = (name: string, item: WebhookListenerItem): void => {
      if (stream.destroyed || !own.has(end)) return;
      stream.write(`event: ${name}\ndata: ${JSON.stringify(item)}\n\n`);
      if (stream.writableLength > mostUnsentBytes) end();
    };
    const handle = async (events: readonly FeedEvent[]): Promise<void> => {
      const fresh = (await translateEvents(ctx.db, events, () => since)).filter(
        (event) => wish.types.has(event.type) && !told.has(event.id),
      );
      if (fresh.length === 0 || !own.has(end)) return;
      const bodies = await renderBodies(ctx, workspaceId, { format: 'kabar', payload: wish.payload }, fresh);
      for (const event of fresh) {
        remember(told, event);
        const body = bodies.get(event.id);
        if (body === undefined) continue;
        send('webhook', {
          kind: 'webhook',
          headers: { 'content-type': 'application/json', ...signatureHeaders([signer], publicEventId(event.id), ctx.clock.now(), body) },
          body,
        });
      }
    };

    const heartbeat = setInterval(() => stream.write(': still here\n\n'), heartbeatMs);
    heartbeat.unref();
    const unsubscribe = ctx.feed.subscribe(workspaceId, (events) => {
      work = work
        .then(() => handle(events))
        .catch((error: unknown) => ctx.log.warn('events could not be shown to a listening program', { error }));
    });
    const unfollow = authorizationChanges(ctx.notifications)((keys) => {
      if (keys === null || authorizationKeys(actor).some((key) => keys.has(key))) end();
    });
    own.add(end);
    stream.once('close', end);
    stream.once('error', end);
    signal.addEventListener('abort', end, { once: true });
    send('ready', { kind: 'ready', secret });
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
    const message = 'must be types of events, families such as message.*, or *, separated by commas';
    throw new AppError('validation_failed', { details: { issues: [{ path: 'query.event_types', message }] } });
  }
  requireSight(actor, filter);
  return { payload, types: new Set(webhookTypesOf(filter)) };
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
