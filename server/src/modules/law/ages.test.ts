import { expect, test } from 'vitest';
import { AGE_RULES, childAge } from './ages.ts';
import { JURISDICTIONS } from './jurisdictions.ts';

test('knows an age for every law pack', () => {
  expect(AGE_RULES.map((rule) => rule.jurisdiction).toSorted()).toEqual([...JURISDICTIONS].toSorted());
});

test.each([
  [[], 13, 13],
  [['UK'], 13, 13],
  [['EU'], 13, 16],
  [['EU', 'IN'], 13, 18],
  [['ID'], 16, 18],
  [['UK'], 18, 18],
] as const)('in %j with a policy of %i a child is below %i', (places, policy, age) => {
  expect(childAge(places, policy)).toBe(age);
});
