import { expect, it } from 'vitest';
import { attributeKeyOf, choiceKeyOf } from './attribute-key.ts';

it('makes a key of a label', () => {
  expect(attributeKeyOf('Date of birth')).toBe('date_of_birth');
  expect(attributeKeyOf('2nd café!')).toBe('nd_cafe');
  expect(attributeKeyOf('生日')).toBe('');
  expect(attributeKeyOf('a'.repeat(80))).toHaveLength(50);
});

it('makes keys of choices that differ', () => {
  expect(choiceKeyOf('Very good', [])).toBe('very_good');
  expect(choiceKeyOf('Very good', ['very_good', 'very_good_2'])).toBe('very_good_3');
  expect(choiceKeyOf('生日', [])).toBe('choice');
});
