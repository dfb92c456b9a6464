import { expect, it } from 'vitest';
import { sameValue } from './same-value.ts';

it('does not mind the order of keys nor keys without a value', () => {
  expect(sameValue({ a: 1, b: [{ c: 'x', d: null }] }, { b: [{ d: null, c: 'x' }], a: 1, e: undefined })).toBe(true);
});

it('sees every difference', () => {
  expect(sameValue({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
  expect(sameValue({ a: [1] }, { a: [1, 2] })).toBe(false);
  expect(sameValue({ a: null }, { a: {} })).toBe(false);
  expect(sameValue({ a: 1 }, { a: '1' })).toBe(false);
  expect(sameValue([], {})).toBe(false);
});
