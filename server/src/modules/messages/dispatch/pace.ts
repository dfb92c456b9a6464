/**
 * Keeps one number at its limit. Two rules together: a small bucket spreads sends evenly, and a log of the last arrivals
 * refuses whatever would put more than `limit` into any second, as WhatsApp sees it. What counts there is when a request
 * arrives, not when it was started: requests that leave late and then together would otherwise exceed the limit. So a send
 * counts as arriving now from the moment it is taken until its answer came, and then as having arrived just before it.
 *
 * Times are monotonic milliseconds (`performance.now()`). Starts empty, so that a number taken over from a dead process
 * cannot exceed its limit with what that one had just sent.
 */
export class NumberPace {
  #perSecond: number;
  #tokens = 0;
  #refilledAtMs: number;
  #pausedUntilMs = 0;
  /** Sends that were taken and are not settled. */
  #openCount = 0;
  /** Arrivals within the last window, a ring in order of time. */
  #arrivals: Float64Array;
  #first = 0;
  #count = 0;
  /** Quickest answer: what a request needs when nothing holds it up. Follows slower times by and by. */
  #leastMs = Number.POSITIVE_INFINITY;

  constructor(perSecond: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#refilledAtMs = nowMs;
    this.#arrivals = new Float64Array(perSecond);
  }

  get perSecond(): number {
    return this.#perSecond;
  }

  /** Adopts another limit; what was sent in the last second still counts. */
  setLimit(perSecond: number, nowMs: number): void {
    if (perSecond === this.#perSecond) return;
    this.#forgetOld(nowMs);
    const recent = Array.from({ length: this.#count }, (_, index) => this.#arrival(index)).slice(-perSecond);
    this.#perSecond = perSecond;
    this.#arrivals = new Float64Array(perSecond);
    this.#arrivals.set(recent);
    this.#first = 0;
    this.#count = recent.length;
    this.#tokens = Math.min(this.#tokens, this.#capacity());
  }

  /** Nothing goes out before `untilMs`: WhatsApp said that the whole number is too fast. */
  pause(untilMs: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, untilMs);
  }

  /** How many sends may start now. */
  available(nowMs: number): number {
    if (nowMs < this.#pausedUntilMs) return 0;
    this.#refill(nowMs);
    this.#forgetOld(nowMs);
    return Math.max(0, Math.min(Math.floor(this.#tokens), this.#perSecond - this.#openCount - this.#count));
  }

  /** Milliseconds until `available` may be at least 1; 0 when it is. A settled send can make it earlier. */
  waitMs(nowMs: number): number {
    if (this.available(nowMs) > 0) return 0;
    const pauseMs = Math.max(0, this.#pausedUntilMs - nowMs);
    const tokenMs = this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / this.#perSecond) * 1000;
    return Math.max(pauseMs, tokenMs, this.#windowWaitMs(nowMs));
  }

  /** Records that one send is about to start. */
  take(): void {
    this.#tokens -= 1;
    this.#openCount += 1;
  }

  /** Ends one that was taken: when its first byte left (null: nothing left), and when its outcome was known. */
  settle(writtenAtMs: number | null, nowMs: number): void {
    this.#openCount -= 1;
    if (writtenAtMs === null) return;
    const latencyMs = nowMs - writtenAtMs;
    this.#leastMs = Math.min(latencyMs, this.#leastMs + latencyDriftMs);
    this.#forgetOld(nowMs);
    if (this.#count === this.#perSecond) return; // only after the limit was lowered
    const newest = this.#count === 0 ? 0 : this.#arrival(this.#count - 1);
    this.#arrivals[(this.#first + this.#count) % this.#perSecond] = Math.max(newest, nowMs - this.#leastMs);
    this.#count += 1;
  }

  #capacity(): number {
    return Math.max(1, this.#perSecond * burstShare);
  }

  #refill(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#refilledAtMs);
    this.#refilledAtMs = nowMs;
    this.#tokens = Math.min(this.#capacity(), this.#tokens + (elapsedMs / 1000) * this.#perSecond);
  }

  #arrival(index: number): number {
    return this.#arrivals[(this.#first + index) % this.#perSecond] ?? 0;
  }

  #forgetOld(nowMs: number): void {
    while (this.#count > 0 && this.#arrival(0) <= nowMs - windowMs) {
      this.#first = (this.#first + 1) % this.#perSecond;
      this.#count -= 1;
    }
  }

  /** Until so many arrivals are a window old that one more fits. */
  #windowWaitMs(nowMs: number): number {
    const surplus = this.#openCount + this.#count - this.#perSecond + 1;
    if (surplus <= 0) return 0;
    return surplus > this.#count ? windowMs : Math.max(0, this.#arrival(surplus - 1) + windowMs - nowMs);
  }
}

/** Share of a second's limit that may leave at once after a quiet time. */
const burstShare = 0.1;

/** Length of the window that never holds more than the limit: a second and a little for the way there. */
export const windowMs = 1_005;

/** How much slower the quickest answer may become per send before it is believed. */
const latencyDriftMs = 0.01;

/**
 * Keeps sends to one customer within Meta's pair limit: 1 message per 6 seconds, with up to 45 in a burst that is paid
 * back by waiting.
 *
 * Source: Meta, "Throughput and pair rate limits", as of 2026-04; kept one below the published burst.
 */
export class PairPace {
  readonly #spentUntilMs = new Map<string, number>();

  /** When the next send to this conversation may start; `nowMs` or earlier means now. */
  readyAtMs(conversationId: string, nowMs: number): number {
    const spentUntil = this.#spentUntilMs.get(conversationId) ?? 0;
    return Math.max(nowMs, spentUntil - (pairBurst - 1) * pairIntervalMs);
  }

  /** Records one send to this conversation. */
  take(conversationId: string, nowMs: number): void {
    const spentUntil = Math.max(nowMs, this.#spentUntilMs.get(conversationId) ?? 0);
    this.#spentUntilMs.set(conversationId, spentUntil + pairIntervalMs);
    if (this.#spentUntilMs.size > pairMemoryCount) this.#forgetIdle(nowMs);
  }

  #forgetIdle(nowMs: number): void {
    for (const [conversationId, spentUntil] of this.#spentUntilMs) {
      if (spentUntil <= nowMs) this.#spentUntilMs.delete(conversationId);
    }
  }
}

const pairIntervalMs = 6_000;
const pairBurst = 44;
const pairMemoryCount = 50_000;
