/** How long until a refused try is repeated, and how much of the number it slows down. */
export type RetryPlan = { delayMs: number; numberPauseMs: number };

/** After this many tries a message fails with `retries_exhausted`; with the delays below that is about a day. */
export const maxAttempts = 24;

const pairRateLimit = 131056;
const throughputLimit = 130429;
const accountLimits = new Set([4, 80007, 613]);
const hourMs = 3_600_000;

/**
 * Plans the next try of a message that WhatsApp provably did not take.
 *
 * - Pair limit (131056): 4^attempt seconds for this conversation only.
 * - Throughput (130429): doubling from one second, and the number pauses for a second.
 * - App and account limits (4, 80007, 613): minutes, and the number pauses as long.
 * - Anything else (connection refused, not sent): doubling from one second to an hour.
 *
 * `random` is 0 to 1; every delay is spread by a quarter so that messages do not come back in step.
 * Source: Meta, "Error codes" (131056: retry after 4^X seconds), fetched 2026-09-11.
 */
export function planRetry(errorCode: number | null, attempt: number, afterMs: number | null, random: number): RetryPlan {
  const spread = 1 + (random - 0.5) / 2;
  const base = baseDelayMs(errorCode, attempt);
  const delayMs = Math.round(Math.max(afterMs ?? 0, base * spread));
  if (errorCode === throughputLimit) return { delayMs, numberPauseMs: 1_000 };
  if (errorCode !== null && accountLimits.has(errorCode)) return { delayMs, numberPauseMs: delayMs };
  return { delayMs, numberPauseMs: 0 };
}

function baseDelayMs(errorCode: number | null, attempt: number): number {
  if (errorCode === pairRateLimit) return Math.min(4 ** attempt * 1_000, hourMs);
  if (errorCode !== null && accountLimits.has(errorCode)) return Math.min(2 ** attempt * 60_000, hourMs);
  return Math.min(2 ** (attempt - 1) * 1_000, hourMs);
}
