import { describe, expect, it } from 'vitest';
import { periodDays, placeOnLine, readPeriod } from './period-length.ts';

describe('a period', () => {
  it('is read in its parts', () => {
    expect(readPeriod('P10Y1D')).toEqual({ years: 10, months: 0, days: 1 });
    expect(readPeriod('P24M')).toEqual({ years: 0, months: 24, days: 0 });
    expect(readPeriod('a year')).toBeNull();
  });

  it('has a place on the line that grows with it, from a day to ten years', () => {
    const places = ['P1D', 'P7D', 'P30D', 'P90D', 'P12M', 'P24M', 'P7Y', 'P10Y'].map(placeOnLine);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(places).size).toBe(places.length);
    expect(places[0]).toBe(0);
    expect(places.at(-1)).toBeCloseTo(1);
    expect(periodDays('P1Y')).toBeGreaterThan(periodDays('P364D'));
  });
});
