import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from './read-error.ts';

describe('the Retry-After header', () => {
  const nowMs = Date.parse('2026-11-21T08:00:00Z');

  it('is read as seconds and as a date', () => {
    expect(parseRetryAfter('3', nowMs)).toBe(3000);
    expect(parseRetryAfter('Sat, 21 Nov 2026 08:00:05 GMT', nowMs)).toBe(5000);
  });

  it('never asks for a wait in the past and is null when not understood', () => {
    expect(parseRetryAfter('Sat, 21 Nov 2026 07:00:00 GMT', nowMs)).toBe(0);
    expect(parseRetryAfter('soon', nowMs)).toBeNull();
    expect(parseRetryAfter(null, nowMs)).toBeNull();
  });
});
