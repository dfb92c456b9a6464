import { expect, test } from 'vitest';
import {
  addBusinessDays,
  addMonths,
  businessDayFrom,
  california,
  dayAt,
  easterSunday,
  endOfDay,
  isBusinessDay,
  startOfDay,
  unitedKingdom,
  type CalendarDay,
} from './calendars.ts';

const day = (text: string): CalendarDay => {
  const [year = 0, month = 0, of = 0] = text.split('-').map(Number);
  return { year, month, day: of };
};
const text = ({ year, month, day: of }: CalendarDay): string => [year, month, of].map((part) => String(part).padStart(2, '0')).join('-');

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2026-01-31', 3, '2026-04-30'],
  ['2026-08-31', 1, '2026-09-30'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2028-02-29', 12, '2029-02-28'],
])('from %s, %i months later is %s', (from, count, to) => {
  expect(text(addMonths(day(from), count))).toBe(to);
});

test.each([
  // Clocks go forward on 29 March 2026 and back on 25 October 2026 in Europe.
  ['Europe/London', '2026-03-29', '2026-03-29T00:00:00.000Z', '2026-03-29T22:59:59.000Z'],
  ['Europe/London', '2026-10-25', '2026-10-24T23:00:00.000Z', '2026-10-25T23:59:59.000Z'],
  ['Europe/Helsinki', '2026-07-01', '2026-06-30T21:00:00.000Z', '2026-07-01T20:59:59.000Z'],
  ['America/Los_Angeles', '2026-03-08', '2026-03-08T08:00:00.000Z', '2026-03-09T06:59:59.000Z'],
  ['Asia/Kolkata', '2026-02-28', '2026-02-27T18:30:00.000Z', '2026-02-28T18:29:59.000Z'],
  // Chile skips midnight itself: the day begins at one.
  ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z', '2026-09-07T02:59:59.000Z'],
])('in %s the day %s runs from %s to %s', (zone, date, from, to) => {
  expect(startOfDay(day(date), zone).toISOString()).toBe(from);
  expect(endOfDay(day(date), zone).toISOString()).toBe(to);
});

test('the same instant is another day elsewhere', () => {
  const instant = new Date('2026-03-01T02:00:00Z');
  expect(text(dayAt(instant, 'America/Los_Angeles'))).toBe('2026-02-28');
  expect(text(dayAt(instant, 'Asia/Jakarta'))).toBe('2026-03-01');
});

test.each([
  [2024, '2024-03-31'],
  [2025, '2025-04-20'],
  [2026, '2026-04-05'],
  [2038, '2038-04-25'],
])('Easter of %i is %s', (year, date) => {
  expect(text(easterSunday(year))).toBe(date);
});

test.each([
  ['2026-04-03', 'Good Friday'],
  ['2026-05-04', 'the first Monday of May'],
  ['2026-05-25', 'the last Monday of May'],
  ['2026-12-25', 'Christmas'],
  ['2026-12-28', 'the substitute for Boxing Day on a Saturday'],
  ['2022-01-03', 'the substitute for New Year on a Saturday'],
  ['2027-12-27', 'the substitute for Christmas on a Saturday'],
  ['2027-12-28', 'the substitute for Boxing Day on a Sunday'],
  ['2022-12-27', 'the substitute for Christmas on a Sunday'],
])('nobody in the United Kingdom works on %s, %s', (date) => {
  expect(isBusinessDay(day(date), unitedKingdom)).toBe(false);
});

test.each([
  ['2026-01-19', 'Martin Luther King Jr. Day'],
  ['2026-02-16', 'Presidents’ Day'],
  ['2026-05-25', 'Memorial Day'],
  ['2026-09-07', 'Labor Day'],
  ['2026-11-26', 'Thanksgiving'],
  ['2027-07-05', 'Independence Day, moved from Sunday'],
])('nobody in California works on %s, %s', (date) => {
  expect(isBusinessDay(day(date), california)).toBe(false);
});

test('a holiday of one of them alone counts as a business day', () => {
  expect(isBusinessDay(day('2026-03-31'), california)).toBe(true);
  expect(isBusinessDay(day('2026-06-19'), california)).toBe(true);
});

test('business days leave out the first day, weekends and holidays', () => {
  // Friday before Thanksgiving: ten days over a weekend, Thursday off, another weekend.
  expect(text(addBusinessDays(day('2026-11-20'), 10, california))).toBe('2026-12-07');
  expect(text(businessDayFrom(day('2026-04-03'), unitedKingdom))).toBe('2026-04-06');
  expect(text(businessDayFrom(day('2026-04-07'), unitedKingdom))).toBe('2026-04-07');
});
