import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClock } from './clock.ts';
import type { Clock } from './clock.ts';

describe('the emulated clock', () => {
  let clock: Clock;
  afterEach(() => clock.stop());

  it('runs what is due in order of time, then of asking', async () => {
    clock = createClock();
    const ran: string[] = [];
    clock.after(30, () => ran.push('third'));
    clock.after(5, () => ran.push('first'));
    clock.after(5, () => ran.push('second'));
    await vi.waitFor(() => expect(ran).toEqual(['first', 'second', 'third']));
  });

  it('makes far things happen at once when it is advanced', async () => {
    clock = createClock();
    const ran: string[] = [];
    clock.after(3_600_000, () => ran.push('hour'));
    clock.after(90_000_000, () => ran.push('day'));
    clock.advance(3_600_000);
    await vi.waitFor(() => expect(ran).toEqual(['hour']));
    clock.advance(86_400_000);
    await vi.waitFor(() => expect(ran).toEqual(['hour', 'day']));
  });

  it('runs nothing that was taken back', async () => {
    clock = createClock();
    const ran: string[] = [];
    clock.after(1, () => ran.push('no'))();
    clock.after(2, () => ran.push('yes'));
    await vi.waitFor(() => expect(ran).toEqual(['yes']));
  });

  it('never goes back and starts again where it was', () => {
    const startedAtMs = Date.now();
    clock = createClock(5000);
    expect(clock.nowMs()).toBeGreaterThanOrEqual(startedAtMs + 5000);
    clock.advance(-1000);
    expect(clock.offsetMs()).toBe(5000);
  });

  it('lets a running thing ask for another', async () => {
    clock = createClock();
    let count = 0;
    const again = () => {
      count += 1;
      if (count < 5) clock.after(1, again);
    };
    clock.after(1, again);
    await vi.waitFor(() => expect(count).toBe(5));
  });
});
