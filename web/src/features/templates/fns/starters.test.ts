import { checkTemplate } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { starters, startWith } from './starters.ts';

describe.each(['id', 'en_US'])('beginnings in %s', (language) => {
  it.each(starters.filter((starter) => starter !== 'empty'))('%s breaks no rule but what is left to do', (starter) => {
    const codes = checkTemplate({ ...startWith(starter, language), name: 'a' }).map((issue) => issue.code);
    expect(codes.filter((code) => code !== 'file_missing')).toEqual([]);
  });
});
