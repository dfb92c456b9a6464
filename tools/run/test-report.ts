/** How many tests passed and failed. A file that could not be run counts as one failure. */
export type TestCounts = { passed: number; failed: number };

/** A run's counts, and the files in which something failed with what each of them had contributed. */
export type TestReport = TestCounts & { failedFiles: (TestCounts & { path: string })[] };

/** Sums two counts. */
export function addCounts(a: TestCounts, b: TestCounts): TestCounts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/**
 * Reads the JSON report of a run. A run that ended badly without a failed test (a file that does not load, an unhandled
 * rejection, no report at all) counts as one failure, so that it can never look like a success.
 */
export function readTestReport(report: string | null, exitCode: number): TestReport {
  if (report === null) return { passed: 0, failed: 1, failedFiles: [] };
  // Vitest's documented JSON reporter.
  const parsed = JSON.parse(report) as {
    numPassedTests: number;
    numFailedTests: number;
    testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
  };
  const failedFiles = parsed.testResults
    .filter((file) => file.status === 'failed')
    .map(({ name: path, assertionResults }) => {
      const failed = assertionResults.filter((test) => test.status === 'failed').length;
      // A file that could not be loaded, or whose hooks failed, has no failed test of its own.
      return { path, passed: assertionResults.filter((test) => test.status === 'passed').length, failed: Math.max(1, failed) };
    });
  const brokenFiles = parsed.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = parsed.numFailedTests + brokenFiles;
  return { passed: parsed.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed, failedFiles };
}

/**
 * What a run comes to after its failed files ran once more by themselves: their first counts make way for the second ones. Failures that
 * belong to no file stay.
 */
export function replaceFailedFiles(first: TestReport, again: TestCounts): TestCounts {
  const before = first.failedFiles.reduce<TestCounts>(addCounts, { passed: 0, failed: 0 });
  return { passed: first.passed - before.passed + again.passed, failed: first.failed - before.failed + again.failed };
}
