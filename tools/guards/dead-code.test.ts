import { describe, expect, it } from 'vitest';
import { canaryName } from '../canaries/unused-export.ts';
import { readKnipReport } from './dead-code.ts';

const canary = { file: 'tools/canaries/unused-export.ts', exports: [{ name: canaryName, line: 5 }] };

describe('the dead-code guard', () => {
  it('takes the canary out and reports the rest in words', () => {
    const other = { file: 'server/src/a.ts', files: [], exports: [{ name: 'lonely', line: 3 }], dependencies: [{ name: 'left-pad' }] };
    expect(readKnipReport(1, `notice\n${JSON.stringify({ issues: [canary, other] })}`)).toEqual([
      { file: 'server/src/a.ts', line: 3, message: 'lonely is exported and never imported' },
      { file: 'server/src/a.ts', message: 'left-pad is a dependency that nothing imports' },
    ]);
  });

  it('calls itself blind when the canary is not reported', () => {
    expect(readKnipReport(0, '{"issues":[]}')).toMatchObject([{ message: expect.stringContaining('blind') }]);
  });

  it('passes on that knip could not run', () => {
    expect(readKnipReport(2, 'no config')).toMatchObject([{ message: 'knip failed: no config' }]);
  });
});
