import { describe, expect, it } from 'vitest';
import { changeOf, heatOf, shortSpanText, spanText, targetsMet } from './figure-words.ts';

describe('a comparison', () => {
  it('is in whole percent of the time before', () => {
    expect(changeOf(112, 100)).toEqual({ kind: 'more', percent: 12 });
    expect(changeOf(1, 3)).toEqual({ kind: 'less', percent: 67 });
  });
  it('is the same below half a percent, and nothing where there is nothing to compare with', () => {
    expect(changeOf(1001, 1000)).toEqual({ kind: 'same' });
    expect([changeOf(5, 0), changeOf(null, 3), changeOf(3, null)]).toEqual([{ kind: 'none' }, { kind: 'none' }, { kind: 'none' }]);
  });
});

describe('a length of time', () => {
  it('has at most two units', () => {
    expect([null, 0, 40, 60, 720, 3_600, 3_900, 86_399, 86_400, 183_600].map((seconds) => spanText(seconds, 'en'))).toEqual([
      '–',
      '0 sec',
      '40 sec',
      '1 min',
      '12 min',
      '1 hr',
      '1 hr 5 min',
      '1 day',
      '1 day',
      '2 days 3 hr',
    ]);
  });
});

it('counts targets of both kinds together', () => {
  expect(
    targetsMet([
      { met: 2, missed: 1 },
      { met: 0, missed: 0 },
    ]),
  ).toBe(66.7);
  expect(targetsMet([{ met: 0, missed: 0 }])).toBeNull();
});

it('shows even one conversation in the strip, and the most at its darkest', () => {
  expect([heatOf(0, 10), heatOf(1, 100), heatOf(50, 100), heatOf(100, 100), heatOf(0, 0)]).toEqual([0, 1, 2, 4, 0]);
});

it('writes the axis in one unit', () => {
  expect([0, 60, 1_620, 5_400, 75_000, 259_200].map((seconds) => shortSpanText(seconds, 'en'))).toEqual([
    '0 sec',
    '60 sec',
    '27 min',
    '1.5 hr',
    '20.8 hr',
    '3 days',
  ]);
});
