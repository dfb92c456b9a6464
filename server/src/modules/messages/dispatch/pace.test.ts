import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberPace, PairPace } from './pace.ts';

/** Sends as fast as the pace lets it, asking every `stepMs`, and gives the start times. */
function drive(pace: NumberPace, untilMs: number, stepMs: number): number[] {
  const starts: number[] = [];
  for (let now = 0; now < untilMs; now += stepMs) {
    for (let free = pace.available(now); free > 0; free -= 1) {
      pace.take();
      pace.settle(now, now);
      starts.push(now);
    }
  }
  return starts;
}

function mostInAnySecond(starts: readonly number[]): number {
  let most = 0;
  let from = 0;
  for (let to = 0; to < starts.length; to += 1) {
    while ((starts[to] ?? 0) - (starts[from] ?? 0) >= 1_000) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

describe('NumberPace', () => {
  it.each([20, 80, 1_000])('holds %i a second within 3 % over ten seconds and never exceeds it in any second', (limit) => {
    const starts = drive(new NumberPace(limit, 0), 10_000, 5);
    expect(starts.length).toBeGreaterThanOrEqual(limit * 10 * 0.97);
    expect(mostInAnySecond(starts)).toBeLessThanOrEqual(limit);
  });

  it('never exceeds the limit in any second, however irregularly it is asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.array(fc.integer({ min: 0, max: 1_500 }), { maxLength: 200 }), (limit, gaps) => {
        const pace = new NumberPace(limit, 0);
        const starts: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          for (let free = pace.available(now); free > 0; free -= 1) {
            pace.take();
            pace.settle(now, now);
            starts.push(now);
          }
        }
        return mostInAnySecond(starts) <= limit;
      }),
    );
  });

  it('never exceeds the limit in any second where requests arrive, however long they are held up on the way', () => {
    const way = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.array(fc.tuple(way, way), { minLength: 1, maxLength: 50 }), (limit, ways) => {
        const pace = new NumberPace(limit, 0);
        const arrivals: number[] = [];
        let open: { writtenMs: number; answeredMs: number }[] = [];
        for (let now = 0, index = 0; now < 5_000; now += 7) {
          for (const send of open.filter((one) => one.answeredMs <= now)) pace.settle(send.writtenMs, send.answeredMs);
          open = open.filter((one) => one.answeredMs > now);
          for (let free = pace.available(now); free > 0; free -= 1, index += 1) {
            const [heldUpMs, repliedMs] = (index === 0 ? undefined : ways[index % ways.length]) ?? [0, 0]; // the first shows the way
            pace.take();
            arrivals.push(now + heldUpMs);
            // The answer takes at least the 2 ms that it takes when nothing is in the way.
            open.push({ writtenMs: now, answeredMs: now + heldUpMs + Math.max(2, repliedMs) });
          }
        }
        return mostInAnySecond(arrivals.toSorted((a, b) => a - b)) <= limit;
      }),
    );
  });

  it('counts a send that left nothing as none, and one under way as arriving now', () => {
    const pace = new NumberPace(1, 0);
    expect(pace.available(2_000)).toBe(1);
    pace.take();
    expect(pace.available(9_000)).toBe(0);
    pace.settle(null, 9_000);
    expect(pace.available(9_000)).toBe(1);
  });

  it('says how long to wait until the next send may start', () => {
    const pace = new NumberPace(10, 0);
    expect(pace.available(0)).toBe(0);
    const wait = pace.waitMs(0);
    expect(wait).toBeGreaterThan(0);
    expect(pace.available(wait)).toBe(1);
  });

  it('pauses and goes on', () => {
    const pace = new NumberPace(10, 0);
    pace.pause(5_000);
    expect(pace.available(4_999)).toBe(0);
    expect(pace.available(5_001)).toBeGreaterThan(0);
  });

  it('counts what was sent before when the limit is lowered', () => {
    const pace = new NumberPace(100, 0);
    const first = drive(pace, 1_000, 5);
    pace.setLimit(10, 1_000);
    expect(pace.available(1_005)).toBe(0);
    expect(first.length).toBeGreaterThan(10);
  });
});

describe('PairPace', () => {
  it('lets a burst through, then one message every six seconds', () => {
    const pace = new PairPace();
    let sent = 0;
    while (pace.readyAtMs('a', 0) <= 0) {
      pace.take('a', 0);
      sent += 1;
    }
    expect(sent).toBe(44);
    expect(pace.readyAtMs('a', 0)).toBe(6_000);
    expect(pace.readyAtMs('b', 0)).toBe(0);
  });
});
