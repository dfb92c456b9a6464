import { Agent, request } from 'undici';
import type { BehaviourBook } from '../behaviours.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';

/** A webhook POST that is to be made. */
export interface OutgoingWebhook {
  appId: string;
  url: string;
  fields: string;
  updateCount: number;
  body: string;
  signature: string;
  /** Messages of customers that this POST tells about; they count as delivered when it is acknowledged. */
  inboundOrders: number[];
}

/** A webhook in the ledger. Times are milliseconds of the emulated clock. */
export interface WebhookRecord {
  order: number;
  atMs: number;
  appId: string;
  url: string;
  fields: string;
  updateCount: number;
  body: string;
  signature: string;
  state: 'pending' | 'delivered' | 'dropped';
  attemptCount: number;
  attempts: { number: number; atMs: number; httpStatus: number | null; error: string | null; durationMs: number }[];
}

/** Figures over all webhooks. */
export interface WebhookCounts {
  built: number;
  updates: number;
  byState: Record<string, number>;
  attempts: number;
}

/** Takes webhooks, stores them, and posts them until they are acknowledged with 200. */
export interface Deliverer {
  /** Stores the webhook in the same commit as everything queued before it and posts it after `delayMs`. */
  enqueue(webhook: OutgoingWebhook, delayMs: number): void;
  /** Posts what was pending when the process ended. */
  resume(): void;
  /** Makes every waiting retry due now. */
  retryNow(): number;
  list(afterOrder: number, limit: number): WebhookRecord[];
  counts(): WebhookCounts;
  /** POSTs that are on their way right now. */
  inFlightCount(): number;
  close(): Promise<void>;
}

interface Pending {
  order: number;
  url: string;
  atMs: number;
  attemptCount: number;
  dueAtMs: number;
  /** Kept in memory only for the newest, see BODIES_IN_MEMORY. */
  body: string | null;
  signature: string;
  inboundOrders: number[];
  cancelTimer: (() => void) | null;
}

interface Lane {
  active: number;
  queue: Pending[];
  head: number;
}

// A receiver that is down must not make the emulator hold everything in memory.
const BODIES_IN_MEMORY = 2000;
const GIVE_UP_AFTER_MS = 7 * 24 * 3600 * 1000;

/** Seconds between attempts: at once, then ever rarer. Source: only "immediately, then decreasing, up to 7 days" is documented. */
const RETRY_GAPS_SECONDS = [1, 5, 15, 60, 300, 900, 3600, 7200, 14_400, 28_800, 43_200, 86_400];

/** Creates the deliverer. `onDelivered` is told the customers' messages that reached the business. */
export function createDeliverer(context: {
  store: Store;
  clock: Clock;
  behaviours: BehaviourBook;
  onDelivered: (inboundOrders: number[]) => void;
}): Deliverer {
  const { store, clock, behaviours } = context;
  const agent = new Agent({ connections: 64, pipelining: 1, keepAliveTimeout: 30_000 });
  const insert = store.prepare(
    "insert into webhooks (seq, at_ms, app_id, url, fields, update_count, body, signature, state, due_at_ms, inbound_seqs) values (?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)",
  );
  const insertAttempt = store.prepare(
    'insert into attempts (webhook_seq, number, at_ms, http_status, error, duration_ms) values (?, ?, ?, ?, ?, ?)',
  );
  const update = store.prepare('update webhooks set state = ?, attempt_count = ?, due_at_ms = ? where seq = ?');
  const selectBody = store.prepare('select body from webhooks where seq = ?');
  let lastOrder = Number(store.prepare('select coalesce(max(seq), 0) as seq from webhooks').get()?.['seq'] ?? 0);
  let bodiesInMemory = 0;
  let inFlight = 0;
  let isClosed = false;
  const lanes = new Map<string, Lane>();
  const waiting = new Set<Pending>();

  function laneOf(url: string): Lane {
    const known = lanes.get(url);
    if (known) return known;
    const lane: Lane = { active: 0, queue: [], head: 0 };
    lanes.set(url, lane);
    return lane;
  }

  function schedule(pending: Pending): void {
    const delayMs = pending.dueAtMs - clock.nowMs();
    if (delayMs <= 0) {
      const lane = laneOf(pending.url);
      lane.queue.push(pending);
      pump(lane);
      return;
    }
    waiting.add(pending);
    pending.cancelTimer = clock.after(delayMs, () => {
      waiting.delete(pending);
      pending.cancelTimer = null;
      const lane = laneOf(pending.url);
      lane.queue.push(pending);
      pump(lane);
    });
  }

  function pump(lane: Lane): void {
    const { concurrency } = behaviours.of().webhooks;
    while (!isClosed && lane.active < concurrency && lane.head < lane.queue.length) {
      const pending = lane.queue[lane.head];
      lane.head += 1;
      if (lane.head > 1000 && lane.head * 2 > lane.queue.length) {
        lane.queue.splice(0, lane.head);
        lane.head = 0;
      }
      if (!pending) continue;
      lane.active += 1;
      inFlight += 1;
      void attempt(pending).finally(() => {
        lane.active -= 1;
        inFlight -= 1;
        pump(lane);
      });
    }
  }

  function releaseBody(pending: Pending): void {
    if (pending.body === null) return;
    pending.body = null;
    bodiesInMemory -= 1;
  }

  async function attempt(pending: Pending): Promise<void> {
    const stored = pending.body ?? selectBody.get(pending.order)?.['body'];
    const body = typeof stored === 'string' ? stored : '';
    const startedAt = performance.now();
    const atMs = clock.nowMs();
    let httpStatus: number | null = null;
    let error: string | null = null;
    try {
      const timeoutMs = behaviours.of().webhooks.timeoutMs;
      const answer = await request(pending.url, {
        method: 'POST',
        dispatcher: agent,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'facebookexternalua',
          'x-hub-signature-256': pending.signature,
        },
        body: Buffer.from(body, 'latin1'),
      });
      httpStatus = answer.statusCode;
      await answer.body.dump();
    } catch (caught) {
      error = caught instanceof Error ? ((caught as NodeJS.ErrnoException).code ?? caught.message) : 'failed';
    }
    if (isClosed) return;
    record(pending, { atMs, httpStatus, error, durationMs: Math.round(performance.now() - startedAt) });
  }

  function record(pending: Pending, result: { atMs: number; httpStatus: number | null; error: string | null; durationMs: number }): void {
    pending.attemptCount += 1;
    const number = pending.attemptCount;
    const now = clock.nowMs();
    const isDelivered = result.httpStatus === 200;
    const isDropped = !isDelivered && now - pending.atMs > GIVE_UP_AFTER_MS;
    const { retryScale, maxRetryGapMs } = behaviours.of().webhooks;
    const gapSeconds = RETRY_GAPS_SECONDS[Math.min(number - 1, RETRY_GAPS_SECONDS.length - 1)] ?? 1;
    pending.dueAtMs = now + Math.min(gapSeconds * 1000 * retryScale, maxRetryGapMs);
    const state = isDelivered ? 'delivered' : isDropped ? 'dropped' : 'pending';
    store.write(() => {
      insertAttempt.run(pending.order, number, result.atMs, result.httpStatus, result.error, result.durationMs);
      update.run(state, number, Math.round(pending.dueAtMs), pending.order);
    });
    if (state === 'pending') {
      schedule(pending);
      return;
    }
    releaseBody(pending);
    if (isDelivered && pending.inboundOrders.length > 0) context.onDelivered(pending.inboundOrders);
  }

  return {
    enqueue(webhook, delayMs) {
      lastOrder += 1;
      const order = lastOrder;
      const atMs = clock.nowMs();
      const dueAtMs = atMs + delayMs;
      const keepsBody = bodiesInMemory < BODIES_IN_MEMORY;
      if (keepsBody) bodiesInMemory += 1;
      const pending: Pending = {
        order,
        url: webhook.url,
        atMs,
        attemptCount: 0,
        dueAtMs,
        body: keepsBody ? webhook.body : null,
        signature: webhook.signature,
        inboundOrders: webhook.inboundOrders,
        cancelTimer: null,
      };
      const inbound = webhook.inboundOrders.length > 0 ? webhook.inboundOrders.join(',') : null;
      store.write(() =>
        insert.run(
          order,
          atMs,
          webhook.appId,
          webhook.url,
          webhook.fields,
          webhook.updateCount,
          webhook.body,
          webhook.signature,
          dueAtMs,
          inbound,
        ),
      );
      // Posted only after the commit: an acknowledged webhook can then never be missing from the ledger.
      store.afterCommit(() => schedule(pending));
    },
    resume() {
      const rows = store
        .prepare(
          "select seq, at_ms, url, signature, attempt_count, due_at_ms, inbound_seqs from webhooks where state = 'pending' order by seq",
        )
        .all();
      for (const row of rows) {
        schedule({
          order: Number(row['seq']),
          url: String(row['url']),
          atMs: Number(row['at_ms']),
          attemptCount: Number(row['attempt_count']),
          dueAtMs: Number(row['due_at_ms']),
          body: null,
          signature: String(row['signature']),
          inboundOrders: typeof row['inbound_seqs'] === 'string' ? row['inbound_seqs'].split(',').map(Number) : [],
          cancelTimer: null,
        });
      }
    },
    retryNow() {
      const due = [...waiting];
      for (const pending of due) {
        pending.cancelTimer?.();
        pending.cancelTimer = null;
        waiting.delete(pending);
        pending.dueAtMs = 0;
        schedule(pending);
      }
      return due.length;
    },
    list(afterOrder, limit) {
      store.flush();
      const attempts = store.prepare('select * from attempts where webhook_seq = ? order by number');
      return store
        .prepare('select * from webhooks where seq > ? order by seq limit ?')
        .all(afterOrder, limit)
        .map((row) => ({
          order: Number(row['seq']),
          atMs: Number(row['at_ms']),
          appId: String(row['app_id']),
          url: String(row['url']),
          fields: String(row['fields']),
          updateCount: Number(row['update_count']),
          body: String(row['body']),
          signature: String(row['signature']),
          state: String(row['state']) as WebhookRecord['state'], // only this file writes it
          attemptCount: Number(row['attempt_count']),
          attempts: attempts.all(Number(row['seq'])).map((attemptRow) => ({
            number: Number(attemptRow['number']),
            atMs: Number(attemptRow['at_ms']),
            httpStatus: typeof attemptRow['http_status'] === 'number' ? attemptRow['http_status'] : null,
            error: typeof attemptRow['error'] === 'string' ? attemptRow['error'] : null,
            durationMs: Number(attemptRow['duration_ms']),
          })),
        }));
    },
    counts() {
      store.flush();
      const byState: Record<string, number> = {};
      let built = 0;
      let updates = 0;
      for (const row of store.prepare('select state, count(*) as count, sum(update_count) as updates from webhooks group by state').all()) {
        byState[String(row['state'])] = Number(row['count']);
        built += Number(row['count']);
        updates += Number(row['updates']);
      }
      const attempts = Number(store.prepare('select count(*) as count from attempts').get()?.['count'] ?? 0);
      return { built, updates, byState, attempts };
    },
    inFlightCount: () => inFlight,
    async close() {
      isClosed = true;
      await agent.destroy();
    },
  };
}
