import { expect, it } from 'vitest';
import { rateText } from './rate-text.ts';

it.each([
  [1, '100%'],
  [0.9996, '99.9%'],
  [0.5, '50%'],
  [0.0001, '0.1%'],
  [0, '0%'],
])('%d is written %s', (rate, text) => {
  expect(rateText(rate, 'en-GB')).toBe(text);
});
