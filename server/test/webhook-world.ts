import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PERMISSION_NAMES, type CreateWebhookEndpointRequest, type WebhookEndpointSecret } from '@kabar/contract';
import { createEndpoint } from '../src/modules/webhooks/endpoints/create-endpoint.ts';
import { createWebhookEngine, createAddressRules, createWebhookEgress, type WebhooksContext } from '../src/modules/webhooks/index.ts';
import { systemClock, type Clock } from '../src/platform/clock.ts';
import { createEventFeed } from '../src/platform/events/event-feed.ts';
import type { WorkspaceActor } from '../src/platform/http/actor.ts';
import { newUuid, systemIds } from '../src/platform/ids.ts';
import { silentLog } from '../src/platform/log.ts';
import type { Mail } from '../src/platform/mail/mail.ts';
import { createMetrics } from '../src/platform/metrics.ts';
import type { TestDatabase } from './harness.ts';
import { createMessageWorld, type MessageWorld } from './message-world.ts';

/** A request as a receiver got it. */
export type Hook = { path: string; headers: IncomingHttpHeaders; body: string };

/** A server of a customer on this machine. `answer` decides what comes back; by default 200. */
export type Receiver = {
  url: string;
  hooks: Hook[];
  answer: (hook: Hook) => { status: number; headers?: Record<string, string>; body?: string } | 'never';
  close(): Promise<void>;
};

/** Starts a receiver on a free port. */
export async function startReceiver(): Promise<Receiver> {
  const receiver: Receiver = { url: '', hooks: [], answer: () => ({ status: 200 }), close: async () => undefined };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const hook = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
      receiver.hooks.push(hook);
      const answer = receiver.answer(hook);
      if (answer === 'never') return;
      response.writeHead(answer.status, answer.headers);
      response.end(answer.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`; // a listening TCP server has one
  receiver.close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return receiver;
}

/** The module over a message world, with this machine's own addresses allowed. */
export type WebhookWorld = MessageWorld & {
  ctx: WebhooksContext;
  actor: WorkspaceActor;
  mails: Mail[];
  endpoint(input: Partial<CreateWebhookEndpointRequest> & { url: string }): Promise<WebhookEndpointSecret>;
  /** Starts an engine of its own, as another process would have it. */
  engine(): { start(): void; stop(): Promise<void> };
};

/** Builds the world; `ownNetworks` is loopback unless told otherwise. */
export async function createWebhookWorld(
  database: TestDatabase,
  options: { clock?: Clock; ownNetworks?: readonly string[]; more?: Partial<WebhooksContext> } = {},
): Promise<WebhookWorld> {
  const world = await createMessageWorld(database);
  const { clock = systemClock, ownNetworks = ['127.0.0.0/8', '::1/128'] } = options;
  const rules = createAddressRules({ ports: [443], ownNetworks });
  const egress = createWebhookEgress(rules);
  const mails: Mail[] = [];
  const ctx: WebhooksContext = {
    db: database.db,
    clock,
    ids: systemIds,
    log: silentLog,
    metrics: createMetrics({ processMetrics: false }),
    keyring: world.keyring,
    audit: { clock, ids: systemIds, keyring: world.keyring },
    notifications: world.notifications,
    feed: createEventFeed({ db: database.db, notifications: world.notifications, clock, log: silentLog }),
    mails: { add: async (_tx, mail) => void mails.push(mail) },
    egress,
    rules,
    publicUrl: 'https://kabar.example.com',
    loadThings: {
      message: async () => new Map(),
      contact: async () => new Map(),
      number: async () => new Map(),
      template: async () => new Map(),
    },
    renderMeta: async () => new Map(),
    ...options.more,
  };
  const actor: WorkspaceActor = {
    kind: 'api_key',
    apiKeyId: newUuid(),
    sightMemberId: null,
    name: 'test',
    workspaceId: world.workspaceId,
    permissions: new Set(PERMISSION_NAMES),
  };
  const engines: { stop(): Promise<void> }[] = [];
  return {
    ...world,
    ctx,
    actor,
    mails,
    endpoint: (input) =>
      createEndpoint(ctx, actor, {
        description: '',
        event_types: ['*'],
        format: 'kabar',
        payload: 'thin',
        ordering: 'none',
        signature: 'hmac',
        headers: {},
        max_in_flight: 10,
        rate_per_second: null,
        ...input,
      }),
    engine: () => {
      const engine = createWebhookEngine(
        { ...ctx, metrics: createMetrics({ processMetrics: false }) },
        { holder: newUuid(), pollMs: 50, leaseMs: 3_000 },
      );
      // Nobody waits for a receiver that never answers.
      const impatient = { start: () => engine.start(), stop: () => engine.stop(0) };
      engines.push(impatient);
      return impatient;
    },
    close: async () => {
      await Promise.all(engines.map((engine) => engine.stop()));
      await egress.close();
      await world.close();
    },
  };
}
