import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../platform/clock.ts';
import { createBoundedCache } from './bounded-cache.ts';

function make(maxCount = 10) {
  const clock = createManualClock(new Date('2026-11-21T00:00:00Z'));
  const cache = createBoundedCache<string | null>({ clock, maxCount, ttlMs: 1_000, keep: (value) => value !== null });
  let loadCount = 0;
  const get = (key: string, value: string | null = key) =>
    cache.get(key, async () => {
      loadCount += 1;
      return value;
    });
  return { clock, cache, get, loadCount: () => loadCount };
}

describe('the cache', () => {
  it('loads once, also for callers at the same time, until the time is up', async () => {
    const { clock, get, loadCount } = make();
    expect(await Promise.all([get('a'), get('a'), get('a')])).toEqual(['a', 'a', 'a']);
    clock.advance(999);
    await get('a');
    expect(loadCount()).toBe(1);
    clock.advance(1);
    await get('a');
    expect(loadCount()).toBe(2);
  });

  it('keeps neither failures nor what is not to be kept', async () => {
    const { cache, get, loadCount } = make();
    await expect(cache.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await get('a')).toBe('a');
    await get('b', null);
    await get('b', null);
    expect(loadCount()).toBe(3);
  });

  it('lets the least recently used go when it is full', async () => {
    const { get, loadCount } = make(2);
    await get('a');
    await get('b');
    await get('a');
    await get('c');
    await get('a');
    expect(loadCount()).toBe(3);
    await get('b');
    expect(loadCount()).toBe(4);
  });

  it('does not keep what was being loaded when it was told to forget', async () => {
    const { cache, get, loadCount } = make();
    const loading = Promise.withResolvers<string>();
    const first = cache.get('a', () => loading.promise);
    cache.forgetWhere((key) => key === 'a');
    loading.resolve('old');
    expect(await first).toBe('old');
    expect(await get('a', 'new')).toBe('new');
    expect(loadCount()).toBe(1);
  });
});
