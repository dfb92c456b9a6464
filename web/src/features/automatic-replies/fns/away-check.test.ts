import { expect, it } from 'vitest';
import { textsOf, unknownAwayVariables } from './away-check.ts';

it('names what stands in braces and is no variable, each once', () => {
  expect(unknownAwayVariables('Hi {{ contact.name }}, back {{next_opening}} {{opening}} {{opening}} {{}}')).toEqual(['opening', '']);
});

it('finds every text by its field', () => {
  expect(
    textsOf({ enabled: true, text: 'a', language: 'en', translations: { id: 'b' }, min_hours_between: 12, says_automatic: true }),
  ).toEqual([
    ['text', 'a'],
    ['translations.id', 'b'],
  ]);
});
