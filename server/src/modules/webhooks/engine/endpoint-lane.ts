import { createHash } from 'node:crypto';
import type { WebhookEventType, WebhookFailure } from '@kabar/contract';
import type { Batcher } from '#platform/batcher';
import type { KeyRing } from '#platform/crypto/data-key';
import { engineQuery } from '#platform/db/tx';
import type { EgressAnswer } from '#platform/egress/egress';
import { WakeSignal } from '#platform/wake-signal';
import { contentRing, sealRequest, sealResponse } from '../deliveries/attempt-content.ts';
import { disableEndpoint } from '../endpoints/disable-endpoint.ts';
import { maxAnswerBytes } from '../net/webhook-egress.ts';
import { publicEventId, renderBodies, type RenderableEvent } from '../render-body.ts';
import { signatureHeaders } from '../signing/sign-webhook.ts';
import type { WebhooksContext } from '../webhooks-context.ts';
import { failureOf, isThrottling, judgeStatus } from './judge-answer.ts';
import type { LaneEndpoint, LaneSettings } from './load-lane.ts';
import type { AttemptRecord, DueRow, EndpointState } from './record.sql.ts';
import { selectDue } from './record.sql.ts';
import type { Recorded } from './recorder.ts';
import {
  breakerThreshold,
  disableAfterMs,
  expiresAfterMs,
  maxAttempts,
  nextAttemptAt,
  openUntil,
  readRetryAfter,
  requestTimeoutMs,
} from './schedule.ts';

/** What a lane needs beside the module's context. */
export type LaneDeps = {
  recorder: Batcher<Recorded, null>;
  loadSettings(endpoint: LaneEndpoint): Promise<LaneSettings | null>;
  countAttempt(outcome: 'succeeded' | 'failed'): void;
  random(): number;
};

type Ready = DueRow & { body: string | null };

const settingsForMs = 5_000;
const pollMs = 1_000;
const idleForMs = 5_000;
const recordAgainMs = 1_000;
/** Answers that may wait to be written down, so that a database that is away is not answered for by memory. */
const mostUnwritten = 500;

/**
 * Sends to one endpoint while this process holds its lease. It knows what is under way, so nothing is claimed in the database and a delivery costs one write, at its
 * end. What was sent and not written down, because the process died, is sent again with the same id.
 *
 * Ends by itself when there is nothing to do for a while, when the breaker opens, and when the endpoint is switched off.
 */
export class EndpointLane {
  readonly endpoint: LaneEndpoint;
  readonly #ctx: WebhooksContext;
  readonly #deps: LaneDeps;
  readonly #wakeSignal = new WakeSignal();
  /** Takes no more. */
  readonly #stopping = new AbortController();
  /** Breaks off what is under way. */
  readonly #aborting = new AbortController();
  /** Begun and not yet written down. */
  readonly #inFlight = new Set<string>();
  /** Requests without an answer yet; what is being written down keeps nobody waiting. */
  #sendingCount = 0;
  #ready: Ready[] = [];
  #settings: LaneSettings | null = null;
  #settingsAtMs = Number.NEGATIVE_INFINITY;
  #state: EndpointState | null = null;
  #fetching: Promise<void> | null = null;
  #settledWhileFetching = new Set<string>();
  #mayHaveMore = true;
  #fetchedAtMs = Number.NEGATIVE_INFINITY;
  #nextSlotMs = 0;

  constructor(ctx: WebhooksContext, deps: LaneDeps, endpoint: LaneEndpoint) {
    this.#ctx = ctx;
    this.#deps = deps;
    this.endpoint = endpoint;
  }

  /** Something was put on its way, or the endpoint was changed. */
  wake(): void {
    this.#mayHaveMore = true;
    this.#settingsAtMs = Number.NEGATIVE_INFINITY;
    this.#wakeSignal.wake();
  }

  /** Takes no more; what is under way ends by itself. */
  stop(): void {
    this.#stopping.abort();
    this.#wakeSignal.wake();
  }

  /** Breaks off what is under way, too: the lease is lost, or time is up. */
  abandon(): void {
    this.stop();
    this.#aborting.abort();
  }

  /** Works until there is nothing to do. Errors: database errors; what was not written down stays due. */
  async run(): Promise<void> {
    let idleSinceMs = performance.now();
    try {
      while (!this.#stopping.signal.aborted) {
        const settings = await this.#refresh();
        if (settings === null || this.#isOpen()) return;
        const limit = this.#concurrency(settings);
        // Early enough that nobody waits for the next ones.
        if (this.#mayHaveMore && this.#ready.length < limit * 2) this.#startFetching(settings);
        while (
          this.#ready.length > 0 &&
          this.#sendingCount < limit &&
          this.#inFlight.size < limit + mostUnwritten &&
          !this.#isOpen() &&
          !this.#stopping.signal.aborted
        ) {
          const item = this.#ready.shift();
          if (item === undefined) break;
          await this.#pace(settings);
          this.#start(settings, item);
        }
        if (this.#inFlight.size > 0 || this.#fetching !== null || this.#ready.length > 0) idleSinceMs = performance.now();
        else if (performance.now() - idleSinceMs > idleForMs) return;
        await this.#wakeSignal.wait(pollMs, this.#stopping.signal);
        // Pauses end without a word.
        if (performance.now() - this.#fetchedAtMs >= pollMs) this.#mayHaveMore = true;
      }
    } finally {
      await this.#fetching;
      while (this.#inFlight.size > 0) await this.#wakeSignal.wait(pollMs);
    }
  }

  async #refresh(): Promise<LaneSettings | null> {
    if (performance.now() - this.#settingsAtMs < settingsForMs) return this.#settings;
    this.#settingsAtMs = performance.now();
    const settings = await this.#deps.loadSettings(this.endpoint);
    this.#settings = settings;
    if (settings === null) return null;
    // While the lease is held nobody else writes the breaker, except a member who switches the endpoint off and on.
    if (this.#state === null || settings.isReset) this.#state = { ...this.endpoint, ...settings.state };
    return settings;
  }

  /** A single probe while the breaker is half open; few at once while the last try failed, so that a dying server binds few connections. */
  #concurrency(settings: LaneSettings): number {
    const failureCount = this.#state?.failureCount ?? 0;
    if (failureCount >= breakerThreshold) return 1;
    return failureCount > 0 ? Math.min(2, settings.maxInFlight) : settings.maxInFlight;
  }

  #isOpen(): boolean {
    const until = this.#state?.openUntil ?? null;
    return until !== null && until > this.#ctx.clock.now();
  }

  async #pace({ ratePerSecond }: LaneSettings): Promise<void> {
    if (ratePerSecond === null) return;
    const nowMs = performance.now();
    const slotMs = Math.max(nowMs, this.#nextSlotMs);
    this.#nextSlotMs = slotMs + 1_000 / ratePerSecond;
    if (slotMs > nowMs) await this.#ctx.clock.sleep(slotMs - nowMs, this.#stopping.signal).catch(() => undefined);
  }

  #startFetching(settings: LaneSettings): void {
    this.#fetching ??= this.#readDue(settings).finally(() => {
      this.#fetching = null;
      this.#wakeSignal.wake();
    });
  }

  async #readDue(settings: LaneSettings): Promise<void> {
    const settled = new Set<string>();
    this.#settledWhileFetching = settled;
    const known = new Set([...this.#inFlight, ...this.#ready.map(({ id }) => id)]);
    // Full bodies are large, and tell how things are when they are read.
    const wanted = Math.max(32, settings.maxInFlight * (settings.payload === 'full' ? 4 : 16));
    this.#mayHaveMore = false;
    this.#fetchedAtMs = performance.now();
    try {
      const rows = await engineQuery<DueRow>(this.#ctx.db, selectDue(this.endpoint, this.#ctx.clock.now(), [...known], wanted));
      // What ended while the rows were read may still look due in them.
      const fresh = rows.filter(({ id }) => !settled.has(id));
      if (rows.length === wanted) this.#mayHaveMore = true;
      const bodies = await renderBodies(this.#ctx, this.endpoint.workspaceId, settings, fresh.map(eventOf));
      this.#ready.push(...fresh.map((row) => ({ ...row, body: bodies.get(row.eventId) ?? null })));
    } catch (error) {
      this.#ctx.log.warn('deliveries of a webhook endpoint could not be read; the next look makes up for it', { error });
    }
  }

  #start(settings: LaneSettings, item: Ready): void {
    this.#inFlight.add(item.id);
    void this.#attempt(settings, item)
      .catch((error: unknown) => this.#ctx.log.error('a webhook could not be sent; it stays due', { error }))
      .finally(() => {
        this.#inFlight.delete(item.id);
        this.#settledWhileFetching.add(item.id);
        // The next of a conversation may go now, and a short pause may be over.
        if (settings.ordering === 'conversation') this.#mayHaveMore = true;
        this.#wakeSignal.wake();
      });
  }

  async #attempt(settings: LaneSettings, item: Ready): Promise<void> {
    const { clock } = this.#ctx;
    const startedAt = clock.now();
    if (item.body === null || startedAt.getTime() - item.createdAt.getTime() > expiresAfterMs) {
      await this.#record(this.#untried(item, item.body === null ? 'not_rendered' : 'expired', startedAt));
      return;
    }
    const startedMs = performance.now();
    this.#sendingCount += 1;
    const { answer, bytes } = await this.#exchange(settings, item, item.body, startedAt);
    if (answer.kind === 'no_answer' && answer.reason === 'cancelled') {
      this.#sendingCount -= 1; // nobody waits for the outcome; it is sent again
      return;
    }
    const durationMs = Math.round(performance.now() - startedMs);
    const failure = answer.kind === 'answer' ? judgeStatus(answer.status) : failureOf(answer);
    await this.#settle(settings, item, { answer, bytes, durationMs, failure, startedAt });
  }

  async #exchange(
    settings: LaneSettings,
    item: Ready,
    body: string,
    startedAt: Date,
  ): Promise<{ answer: EgressAnswer; bytes: Buffer | null }> {
    const answer = await this.#ctx.egress.request({
      purpose: 'webhook',
      method: 'POST',
      origin: settings.address.origin,
      path: settings.address.path,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Kabar-Webhooks/1',
        ...settings.headers,
        ...signatureHeaders(settings.signers, publicEventId(item.eventId), startedAt, body),
      },
      body,
      timeoutMs: requestTimeoutMs,
      lane: this.endpoint.endpointId,
      signal: this.#aborting.signal,
    });
    return { answer, bytes: answer.kind === 'answer' ? await answer.readBytes(maxAnswerBytes) : null };
  }

  async #settle(
    settings: LaneSettings,
    item: Ready,
    done: { answer: EgressAnswer; bytes: Buffer | null; durationMs: number; failure: WebhookFailure | null; startedAt: Date },
  ): Promise<void> {
    const { clock, ids, keyring } = this.#ctx;
    const { workspaceId } = this.endpoint;
    const { answer, failure } = done;
    const now = clock.now();
    const status = answer.kind === 'answer' ? answer.status : null;
    const askedMs = answer.kind === 'answer' && failure !== null ? readRetryAfter(answer.headers['retry-after'], now) : null;
    this.#updateState(failure, now, status !== null && isThrottling(status) ? askedMs : null);
    // After the breaker has heard of it, so that a probe stays alone.
    this.#sendingCount -= 1;
    this.#wakeSignal.wake();
    const number = item.attemptCount + 1;
    const isLast = failure === null || failure === 'gone' || number >= maxAttempts;
    const attemptId = ids.uuid();
    const isThin = settings.format === 'kabar' && settings.payload === 'thin';
    // An arrival without a word says nothing that the status does not.
    const isWorthKeeping = failure !== null || done.bytes === null || done.bytes.byteLength > 0;
    const ring = isWorthKeeping || !isThin ? await contentRing(keyring, workspaceId, item.contactId) : null;
    this.#deps.countAttempt(failure === null ? 'succeeded' : 'failed');
    await this.#record({
      workspaceId,
      endpointId: this.endpoint.endpointId,
      deliveryId: item.id,
      attemptId,
      contactId: item.contactId,
      number,
      startedAt: done.startedAt,
      durationMs: done.durationMs,
      outcome: failure === null ? 'succeeded' : 'failed',
      httpStatus: status,
      failure,
      requestSealed: isThin || ring === null || item.body === null ? null : sealRequest(ring, workspaceId, attemptId, item.body),
      responseSealed:
        isWorthKeeping && answer.kind === 'answer' && ring !== null ? sealAnswer(ring, workspaceId, attemptId, answer, done.bytes) : null,
      responseHash: done.bytes === null || done.bytes.byteLength === 0 ? null : createHash('sha256').update(done.bytes).digest(),
      nextAttemptAt: isLast ? null : nextAttemptAt(number, now, askedMs, this.#deps.random()),
      finishedAt: isLast ? now : null,
    });
    await this.#disableWhenDue(settings, failure, now);
  }

  /** Tries that began before the breaker opened say nothing new about it. */
  #updateState(failure: WebhookFailure | null, now: Date, askedMs: number | null): void {
    const state = this.#state;
    if (state === null) return;
    if (failure === null) {
      this.#state = { ...state, failureCount: 0, failingSince: null, openUntil: null, lastSuccessAt: now };
      return;
    }
    if (this.#isOpen()) return;
    const failureCount = state.failureCount + 1;
    this.#state = { ...state, failureCount, failingSince: state.failingSince ?? now, openUntil: openUntil(failureCount, now, askedMs) };
  }

  async #disableWhenDue(settings: LaneSettings, failure: WebhookFailure | null, now: Date): Promise<void> {
    const since = this.#state?.failingSince ?? null;
    const isFailing = failure !== null && since !== null && now.getTime() - since.getTime() >= disableAfterMs;
    if (failure !== 'gone' && !isFailing) return;
    await disableEndpoint(this.#ctx, this.endpoint.workspaceId, this.endpoint.endpointId, {
      reason: failure === 'gone' ? 'gone' : 'failing',
      actor: { kind: 'system', id: null },
      host: settings.address.host,
    });
    this.stop();
  }

  #untried(item: Ready, failure: WebhookFailure, at: Date): AttemptRecord {
    return {
      workspaceId: this.endpoint.workspaceId,
      endpointId: this.endpoint.endpointId,
      deliveryId: item.id,
      attemptId: null,
      contactId: item.contactId,
      number: item.attemptCount,
      startedAt: at,
      durationMs: null,
      outcome: failure === 'expired' ? 'failed' : 'cancelled',
      httpStatus: null,
      failure,
      requestSealed: null,
      responseSealed: null,
      responseHash: null,
      nextAttemptAt: null,
      finishedAt: at,
    };
  }

  /** Written down for sure before the next look, or it would be sent twice; while the database is away it is tried again and again. */
  async #record(record: AttemptRecord): Promise<void> {
    for (;;) {
      try {
        const state = this.#state;
        if (state !== null) await this.#deps.recorder.add({ record, state });
        return;
      } catch (error) {
        if (this.#aborting.signal.aborted) throw error;
        this.#ctx.log.warn('what an endpoint answered was not written down; trying again', { error });
        await this.#ctx.clock.sleep(recordAgainMs, this.#aborting.signal);
      }
    }
  }
}

function eventOf(row: DueRow): RenderableEvent {
  // Written from the catalogue's own names.
  return {
    id: row.eventId,
    type: row.type as WebhookEventType,
    data: row.data,
    contactId: row.contactId,
    messageId: row.messageId,
    occurredAt: row.occurredAt,
  };
}

function sealAnswer(
  ring: KeyRing,
  workspaceId: string,
  attemptId: string,
  answer: Extract<EgressAnswer, { kind: 'answer' }>,
  body: Buffer | null,
): Buffer {
  return sealResponse(ring, workspaceId, attemptId, { headers: answer.headers, body });
}
