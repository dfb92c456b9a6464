import { describe, expect, it } from 'vitest';
import { createManualClock, systemClock } from './clock.ts';

const start = new Date('2026-01-01T00:00:00Z');

describe('a manual clock', () => {
  it('stands still until it is moved, and wakes sleepers in the order they are due', async () => {
    const clock = createManualClock(start);
    const woken: string[] = [];
    const sleepers = [
      clock.sleep(2_000).then(() => woken.push('two')),
      clock.sleep(1_000).then(() => woken.push('one')),
      clock.sleep(9_000).then(() => woken.push('nine')),
    ];
    clock.advance(999);
    expect(clock.now()).toEqual(new Date('2026-01-01T00:00:00.999Z'));
    expect(clock.sleeperCount).toBe(3);
    clock.advance(1_001);
    await Promise.all(sleepers.slice(0, 2));
    expect(woken).toEqual(['one', 'two']);
    clock.advance(10_000);
    await Promise.all(sleepers);
    expect(clock.sleeperCount).toBe(0);
  });

  it('does not wait for what is already due', async () => {
    await expect(createManualClock(start).sleep(0)).resolves.toBeUndefined();
  });

  it('lets go of a sleeper whose signal is aborted', async () => {
    const clock = createManualClock(start);
    const controller = new AbortController();
    const sleeper = clock.sleep(1_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(sleeper).rejects.toThrow('enough');
    expect(clock.sleeperCount).toBe(0);
    await expect(clock.sleep(1, controller.signal)).rejects.toThrow('enough');
  });
});

describe('the system clock', () => {
  it('rejects a sleep with the reason of the signal', async () => {
    const controller = new AbortController();
    const sleeper = systemClock.sleep(60_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(sleeper).rejects.toThrow('enough');
    await expect(systemClock.sleep(60_000, controller.signal)).rejects.toThrow('enough');
  });
});
