import { describe, expect, it } from 'vitest';
import { searchFilters, snippetParts } from './search-form.ts';

describe('the parts of a snippet', () => {
  it('are the text again, with what matched set apart', () => {
    const text = 'your order 4711 has left';
    const parts = snippetParts(text, [
      { start: 11, length: 4 },
      { start: 5, length: 5 },
    ]);
    expect(parts.map((part) => part.text).join('')).toBe(text);
    expect(parts.filter(({ hit }) => hit).map((part) => part.text)).toEqual(['order', '4711']);
  });

  it('leave out places that cannot be', () => {
    expect(
      snippetParts('ab', [
        { start: 0, length: 2 },
        { start: 1, length: 1 },
        { start: 9, length: 1 },
      ]),
    ).toEqual([{ text: 'ab', hit: true }]);
    expect(snippetParts('', [])).toEqual([]);
  });
});

describe('the address of a search', () => {
  it('is read without trust', () => {
    expect(searchFilters({ in: 'messages', from: '2026-11-01', until: 'soon', member_id: 'x', type: 'note', direction: 'up' })).toEqual({
      in: 'messages',
      from: '2026-11-01',
      type: 'note',
    });
  });
});
