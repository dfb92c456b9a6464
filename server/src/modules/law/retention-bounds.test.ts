import { RETENTION_CLASSES } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { JURISDICTIONS } from './jurisdictions.ts';
import { comparePeriods, formatPeriod } from './period.ts';
import { RETENTION_BOUNDS, boundsOf } from './retention-bounds.ts';

const on = (day: string): Date => new Date(`${day}T00:00:00Z`);
const strictest = (...args: Parameters<typeof boundsOf>): string | undefined => {
  const [first] = boundsOf(...args);
  return first === undefined ? undefined : formatPeriod(first.period);
};

describe('rules of retention', () => {
  it('hold from their first day on', () => {
    expect(strictest('floor', 'message_content', ['IN'], on('2027-05-12'))).toBe('P7D');
    expect(strictest('floor', 'message_content', ['IN'], on('2027-05-13'))).toBe('P12M');
    expect(strictest('floor', 'api_log', ['IN'], on('2026-11-20'))).toBe('P180D');
    expect(strictest('floor', 'api_log', ['IN'], on('2027-06-01'))).toBe('P12M');
  });

  it('are the strictest of all packs that apply', () => {
    expect(strictest('floor', 'invoice', [], on('2026-11-20'))).toBe('P7Y');
    expect(strictest('floor', 'invoice', ['IN'], on('2026-11-20'))).toBe('P8Y');
    expect(strictest('floor', 'invoice', ['ID', 'IN'], on('2026-11-20'))).toBe('P10Y');
    expect(boundsOf('ceiling', 'invoice', ['ID'], on('2026-11-20'))).toEqual([]);
    expect(strictest('ceiling', 'message_content', ['EU'], on('2026-11-20'))).toBe('P24M');
  });

  it('name a source, a reading date and an id of their own', () => {
    expect(new Set(RETENTION_BOUNDS.map((bound) => bound.id)).size).toBe(RETENTION_BOUNDS.length);
    for (const bound of RETENTION_BOUNDS) {
      expect(bound.source).not.toBe('');
      expect(bound.readOn).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(bound.from).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });

  it('of the packs together leave room between floor and ceiling for every class', () => {
    const day = on('2030-01-01');
    for (const cls of RETENTION_CLASSES) {
      const [floor] = boundsOf('floor', cls, JURISDICTIONS, day);
      const [ceiling] = boundsOf('ceiling', cls, JURISDICTIONS, day);
      if (floor !== undefined && ceiling !== undefined) expect(comparePeriods(floor.period, ceiling.period)).toBeLessThan(0);
    }
  });
});
