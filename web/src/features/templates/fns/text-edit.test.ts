import { describe, expect, it } from 'vitest';
import { insertText, nextVariable, toggleMark } from './text-edit.ts';

const at = (marked: string) => {
  const start = marked.indexOf('[');
  const end = marked.indexOf(']') - 1;
  return { text: marked.replace(/[[\]]/g, ''), start, end };
};
const shown = ({ text, start, end }: { text: string; start: number; end: number }) =>
  `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`;

describe('toggleMark', () => {
  it.each([
    ['puts marks around what is selected', 'a [b] c', 'bold', 'a *[b]* c'],
    ['leaves spaces at the edges outside', 'a[ b ]c', 'italic', 'a _[b]_ c'],
    ['takes marks around the selection away', 'a *[b]* c', 'bold', 'a [b] c'],
    ['takes selected marks away', 'a [~b~] c', 'strike', 'a [b] c'],
    ['puts the cursor between two marks without a selection', 'a []c', 'mono', 'a ```[]```c'],
    ['treats selected spaces as no selection', 'a[ ]c', 'bold', 'a*[]* c'],
  ] as const)('%s', (_name, given, mark, expected) => {
    expect(shown(toggleMark(at(given), mark))).toBe(expected);
  });

  it('undoes itself', () => {
    const once = toggleMark(at('Hi [there], friend'), 'bold');
    expect(shown(toggleMark(once, 'bold'))).toBe('Hi [there], friend');
  });
});

describe('insertText', () => {
  it('takes the place of the selection', () => {
    expect(shown(insertText(at('Hi [you]!'), '{{1}}'))).toBe('Hi {{1}}[]!');
  });
});

describe('nextVariable', () => {
  it('fills gaps first', () => {
    expect(nextVariable(['1', '3'], 'positional')).toBe('2');
    expect(nextVariable([], 'named')).toBe('name');
    expect(nextVariable(['name', 'name_2'], 'named')).toBe('name_3');
  });
});
