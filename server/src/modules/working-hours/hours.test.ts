import { WEEKDAYS, type HoursRange, type Schedule } from '@kabar/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWorkingMs, alwaysOpen, closedSince, closesAt, isOpenAt, nextOpening, readSchedule, workingMs } from './hours.ts';

const hour = 3_600_000;

function weekly(ranges: HoursRange[], more: Partial<Schedule> = {}): Schedule {
  const week = Object.fromEntries(WEEKDAYS.map((day, index) => [day, index < 5 ? ranges : []])) as Schedule['week']; // all seven are there
  return { mode: 'weekly', time_zone: null, week, exceptions: [], ...more };
}

const office = weekly([
  { from: '09:00', until: '12:00' },
  { from: '13:00', until: '17:00' },
]);

describe('working hours', () => {
  const jakarta = readSchedule(office, 'Asia/Jakarta');

  it('are open from the first minute of a range to the one before its last, by the clocks of the time zone', () => {
    expect(isOpenAt(jakarta, new Date('2026-11-23T01:59:59.999Z'))).toBe(false);
    expect(isOpenAt(jakarta, new Date('2026-11-23T02:00:00Z'))).toBe(true);
    expect(isOpenAt(jakarta, new Date('2026-11-23T05:00:00Z'))).toBe(false);
    expect(isOpenAt(jakarta, new Date('2026-11-23T09:59:59.999Z'))).toBe(true);
    expect(isOpenAt(jakarta, new Date('2026-11-23T10:00:00Z'))).toBe(false);
    expect(isOpenAt(jakarta, new Date('2026-11-21T03:00:00Z'))).toBe(false); // a Saturday
  });

  it('know when they open next, when they close, and since when they are closed', () => {
    const saturday = new Date('2026-11-21T03:00:00Z');
    expect(nextOpening(jakarta, saturday)).toEqual(new Date('2026-11-23T02:00:00Z'));
    expect(closedSince(jakarta, saturday)).toEqual(new Date('2026-11-20T10:00:00Z'));
    expect(closesAt(jakarta, saturday)).toBeNull();
    expect(closesAt(jakarta, new Date('2026-11-23T02:30:00Z'))).toEqual(new Date('2026-11-23T05:00:00Z'));
  });

  it('follow an exception instead of the week', () => {
    const hours = readSchedule(
      {
        ...office,
        exceptions: [
          { date: '2026-12-25', name: 'Natal', ranges: [] },
          { date: '2026-12-26', name: 'Sale', ranges: [{ from: '10:00', until: '11:00' }] },
        ],
      },
      'Asia/Jakarta',
    );
    expect(nextOpening(hours, new Date('2026-12-24T10:00:00Z'))).toEqual(new Date('2026-12-26T03:00:00Z'));
    expect(workingMs(hours, new Date('2026-12-24T17:00:00Z'), new Date('2026-12-26T17:00:00Z'))).toBe(hour);
  });

  it('go on over midnight where two ranges touch', () => {
    const night = weekly([
      { from: '00:00', until: '06:00' },
      { from: '22:00', until: '24:00' },
    ]);
    const hours = readSchedule(night, 'UTC');
    expect(closesAt(hours, new Date('2026-11-23T23:00:00Z'))).toEqual(new Date('2026-11-24T06:00:00Z'));
    expect(closesAt(hours, new Date('2026-11-27T23:00:00Z'))).toEqual(new Date('2026-11-28T00:00:00Z'));
  });

  it('that never open have no next opening and no time', () => {
    const hours = readSchedule(weekly([]), 'UTC');
    const at = new Date('2026-11-23T00:00:00Z');
    expect([nextOpening(hours, at), closedSince(hours, at), addWorkingMs(hours, at, 1)]).toEqual([null, null, null]);
    expect(workingMs(hours, at, new Date('2027-11-23T00:00:00Z'))).toBe(0);
  });

  it('count the hour that a spring night skips and an autumn night repeats', () => {
    const nights = weekly([], {
      week: { ...weekly([]).week, sunday: [{ from: '00:00', until: '06:00' }] },
    });
    const hours = readSchedule(nights, 'Europe/Berlin');
    const lengthOf = (date: string): number =>
      workingMs(hours, new Date(Date.parse(`${date}T12:00:00Z`) - 24 * hour), new Date(`${date}T12:00:00Z`)) / hour;
    expect(lengthOf('2026-03-22')).toBe(6);
    expect(lengthOf('2026-03-29')).toBe(5);
    expect(lengthOf('2026-10-25')).toBe(7);
  });

  it('survive a night without midnight', () => {
    const hours = readSchedule(
      weekly([], { week: { ...weekly([]).week, sunday: [{ from: '00:00', until: '02:00' }] } }),
      'America/Santiago',
    );
    // On 2026-09-06 clocks in Chile go from 24:00 to 01:00.
    expect(nextOpening(hours, new Date('2026-09-05T12:00:00Z'))).toEqual(new Date('2026-09-06T04:00:00Z'));
    expect(workingMs(hours, new Date('2026-09-05T12:00:00Z'), new Date('2026-09-06T12:00:00Z'))).toBe(hour);
  });
});

const zones = [
  'Asia/Jakarta',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Asia/Beirut',
  'UTC',
];
const anyRanges = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 0, maxLength: 8 })
  .map((points) => points.toSorted((a, b) => a - b))
  .map((points) =>
    Array.from({ length: Math.floor(points.length / 2) }, (_, n) => ({
      from: clock(points[n * 2] ?? 0),
      until: clock(points[n * 2 + 1] ?? 0),
    })),
  );
const anyHours = fc
  .record({
    zone: fc.constantFrom(...zones),
    week: fc.tuple(anyRanges, anyRanges, anyRanges, anyRanges, anyRanges, anyRanges, anyRanges),
    exceptions: fc.array(fc.tuple(fc.integer({ min: 0, max: 364 }), anyRanges), { maxLength: 5 }),
  })
  .map(({ zone, week, exceptions }) =>
    readSchedule(
      {
        mode: 'weekly',
        time_zone: zone,
        week: Object.fromEntries(WEEKDAYS.map((day, n) => [day, week[n] ?? []])) as Schedule['week'], // all seven are there
        exceptions: exceptions.map(([day, ranges]) => ({
          date: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
          name: '',
          ranges,
        })),
      },
      'UTC',
    ),
  );
const anyInstant = fc.integer({ min: Date.UTC(2026, 0, 5), max: Date.UTC(2026, 10, 30) }).map((ms) => new Date(ms));

function clock(quarter: number): string {
  return `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
}

describe('for any schedule, time zone and change of clocks', () => {
  it('working time is what the open quarters of an hour add up to', () => {
    fc.assert(
      fc.property(anyHours, anyInstant, fc.integer({ min: 0, max: 400 }), (hours, start, quarters) => {
        const step = hour / 4;
        const from = new Date(Math.ceil(start.getTime() / step) * step);
        let sum = 0;
        for (let n = 0; n < quarters; n += 1) if (isOpenAt(hours, new Date(from.getTime() + n * step))) sum += step;
        expect(workingMs(hours, from, new Date(from.getTime() + quarters * step))).toBe(sum);
      }),
      { numRuns: 60 },
    );
  });

  it('adds up over any moment in between', () => {
    fc.assert(
      fc.property(anyHours, fc.tuple(anyInstant, anyInstant, anyInstant), (hours, instants) => {
        const [a, b, c] = instants.toSorted((x, y) => x.getTime() - y.getTime()) as [Date, Date, Date]; // three were made
        expect(workingMs(hours, a, b) + workingMs(hours, b, c)).toBe(workingMs(hours, a, c));
      }),
      { numRuns: 60 },
    );
  });

  it('adding working time and measuring it again gives the same, and no earlier moment does', () => {
    fc.assert(
      fc.property(anyHours, anyInstant, fc.integer({ min: 1, max: 40 * 60 }), (hours, from, minutes) => {
        const ms = minutes * 60_000;
        const end = addWorkingMs(hours, from, ms);
        if (end === null) return;
        expect(workingMs(hours, from, end)).toBe(ms);
        expect(workingMs(hours, from, new Date(end.getTime() - 1))).toBe(ms - 1);
      }),
      { numRuns: 150 },
    );
  });

  it('the next opening is open, and everything before it is closed', () => {
    fc.assert(
      fc.property(anyHours, anyInstant, (hours, at) => {
        const opening = nextOpening(hours, at);
        if (opening === null) return;
        expect(isOpenAt(hours, opening)).toBe(true);
        expect(workingMs(hours, at, opening)).toBe(0);
        const since = closedSince(hours, at);
        if (since === null) return;
        expect(isOpenAt(hours, since)).toBe(false);
        expect(isOpenAt(hours, new Date(since.getTime() - 1))).toBe(true);
        expect(workingMs(hours, since, at)).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it('without a schedule, working time is time', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 0, max: 1e9 }), (from, ms) => {
        const hours = alwaysOpen('Asia/Jakarta');
        expect(addWorkingMs(hours, from, ms)?.getTime()).toBe(from.getTime() + ms);
        expect(workingMs(hours, from, new Date(from.getTime() + ms))).toBe(ms);
      }),
    );
  });
});
