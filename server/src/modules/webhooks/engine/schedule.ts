const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Pauses before the second try and those after it: 75.6 hours in all, as the example of Standard Webhooks 1.0.0 (read 2026-11-21). */
const pausesMs: readonly number[] = [
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
];

/** Tries in all. */
export const maxAttempts: number = pausesMs.length + 1;
/** A delivery that waited so long, because its endpoint's breaker was open, is given up. */
export const expiresAfterMs: number = 4 * dayMs;
/** An endpoint at which nothing arrived for so long is switched off. */
export const disableAfterMs: number = 5 * dayMs;
/** Failures in a row after which an endpoint is left alone for a while. */
export const breakerThreshold = 5;
/** One request, from looking up the name to the end of the answer. */
export const requestTimeoutMs: number = 15 * secondMs;

const longestAskedMs = 24 * hourMs;
const longestPauseMs = 15 * minuteMs;

/**
 * When to try again after try `attempt` (from 1) failed; null when that was the last. Up to a tenth is added by chance, so that what failed together
 * does not come back together. A receiver that asked for a longer pause gets it, up to a day.
 */
export function nextAttemptAt(attempt: number, now: Date, askedMs: number | null, random: number): Date | null {
  const pauseMs = pausesMs[attempt - 1];
  if (pauseMs === undefined) return null;
  return new Date(now.getTime() + Math.max(pauseMs * (1 + random / 10), Math.min(askedMs ?? 0, longestAskedMs)));
}

/**
 * Until when an endpoint is left alone after `failureCount` failures in a row; null while it need not be. Half a minute at first, doubled with each
 * failed probe, at most a quarter of an hour. A receiver that asks for a pause (429, 503) gets it at once, up to an hour.
 */
export function openUntil(failureCount: number, now: Date, askedMs: number | null): Date | null {
  const asked = askedMs === null ? 0 : Math.min(askedMs, hourMs);
  const own =
    failureCount < breakerThreshold ? 0 : Math.min(30 * secondMs * 2 ** Math.min(failureCount - breakerThreshold, 10), longestPauseMs);
  return Math.max(asked, own) === 0 ? null : new Date(now.getTime() + Math.max(asked, own));
}

/**
 * The pause that a `Retry-After` header asks for, in milliseconds: seconds or a date (RFC 9110, section 10.2.3). Null when there is none that can be read.
 */
export function readRetryAfter(header: string | string[] | undefined, now: Date): number | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim();
  if (text === undefined || text === '') return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * secondMs;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
