import { describe, expect, it } from 'vitest';
import { addCounts, readTestReport } from './test-report.ts';

const report = (passed: number, failed: number, files: { status: string; assertionResults: { status: string }[] }[] = []) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults: files });

describe('the count of tests', () => {
  it('is the sum of what ran', () => {
    expect(addCounts(readTestReport(report(3, 0), 0), readTestReport(report(4, 1), 1))).toEqual({ passed: 7, failed: 1 });
  });

  it('counts a file that could not be loaded', () => {
    const files = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
    ];
    expect(readTestReport(report(3, 1, files), 1)).toEqual({ passed: 3, failed: 2 });
  });

  it('never takes a bad end for a success', () => {
    expect(readTestReport(report(3, 0), 1)).toEqual({ passed: 3, failed: 1 });
    expect(readTestReport(null, 0)).toEqual({ passed: 0, failed: 1 });
  });
});
