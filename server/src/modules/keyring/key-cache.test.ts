import { expect, test } from 'vitest';
import { createManualClock } from '#platform/clock';
import { createKeyCache } from './key-cache.ts';

function make(maxCount = 3) {
  const clock = createManualClock(new Date('2026-11-21T00:00:00Z'));
  return { clock, cache: createKeyCache<string>({ clock, maxCount, ttlMs: 1_000 }) };
}

test('gives what was put until its time is over, however often it is used', () => {
  const { clock, cache } = make();
  cache.put('a', 'A', cache.epoch());
  clock.advance(999);
  expect(cache.get('a')).toBe('A');
  clock.advance(1);
  expect(cache.get('a')).toBeUndefined();
  expect(cache.size).toBe(0);
});

test('drops the one that was not used for longest', () => {
  const { cache } = make(2);
  cache.put('a', 'A', cache.epoch());
  cache.put('b', 'B', cache.epoch());
  cache.get('a');
  cache.put('c', 'C', cache.epoch());
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C']);
});

test('does not keep what was read before something was forgotten', () => {
  const { cache } = make();
  const epoch = cache.epoch();
  cache.forget('a');
  cache.put('a', 'A', epoch);
  expect(cache.get('a')).toBeUndefined();
  cache.put('a', 'A', cache.epoch());
  cache.forgetWhere((id) => id === 'a');
  expect(cache.get('a')).toBeUndefined();
  cache.put('a', 'A', cache.epoch());
  cache.clear();
  expect(cache.get('a')).toBeUndefined();
});
