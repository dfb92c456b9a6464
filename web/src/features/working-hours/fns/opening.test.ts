import { describe, expect, it } from 'vitest';
import { openingOf } from './opening.ts';
import { emptySchedule } from './schedule.ts';

const office = { from: '09:00', until: '17:00' };
const weekly = {
  ...emptySchedule,
  mode: 'weekly' as const,
  week: {
    ...emptySchedule.week,
    monday: [office],
    friday: [
      { from: '09:00', until: '12:00' },
      { from: '13:00', until: '24:00' },
    ],
    saturday: [{ from: '00:00', until: '02:00' }],
  },
};
const jakarta = 'Asia/Jakarta';
const at = (text: string): number => Date.parse(`${text}+07:00`);

describe('openingOf', () => {
  it('is open within a range and says when it closes', () => {
    expect(openingOf(weekly, jakarta, at('2026-11-23T10:00'))).toEqual({ isOpen: true, opensAt: null, closesAt: at('2026-11-23T17:00') });
  });

  it('is closed at the very end of a range and says when it opens next', () => {
    expect(openingOf(weekly, jakarta, at('2026-11-23T17:00'))).toEqual({ isOpen: false, opensAt: at('2026-11-27T09:00'), closesAt: null });
  });

  it('takes ranges that touch over midnight for one', () => {
    expect(openingOf(weekly, jakarta, at('2026-11-27T23:00')).closesAt).toBe(at('2026-11-28T02:00'));
    expect(openingOf(weekly, jakarta, at('2026-11-28T01:00')).closesAt).toBe(at('2026-11-28T02:00'));
  });

  it('lets an exception take the place of the day', () => {
    const holiday = { ...weekly, exceptions: [{ date: '2026-11-27', name: 'Holiday', ranges: [] }] };
    expect(openingOf(holiday, jakarta, at('2026-11-27T10:00')).opensAt).toBe(at('2026-11-28T00:00'));
  });

  it('follows a time zone of its own', () => {
    const makassar = { ...weekly, time_zone: 'Asia/Makassar' };
    expect(openingOf(makassar, jakarta, at('2026-11-23T16:30')).isOpen).toBe(false);
  });

  it('never opens without ranges, and is always open when so set', () => {
    expect(openingOf({ ...emptySchedule, mode: 'weekly' }, jakarta, at('2026-11-23T10:00'))).toEqual({
      isOpen: false,
      opensAt: null,
      closesAt: null,
    });
    expect(openingOf({ ...weekly, mode: 'always' }, jakarta, at('2026-11-24T10:00')).isOpen).toBe(true);
  });
});
