import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { dataKey, keyRing, type KeyRing } from './data-key.ts';
import { createRingMemory } from './ring-memory.ts';

const newRing = (): KeyRing => keyRing(dataKey(1, randomBytes(32)));

it('gives back what was kept under the same ring, id and version only', () => {
  const memory = createRingMemory<string>(1_000);
  const ring = newRing();
  memory.put(ring, 'm1', 'v1', 'halo', 10);
  expect(memory.get(ring, 'm1', 'v1')).toBe('halo');
  expect(memory.get(ring, 'm1', 'v2')).toBeUndefined();
  expect(memory.get(ring, 'm2', 'v1')).toBeUndefined();
  expect(memory.get(newRing(), 'm1', 'v1')).toBeUndefined();
  memory.put(ring, 'm1', 'v2', 'halo lagi', 10);
  expect(memory.get(ring, 'm1', 'v2')).toBe('halo lagi');
  expect(memory.get(ring, 'm1', 'v1')).toBeUndefined();
});

it('keeps no more than its bytes, and what is asked for stays longest', () => {
  const memory = createRingMemory<number>(1_000);
  const ring = newRing();
  memory.put(ring, 'often', 'v', 0, 100);
  for (let index = 1; index <= 200; index += 1) {
    memory.put(ring, String(index), 'v', index, 100);
    expect(memory.get(ring, 'often', 'v')).toBe(0);
  }
  const kept = Array.from({ length: 200 }, (_, index) => memory.get(ring, String(index + 1), 'v')).filter((value) => value !== undefined);
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThanOrEqual(10);
  expect(kept).toContain(200);
});

it('does not keep what is larger than half of it, nor show an older version in its place', () => {
  const memory = createRingMemory<string>(1_000);
  const ring = newRing();
  memory.put(ring, 'm1', 'v1', 'kecil', 10);
  memory.put(ring, 'm1', 'v2', 'besar', 501);
  expect(memory.get(ring, 'm1', 'v2')).toBeUndefined();
});
