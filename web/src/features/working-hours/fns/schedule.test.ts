import { expect, it } from 'vitest';
import { asWeekly, copyDay, emptySchedule, nextRange, rangeProblems, untilOf, weeklyHours } from './schedule.ts';

it('begins with an ordinary week, and keeps hours that were there', () => {
  expect(weeklyHours(asWeekly(emptySchedule))).toBe(40);
  const own = copyDay(emptySchedule, 'monday', []);
  const set = { ...own, week: { ...own.week, sunday: [{ from: '10:00', until: '11:00' }] } };
  expect(weeklyHours(asWeekly(set))).toBe(1);
});

it('offers a range behind the last one until the day is full', () => {
  expect(nextRange([])).toEqual({ from: '09:00', until: '17:00' });
  expect(nextRange([{ from: '09:00', until: '12:00' }])).toEqual({ from: '13:00', until: '15:00' });
  expect(nextRange([{ from: '09:00', until: '22:30' }])).toEqual({ from: '23:30', until: '24:00' });
  expect(nextRange([{ from: '09:00', until: '24:00' }])).toBeNull();
});

it('reads midnight as the end of the day', () => {
  expect(untilOf('00:00')).toBe('24:00');
  expect(untilOf('17:30')).toBe('17:30');
});

it('finds what the server would refuse', () => {
  expect([
    ...rangeProblems([
      { from: '09:00', until: '08:00' },
      { from: '10:00', until: '12:00' },
      { from: '11:00', until: '13:00' },
      { from: '', until: '14:00' },
    ]),
  ]).toEqual([
    [0, 'backwards'],
    [2, 'overlap'],
    [3, 'empty'],
  ]);
});

it('copies the hours of a day', () => {
  const week = asWeekly(emptySchedule);
  expect(copyDay(week, 'monday', ['saturday']).week.saturday).toEqual([{ from: '09:00', until: '17:00' }]);
});
