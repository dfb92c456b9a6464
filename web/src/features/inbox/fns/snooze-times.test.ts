import { describe, expect, it } from 'vitest';
import { snoozeTimes } from './snooze-times.ts';

const at = (text: string, zone: string) => snoozeTimes(Date.parse(text), zone).map(({ key, at: instant }) => `${key} ${instant}`);

describe('times to snooze until', () => {
  it('are in the time zone of the workspace', () => {
    // A Tuesday afternoon in Jakarta (UTC+7).
    expect(at('2026-11-17T08:05:00Z', 'Asia/Jakarta')).toEqual([
      'later 2026-11-17T11:15:00.000Z',
      'tomorrow 2026-11-18T02:00:00.000Z',
      'weekend 2026-11-21T02:00:00.000Z',
      'next_week 2026-11-23T02:00:00.000Z',
    ]);
  });

  it('offer Monday once, on a Sunday too, and no weekend on one', () => {
    expect(at('2026-11-22T10:00:00Z', 'UTC')).toEqual(['later 2026-11-22T13:00:00.000Z', 'tomorrow 2026-11-23T09:00:00.000Z']);
    expect(at('2026-11-20T10:00:00Z', 'UTC').map((line) => line.split(' ')[0])).toEqual(['later', 'tomorrow', 'next_week']);
  });

  it('take the day of the zone, not of UTC', () => {
    // Still Monday evening in New York.
    expect(at('2026-11-17T02:00:00Z', 'America/New_York')[1]).toBe('tomorrow 2026-11-17T14:00:00.000Z');
  });
});
