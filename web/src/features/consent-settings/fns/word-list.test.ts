import { describe, expect, it } from 'vitest';
import { consentSearch } from './consent-search.ts';
import { csvOf, purposeKeyOf, wordListFault, wordsOf } from './word-list.ts';

describe('a list of words', () => {
  it('has one per line or comma, each once in any case', () => {
    expect(wordsOf(' cukup \n\nUDAH, cukup ; Cukup\nbatal langganan')).toEqual(['cukup', 'UDAH', 'batal langganan']);
  });
  it('is refused when it is too long for the server', () => {
    expect(wordListFault(Array.from({ length: 51 }, (_, index) => `w${index}`))).toBe('too_many');
    expect(wordListFault(['x'.repeat(61)])).toBe('too_long');
    expect(wordListFault(['stop'])).toBeNull();
  });
});

it('makes a key of the API from a name', () => {
  expect(['Stock news', 'Événements!', '2nd hand', '!', 'बिक्री'].map(purposeKeyOf)).toEqual([
    'stock_news',
    'evenements',
    'nd_hand',
    '',
    '',
  ]);
});

it('writes cells that cannot become formulas', () => {
  expect(csvOf([['a', 'b,c', '=1+1', 'say "hi"']])).toBe('a,"b,c",\'=1+1,"say ""hi"""\r\n');
});

it('keeps of the address what makes sense', () => {
  expect(consentSearch({ tab: 'suppressions', scope: 'all', source: 'moon', phone: '+62' })).toEqual({ tab: 'suppressions', scope: 'all' });
});
