import { describe, expect, it } from 'vitest';
import { adaptivePace, steadyPace, type SweepPace } from './sweep-pace.ts';

/** The part of the time at work that a pace has come to after `batches` in which a row cost `rowMs`. */
function shareAfter(pace: SweepPace, batches: number, rowMs: number, othersPerSecond = 0): number {
  let share = Number.NaN;
  for (let batch = 0; batch < batches; batch += 1) {
    const rows = pace.batchSize();
    const workedMs = rows * rowMs;
    share = workedMs / (workedMs + pace.restMs({ rows, workedMs, othersPerSecond }));
  }
  return share;
}

describe('the pace of a sweep', () => {
  it('rises step by step while nobody else works, and never takes the whole time', () => {
    const pace = adaptivePace();
    const early = shareAfter(pace, 2, 0.1);
    expect(early).toBeLessThan(0.3);
    expect(shareAfter(pace, 100, 0.1)).toBeCloseTo(0.8);
  });

  it('gives way at once when customers are being served', () => {
    const pace = adaptivePace();
    shareAfter(pace, 100, 0.1);
    expect(shareAfter(pace, 1, 0.1, 2_000)).toBeCloseTo(0.1);
    expect(shareAfter(pace, 500, 0.1, 2_000)).toBeCloseTo(0.1);
    expect(shareAfter(adaptivePace(), 500, 0.1, 2_000)).toBeCloseTo(0.1);
  });

  it('falls to its least when rows get dear because the machine is short, and comes back', () => {
    const pace = adaptivePace();
    const free = shareAfter(pace, 100, 0.1);
    expect(shareAfter(pace, 1, 0.3)).toBeCloseTo(free / 2);
    expect(shareAfter(pace, 10, 0.3)).toBeCloseTo(0.05);
    expect(shareAfter(pace, 60, 0.1)).toBeGreaterThan(0.6);
  });

  it('sizes batches so that each takes about a tenth of a second', () => {
    const slow = adaptivePace();
    shareAfter(slow, 30, 0.5);
    expect(slow.batchSize()).toBe(200);
    const quick = adaptivePace();
    shareAfter(quick, 30, 0.01);
    expect(quick.batchSize()).toBe(2_000);
  });

  it('takes rows that cost more everywhere for the usual ones after a while', () => {
    const pace = adaptivePace();
    shareAfter(pace, 100, 0.1);
    expect(shareAfter(pace, 2_000, 0.2)).toBeGreaterThan(0.5);
  });

  it('stays as it is where it is told to', () => {
    const pace = steadyPace(3, 0.25);
    const batch = { rows: 3, workedMs: 10, othersPerSecond: 5_000 };
    expect([pace.batchSize(), pace.restMs(batch), pace.batchSize()]).toEqual([3, 30, 3]);
  });
});
