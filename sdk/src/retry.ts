import type { KabarError, KabarErrorCode } from './kabar-error.ts';

/** How calls are tried again. */
export type RetryPolicy = {
  /** Further tries after the first; 0 switches retries off. */
  maxRetries: number;
  /** Upper bound of the first pause, in milliseconds; it doubles with each further one. */
  baseDelayMs: number;
  /** Longest pause, in milliseconds. When the server asks for a longer one, the error is given to the caller instead. */
  maxDelayMs: number;
};

export const DEFAULT_RETRY: RetryPolicy = { maxRetries: 3, baseDelayMs: 300, maxDelayMs: 20_000 };

/** Refusals that the server gives before it does anything: only these are repeated for requests that could do their work twice. */
const untouched: ReadonlySet<KabarErrorCode> = new Set<KabarErrorCode>(['rate_limited', 'upstream_unavailable', 'idempotency_in_progress']);

/**
 * How long to wait before the next try, in milliseconds, or null when there must not be one. `repeatable` says that doing the request twice equals doing it
 * once: it only reads, or it carries an idempotency key. `tries` counts those already made; `random` is a number from 0 up to 1.
 *
 * The pause is any part of the exponential step ("full jitter"), so that clients that failed together do not return together; where the server asked for
 * a pause, it comes on top of that.
 */
export function retryDelayMs(
  error: KabarError,
  repeatable: boolean,
  tries: number,
  policy: RetryPolicy,
  random: number = Math.random(),
): number | null {
  if (tries > policy.maxRetries || !error.retryable) return null;
  if (!repeatable && !untouched.has(error.code)) return null;
  const stepMs = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (tries - 1));
  const askedMs = error.retryAfterMs ?? 0;
  return askedMs > policy.maxDelayMs ? null : askedMs + stepMs * random;
}

/** Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(reasonOf(signal));
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      if (signal !== undefined) reject(reasonOf(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** The reason of an aborted signal as an Error, whatever the caller aborted with. */
export function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new DOMException('The call was aborted', 'AbortError');
}
