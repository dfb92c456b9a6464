import { engineQuery } from '#platform/db/tx';
import { acquireLeases, releaseLeases, renewLeases, type Lease } from '#platform/leases/lease';
import { WakeSignal } from '#platform/wake-signal';
import { webhooksChannel } from '../endpoints/endpoints.sql.ts';
import { createEventTeller } from '../events/event-teller.ts';
import type { WebhooksContext } from '../webhooks-context.ts';
import { EndpointLane } from './endpoint-lane.ts';
import { createLaneLoader } from './load-lane.ts';
import { selectBusy, type BusyEndpoint } from './record.sql.ts';
import { createRecorder } from './recorder.ts';

/** How the engine runs. */
export type EngineOptions = {
  /** This process, from `createHolderId`. */
  holder: string;
  /** How often to look for what is due without being woken. Default 1,000. */
  pollMs?: number;
  /** How long others wait after this process died. Default 15,000. */
  leaseMs?: number;
  /** Chance for pauses. Default `Math.random`. */
  random?: () => number;
};

/** Endpoints that one process serves at the same time. */
const maxLanes = 500;

type Running = { lane: EndpointLane; lease: Lease; done: Promise<void> };

/**
 * Sends webhooks: finds endpoints with something due, takes the lease of each, and lets a lane of its own send to it. No lane waits for another: each has its
 * connections, its pace and its breaker, so an endpoint that is slow or dead takes nothing from the rest. Any number of processes may run it.
 */
export function createWebhookEngine(
  ctx: WebhooksContext,
  options: EngineOptions,
): { name: string; start(): void; stop(graceMs?: number): Promise<void> } {
  const { holder, pollMs = 1_000, leaseMs = 15_000, random = Math.random } = options;
  const attempts = ctx.metrics.counter<'outcome'>({
    name: 'kabar_webhook_attempts_total',
    help: 'Requests to webhook endpoints, by whether they arrived',
    labels: ['outcome'],
  });
  const teller = createEventTeller(ctx, holder);
  const recorder = createRecorder(ctx);
  const deps = {
    recorder,
    loadSettings: createLaneLoader(ctx),
    countAttempt: (outcome: 'succeeded' | 'failed') => attempts.add({ outcome }),
    random,
  };
  const running = new Map<string, Running>();
  const stopping = new AbortController();
  const wakeSignal = new WakeSignal();
  let hinted: Set<string> | 'all' = 'all';
  let loop: Promise<void> | undefined;
  let renewal: ReturnType<typeof setInterval> | undefined;
  let stopListening = (): void => undefined;

  ctx.metrics.observedGauge({ name: 'kabar_webhook_lanes', help: 'Webhook endpoints that this process sends to now' }, () => running.size);

  const received = (payload: string): void => {
    if (payload === '') hinted = 'all';
    else if (hinted !== 'all') for (const id of payload.split(',')) hinted.add(id);
    const ids = payload === '' ? [...running.keys()] : payload.split(',');
    for (const id of ids) running.get(id)?.lane.wake();
    wakeSignal.wake();
  };

  const startLane = (endpoint: BusyEndpoint, lease: Lease): void => {
    const lane = new EndpointLane(ctx, deps, endpoint);
    const done = lane
      .run()
      .catch((error: unknown) => ctx.log.warn('sending to a webhook endpoint was broken off; it goes on in a moment', { error }))
      .then(async () => {
        running.delete(endpoint.endpointId);
        await releaseLeases(ctx.db, [lease]).catch(() => undefined); // it ends by itself otherwise
      });
    running.set(endpoint.endpointId, { lane, lease, done });
  };

  const round = async (): Promise<void> => {
    const among = hinted === 'all' ? null : [...hinted];
    hinted = new Set();
    if (running.size >= maxLanes || (among !== null && among.length === 0)) return;
    const busy = await engineQuery<BusyEndpoint>(
      ctx.db,
      selectBusy(ctx.clock.now(), among, [...running.keys()], Math.min(200, maxLanes - running.size)),
    );
    if (busy.length === 0) return;
    const leases = await acquireLeases(ctx.db, { names: busy.map(({ endpointId }) => leaseName(endpointId)), holder, ttlMs: leaseMs });
    const byName = new Map(leases.map((lease) => [lease.name, lease]));
    for (const endpoint of busy) {
      const lease = byName.get(leaseName(endpoint.endpointId));
      if (lease !== undefined && !running.has(endpoint.endpointId)) startLane(endpoint, lease);
    }
  };

  const run = async (): Promise<void> => {
    let scannedAtMs = 0;
    while (!stopping.signal.aborted) {
      try {
        if (performance.now() - scannedAtMs >= pollMs) {
          hinted = 'all';
          scannedAtMs = performance.now();
        }
        await round();
      } catch (error) {
        ctx.log.warn('due webhooks could not be looked for; the next look makes up for it', { error });
        hinted = 'all';
      }
      await wakeSignal.wait(pollMs, stopping.signal);
    }
  };

  const renew = async (): Promise<void> => {
    const held = [...running.values()];
    try {
      const kept = new Map(
        (
          await renewLeases(
            ctx.db,
            held.map(({ lease }) => lease),
            leaseMs,
          )
        ).map((lease) => [lease.name, lease]),
      );
      for (const entry of held) {
        const lease = kept.get(entry.lease.name);
        if (lease === undefined) entry.lane.abandon();
        else entry.lease = lease;
      }
    } catch {
      // The database is away. Whoever cannot rely on the lease any more stops, since another process may have it.
      for (const { lane, lease } of held) if (lease.safeUntilMs < performance.now()) lane.abandon();
    }
  };

  return {
    name: 'webhooks',
    start: () => {
      stopListening = ctx.notifications.on(webhooksChannel, { received, missed: () => received('') });
      teller.start();
      renewal ??= setInterval(() => void renew(), leaseMs / 3);
      loop ??= run();
    },
    stop: async (graceMs = 10_000) => {
      stopListening();
      stopping.abort();
      wakeSignal.wake();
      await Promise.all([loop, teller.stop()]);
      const lanes = [...running.values()];
      for (const { lane } of lanes) lane.stop();
      const force = setTimeout(
        () => {
          for (const { lane } of lanes) lane.abandon();
        },
        Math.max(500, graceMs / 2),
      );
      await Promise.all(lanes.map(({ done }) => done));
      clearTimeout(force);
      clearInterval(renewal);
      await recorder.close();
    },
  };
}

function leaseName(endpointId: string): string {
  return `webhook_endpoint:${endpointId}`;
}
