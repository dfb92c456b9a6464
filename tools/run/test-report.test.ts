import { describe, expect, it } from 'vitest';
import { addCounts, readTestReport, replaceFailedFiles } from './test-report.ts';

type File = { name: string; status: string; assertionResults: { status: string }[] };
const report = (passed: number, failed: number, files: File[] = []) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults: files });

describe('the count of tests', () => {
  it('is the sum of what ran', () => {
    expect(addCounts(readTestReport(report(3, 0), 0), readTestReport(report(4, 1), 1))).toEqual({ passed: 7, failed: 1 });
  });

  it('counts a file that could not be loaded', () => {
    const files = [
      { name: 'a.test.ts', status: 'failed', assertionResults: [] },
      { name: 'b.test.ts', status: 'failed', assertionResults: [{ status: 'failed' }] },
    ];
    expect(readTestReport(report(3, 1, files), 1)).toMatchObject({ passed: 3, failed: 2 });
  });

  it('never takes a bad end for a success', () => {
    expect(readTestReport(report(3, 0), 1)).toMatchObject({ passed: 3, failed: 1 });
    expect(readTestReport(null, 0)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('takes the second run of a failed file for its first, and keeps what belongs to no file', () => {
    const files = [
      { name: 'a.test.ts', status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
      { name: 'b.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    const first = readTestReport(report(2, 1, files), 1);
    expect(first.failedFiles).toEqual([{ path: 'a.test.ts', passed: 1, failed: 1 }]);
    expect(replaceFailedFiles(first, { passed: 2, failed: 0 })).toEqual({ passed: 3, failed: 0 });
    expect(replaceFailedFiles(first, { passed: 1, failed: 1 })).toEqual({ passed: 2, failed: 1 });
    expect(replaceFailedFiles(readTestReport(report(3, 0), 1), { passed: 0, failed: 0 })).toEqual({ passed: 3, failed: 1 });
  });
});
