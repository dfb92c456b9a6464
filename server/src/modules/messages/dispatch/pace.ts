/**
 * Keeps one number at its limit. Two rules together: a small bucket spreads sends evenly, and a log of the last `limit`
 * starts refuses whatever would put more than `limit` into any `windowMs`. The window is a little longer than a second,
 * because requests that start a second apart may arrive closer together.
 *
 * Times are monotonic milliseconds (`performance.now()`). Starts empty, so that a number taken over from a dead process
 * cannot exceed its limit with what that one had just sent.
 */
export class NumberPace {
  #perSecond: number;
  #tokens = 0;
  #refilledAtMs: number;
  #pausedUntilMs = 0;
  #starts: Float64Array;
  #next = 0;

  constructor(perSecond: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#refilledAtMs = nowMs;
    this.#starts = new Float64Array(perSecond).fill(Number.NEGATIVE_INFINITY);
  }

  get perSecond(): number {
    return this.#perSecond;
  }

  /** Adopts another limit; what was sent in the last second still counts. */
  setLimit(perSecond: number, nowMs: number): void {
    if (perSecond === this.#perSecond) return;
    const recent = this.#recentStarts(nowMs).slice(-perSecond);
    this.#perSecond = perSecond;
    this.#starts = new Float64Array(perSecond).fill(Number.NEGATIVE_INFINITY);
    this.#starts.set(recent);
    this.#next = recent.length % perSecond;
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
    return Math.min(Math.floor(this.#tokens), this.#freeInWindow(nowMs));
  }

  /** Milliseconds until `available` is at least 1; 0 when it is. */
  waitMs(nowMs: number): number {
    if (this.available(nowMs) > 0) return 0;
    const pauseMs = Math.max(0, this.#pausedUntilMs - nowMs);
    const tokenMs = this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / this.#perSecond) * 1000;
    const oldest = this.#starts[this.#next] ?? Number.NEGATIVE_INFINITY;
    const windowWaitMs = Math.max(0, oldest + windowMs - nowMs);
    return Math.max(pauseMs, tokenMs, windowWaitMs);
  }

  /** Records that one send starts now. */
  take(nowMs: number): void {
    this.#tokens -= 1;
    this.#starts[this.#next] = nowMs;
    this.#next = (this.#next + 1) % this.#perSecond;
  }

  #capacity(): number {
    return Math.max(1, this.#perSecond * burstShare);
  }

  #refill(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#refilledAtMs);
    this.#refilledAtMs = nowMs;
    this.#tokens = Math.min(this.#capacity(), this.#tokens + (elapsedMs / 1000) * this.#perSecond);
  }

  /** Slots whose start lies a whole window back. The ring is in order of time, so the oldest stand at `next`. */
  #freeInWindow(nowMs: number): number {
    let free = 0;
    while (free < this.#perSecond && free <= this.#tokens) {
      const start = this.#starts[(this.#next + free) % this.#perSecond] ?? Number.NEGATIVE_INFINITY;
      if (start > nowMs - windowMs) break;
      free += 1;
    }
    return free;
  }

  #recentStarts(nowMs: number): number[] {
    return [...this.#starts].filter((start) => start > nowMs - windowMs).toSorted((a, b) => a - b);
  }
}

/** Share of a second's limit that may leave at once after a quiet time. */
const burstShare = 0.1;

/** Length of the window that never holds more than the limit. */
export const windowMs = 1_015;

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
