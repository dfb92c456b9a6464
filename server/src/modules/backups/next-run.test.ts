import { describe, expect, it } from 'vitest';
import { nextRun } from './next-run.ts';

describe('the next run of a schedule', () => {
  it.each([
    ['17 19 * * *', '2026-11-21T07:00:00Z', '2026-11-21T19:17:00.000Z'],
    ['17 19 * * *', '2026-11-21T19:17:00Z', '2026-11-22T19:17:00.000Z'],
    ['*/15 * * * *', '2026-12-31T23:46:10Z', '2027-01-01T00:00:00.000Z'],
    ['0 3 * * 0', '2026-11-21T07:00:00Z', '2026-11-22T03:00:00.000Z'],
    ['0 3 * * 7', '2026-11-21T07:00:00Z', '2026-11-22T03:00:00.000Z'],
    ['30 2 1 */3 *', '2026-11-21T07:00:00Z', '2027-01-01T02:30:00.000Z'],
    ['0 0 13 * 5', '2026-11-21T07:00:00Z', '2026-11-27T00:00:00.000Z'],
    ['5,35 8-9 29 2 *', '2026-11-21T07:00:00Z', null],
  ])('%s after %s is %s', (cron, now, expected) => {
    expect(nextRun(cron, new Date(now))?.toISOString() ?? null).toBe(expected);
  });

  it.each(['61 * * * *', '* * * *', 'a b c d e', '*/0 * * * *'])('of %s is none', (cron) => {
    expect(nextRun(cron, new Date('2026-11-21T07:00:00Z'))).toBeNull();
  });
});
