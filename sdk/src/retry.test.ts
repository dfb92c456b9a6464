import { ERRORS } from '@kabar/contract/errors';
import { describe, expect, it } from 'vitest';
import { KabarError, type KabarErrorCode } from './kabar-error.ts';
import { retryDelayMs } from './retry.ts';

const policy = { maxRetries: 5, baseDelayMs: 100, maxDelayMs: 1_000 };

describe('the pause before a further try', () => {
  it('is any part of a step that doubles up to a bound', () => {
    const error = new KabarError('unavailable');
    expect([1, 2, 3, 4, 5].map((tries) => retryDelayMs(error, true, tries, policy, 0.5))).toEqual([50, 100, 200, 400, 500]);
    expect(retryDelayMs(error, true, 3, policy, 0)).toBe(0);
    expect(retryDelayMs(error, true, 6, policy, 0.5)).toBeNull();
  });

  it('comes on top of what the server asked for, and there is none where that is too long', () => {
    expect(retryDelayMs(new KabarError('rate_limited', { retryAfterMs: 700 }), true, 1, policy, 0.5)).toBe(750);
    expect(retryDelayMs(new KabarError('rate_limited', { retryAfterMs: 1_001 }), true, 1, policy, 0.5)).toBeNull();
  });

  it('exists exactly for what the catalogue calls retryable', () => {
    const codes = Object.entries(ERRORS).map(([code, { retryable }]) => [code, retryable] as [KabarErrorCode, boolean]);
    expect(codes.length).toBeGreaterThan(40);
    for (const [code, retryable] of codes) {
      expect(retryDelayMs(new KabarError(code), true, 1, policy, 0.5) !== null, code).toBe(retryable);
    }
    const unread = codes.filter(([code]) => retryDelayMs(new KabarError(code), false, 1, policy, 0.5) !== null).map(([code]) => code);
    expect(unread.toSorted()).toEqual(['idempotency_in_progress', 'rate_limited', 'upstream_unavailable']);
  });
});
