import { expect, test } from 'vitest';
import { lawOf, reckonClocks, vetoUntil } from './reckon-clocks.ts';

const receivedAt = new Date('2026-06-10T08:00:00Z');
const nobody = { kind: 'erase' as const, receivedAt, residence: null, phone: null, country: null };

test('with the settings as they come, everybody is answered within 72 hours', () => {
  const { dueAt, extendUntil } = reckonClocks(nobody, { home: 'ID', promise_days: 30 });
  expect(dueAt.toISOString()).toBe('2026-06-13T08:00:00.000Z');
  expect(extendUntil).toBeNull();
});

test('without a law at home, the law of the number and the promise run', () => {
  const { clocks } = reckonClocks({ ...nobody, phone: '+447700900123' }, { home: null, promise_days: 45 });
  expect(clocks.map(({ basis }) => basis)).toEqual(['UK', 'workspace']);
});

test('where somebody says they live counts more than their number', () => {
  const facts = { ...nobody, phone: '+447700900123', residence: 'FR' };
  const stored = reckonClocks(facts, { home: 'ID', promise_days: 30 });
  expect(stored.clocks.map(({ basis }) => basis)).toEqual(['ID', 'workspace', 'EU']);
  expect(lawOf({ residence: 'FR', clocks: stored.clocks })).toBe('EU');
});

test('an erasure waits seven days where there is time, and never past what the work needs', () => {
  const month = { kind: 'erase' as const, isChild: false, receivedAt, dueAt: new Date('2026-07-10T21:00:00Z') };
  expect(vetoUntil(month, 7, receivedAt)?.toISOString()).toBe('2026-06-17T08:00:00.000Z');
  expect(vetoUntil(month, 7, new Date('2026-07-08T21:00:00Z'))?.toISOString()).toBe('2026-07-09T21:00:00.000Z');
  const short = { ...month, dueAt: new Date('2026-06-13T08:00:00Z') };
  expect(vetoUntil(short, 7, receivedAt)?.toISOString()).toBe('2026-06-12T14:00:00.000Z');
  expect(vetoUntil(short, 7, new Date('2026-06-12T14:00:00Z'))).toBeNull();
});

test('nothing waits for a child, or where nobody wants it, or that erases nothing', () => {
  const month = { kind: 'erase' as const, isChild: false, receivedAt, dueAt: new Date('2026-07-10T21:00:00Z') };
  expect(vetoUntil({ ...month, isChild: true }, 7, receivedAt)).toBeNull();
  expect(vetoUntil(month, 0, receivedAt)).toBeNull();
  expect(vetoUntil({ ...month, kind: 'access' }, 7, receivedAt)).toBeNull();
});
