import { describe, expect, it } from 'vitest';
import { fromZonedInput, toZonedInput } from './zoned-input.ts';

describe('a date-and-time box', () => {
  it.each([
    ['2026-11-21T10:00', 'Asia/Jakarta', '2026-11-21T03:00:00.000Z'],
    ['2026-11-21T10:00', 'Asia/Kolkata', '2026-11-21T04:30:00.000Z'],
    ['2026-07-01T10:00', 'Europe/Berlin', '2026-07-01T08:00:00.000Z'],
    ['2026-12-01T10:00', 'Europe/Berlin', '2026-12-01T09:00:00.000Z'],
    ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ])('reads %s in %s as %s and writes it back', (text, timeZone, instant) => {
    expect(fromZonedInput(text, timeZone)).toBe(instant);
    expect(toZonedInput(instant, timeZone)).toBe(text);
  });

  it('reads a clock time that summer time skips as one after the change', () => {
    expect(fromZonedInput('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  });
});
