/** How many tests passed and failed. A file that could not be run counts as one failure. */
export type TestCounts = { passed: number; failed: number };

/** Sums two counts. */
export function addCounts(a: TestCounts, b: TestCounts): TestCounts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/**
 * Reads the JSON report of a run. A run that ended badly without a failed test (a file that does not load, an unhandled
 * rejection, no report at all) counts as one failure, so that it can never look like a success.
 */
export function readTestReport(report: string | null, exitCode: number): TestCounts {
  if (report === null) return { passed: 0, failed: 1 };
  // Vitest's documented JSON reporter.
  const parsed = JSON.parse(report) as {
    numPassedTests: number;
    numFailedTests: number;
    testResults: { status: string; assertionResults: { status: string }[] }[];
  };
  const brokenFiles = parsed.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = parsed.numFailedTests + brokenFiles;
  return { passed: parsed.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}
