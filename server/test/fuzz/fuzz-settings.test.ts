import { expect, it } from 'vitest';
import { fuzzSettings } from './fuzz-settings.ts';

it('takes what the command asks for, and else the usual count and one seed', () => {
  expect(fuzzSettings(3, { FUZZ_SEED: '7', FUZZ_COUNT: '500' })).toEqual({ seed: 7, count: 500, seconds: null });
  expect(fuzzSettings(3, { FUZZ_SEED: '7', FUZZ_SECONDS: '60' })).toEqual({ seed: 7, count: 3, seconds: 60 });
  expect(fuzzSettings(3, {})).toEqual(fuzzSettings(3, { FUZZ_SEED: '', FUZZ_COUNT: '' }));
  expect(fuzzSettings(3, {}).count).toBe(3);
});

it.each(['0', '-1', '1.5', 'many'])('refuses the count %s', (FUZZ_COUNT) => {
  expect(() => fuzzSettings(3, { FUZZ_COUNT })).toThrow(/FUZZ_COUNT/);
  expect(() => fuzzSettings(3, { FUZZ_SECONDS: FUZZ_COUNT })).toThrow(/FUZZ_SECONDS/);
});
