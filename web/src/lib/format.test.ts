import { describe, expect, it } from 'vitest';
import { formatPhone } from './format-phone.ts';
import {
  dayKey,
  formatBytes,
  formatDate,
  formatDateTime,
  formatDay,
  formatDuration,
  formatListTime,
  formatLogTime,
  formatNumber,
  formatRelative,
  formatTimeZone,
} from './format.ts';

const jakartaEn = { locale: 'en', timeZone: 'Asia/Jakarta' };
const jakartaId = { locale: 'id', timeZone: 'Asia/Jakarta' };
const now = '2026-11-21T03:00:00.000Z';

describe('formatting', () => {
  it('separates thousands as the language does', () => {
    expect(formatNumber(1234567, jakartaEn)).toBe('1,234,567');
    expect(formatNumber(1234567, jakartaId)).toBe('1.234.567');
  });

  it("takes the calendar day from the workspace's time zone", () => {
    expect(dayKey('2026-11-20T18:30:00.000Z', 'Asia/Jakarta')).toBe('2026-11-21');
    expect(dayKey('2026-11-20T18:30:00.000Z', 'UTC')).toBe('2026-11-20');
  });

  it('speaks relatively within a day and absolutely after it', () => {
    expect(formatRelative('2026-11-21T02:59:40.000Z', now, jakartaEn)).toBe('Now');
    expect(formatRelative('2026-11-21T02:55:00.000Z', now, jakartaEn)).toBe('5 min. ago');
    expect(formatRelative('2026-11-21T02:55:00.000Z', now, jakartaId)).toBe('5 mnt lalu');
    expect(formatRelative('2026-11-21T06:00:00.000Z', now, jakartaEn)).toBe('in 3 hr.');
    expect(formatRelative('2026-11-12T02:55:00.000Z', now, jakartaEn)).toBe('Nov 12');
    expect(formatRelative('2025-11-12T02:55:00.000Z', now, jakartaEn)).toBe('Nov 12, 2025');
  });

  it('never says 60 minutes', () => {
    expect(formatRelative(Date.parse(now) - 59.6 * 60_000, now, jakartaEn)).toBe('1 hr. ago');
  });

  it('gives a list row its clock, yesterday, weekday or date', () => {
    expect(formatListTime('2026-11-21T02:05:00.000Z', now, jakartaId)).toBe('09.05');
    expect(formatListTime('2026-11-20T02:05:00.000Z', now, jakartaEn)).toBe('Yesterday');
    expect(formatListTime('2026-11-18T02:05:00.000Z', now, jakartaEn)).toBe('Wed');
    expect(formatListTime('2026-10-01T02:05:00.000Z', now, jakartaEn)).toBe('Oct 1');
  });

  it('gives a line of a log its second, and its day where that is not today', () => {
    expect(formatLogTime('2026-11-21T02:05:09.000Z', now, jakartaId)).toBe('09.05.09');
    expect(formatLogTime('2026-11-20T16:05:09.000Z', now, jakartaId)).toBe('20 Nov, 23.05.09');
  });

  it('names the days of a thread', () => {
    expect(formatDay('2026-11-20T18:30:00.000Z', now, jakartaEn)).toBe('Today');
    expect(formatDay('2026-11-20T16:30:00.000Z', now, jakartaId)).toBe('Kemarin');
    expect(formatDay('2026-11-13T02:00:00.000Z', now, jakartaEn)).toBe('Friday, November 13');
  });

  it('writes sizes and lengths with units', () => {
    expect(formatBytes(999, jakartaEn)).toBe('999 byte');
    expect(formatBytes(1_250_000, jakartaEn)).toBe('1.3 MB');
    expect(formatDuration(40_000, jakartaEn)).toBe('40 sec');
    expect(formatDuration(11.2 * 60_000, jakartaEn)).toBe('12 min');
    expect(formatDuration(3 * 3_600_000, jakartaId)).toBe('3 j');
    expect(formatDuration(72 * 3_600_000, jakartaEn)).toBe('3 days');
  });

  it('writes full instants with their zone', () => {
    expect(formatDate(now, jakartaEn)).toBe('Nov 21, 2026');
    expect(formatDateTime(now, jakartaId)).toContain('WIB');
    expect(formatTimeZone('Asia/Jakarta', now, 'en')).toBe('Jakarta (GMT+7)');
  });

  it('groups phone numbers and leaves what is not one alone', () => {
    expect(formatPhone('6281200001111')).toBe('+62 812 0000 1111');
    expect(formatPhone('+15550101234')).toMatch(/^\+1 555/);
    expect(formatPhone('not a number')).toBe('not a number');
  });
});
