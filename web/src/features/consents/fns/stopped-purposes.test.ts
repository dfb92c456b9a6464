import { expect, it } from 'vitest';
import { stoppedPurposes } from './stopped-purposes.ts';

const state = (purpose: string, word: 'given' | 'withdrawn' | 'objected' | 'unset') => ({
  purpose,
  category: null,
  state: word,
  source: null,
  since: null,
  record_id: null,
});

it('names what was taken back or objected to, and what is suppressed', () => {
  expect(stoppedPurposes(undefined)).toEqual([]);
  expect(
    stoppedPurposes({ marketing: 'stopped', suppressions: [], states: [state('marketing', 'withdrawn'), state('orders', 'objected')] }),
  ).toEqual(['marketing', 'orders']);
  expect(
    stoppedPurposes({ marketing: 'given', suppressions: [], states: [state('marketing', 'given'), state('orders', 'unset')] }),
  ).toEqual([]);
});
