import { expect, it } from 'vitest';
import { mentionsIn, splitNote } from './note-mentions.ts';

const people = [
  { id: 'a', name: 'Sari' },
  { id: 'b', name: 'Sari Dewi' },
  { id: 'c', name: 'Budi' },
];

it('finds whole names behind an at sign, the longest first, in any case', () => {
  expect(mentionsIn('@sari dewi dan @Budi, juga @Budi', people)).toEqual(['b', 'c']);
  expect(mentionsIn('(@Sari) @Sarita kirim ke budi@budi.example', people)).toEqual(['a']);
});

it('gives parts that joined are the text', () => {
  for (const text of ['', '@', '@Budi', 'x @Budi y @@Sari Dewi!', 'mail@Budi', '@budi@sari']) {
    expect(
      splitNote(text, people)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  }
});

it('mentions nobody by an empty name', () => {
  expect(mentionsIn('@ hai', [{ id: 'x', name: '' }])).toEqual([]);
});
