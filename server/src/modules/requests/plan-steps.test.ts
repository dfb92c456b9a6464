import { expect, test } from 'vitest';
import { planSteps } from './plan-steps.ts';

const keys = (of: Parameters<typeof planSteps>[0]): string[] => planSteps(of).map(({ key }) => key);
const clocks = [{ notify: ['person'] }];

test('who was given the data is told before it is erased, where a law demands it', () => {
  const row = { kind: 'erase' as const, userId: null, clocks: [...clocks, { notify: ['person', 'recipients'] }] };
  expect(keys(row)).toEqual(['tell_recipients', 'tell_before', 'erase', 'verify', 'tell']);
  expect(keys({ ...row, clocks })).toEqual(['tell_before', 'erase', 'verify', 'tell']);
});

test('what was corrected or restricted is told to others afterwards; a copy concerns nobody else', () => {
  const wide = [{ notify: ['processors'] }];
  expect(keys({ kind: 'rectify', userId: null, clocks: wide })).toEqual(['correct', 'tell_recipients', 'tell']);
  expect(keys({ kind: 'access', userId: null, clocks: wide })).toEqual(['copy', 'tell']);
});

test('what concerns an account is done by the operator, but for the copy', () => {
  expect(keys({ kind: 'access', userId: 'x', clocks })).toEqual(['account_copy', 'tell']);
  expect(planSteps({ kind: 'erase', userId: 'x', clocks })[0]).toEqual({ key: 'erase_account', isManual: false });
  expect(planSteps({ kind: 'rectify', userId: 'x', clocks })[0]).toEqual({ key: 'handle_account', isManual: true });
});
