import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { TestProof } from './proof.ts';

/** Results of the tests that proofs name, as a run left them. */
export const testReportForm = z.object({
  recordedAt: z.iso.datetime(),
  /** Fingerprint of the sources that were tested. */
  tree: z.string(),
  tests: z.array(z.object({ file: z.string(), title: z.string(), outcome: z.enum(['passed', 'failed']) })),
});
export type TestReport = z.infer<typeof testReportForm>;

/** Where the results that a release comes with lie. */
export const shippedReportPath: string = new URL('./recorded-tests.json', import.meta.url).pathname;

/**
 * Reads the newest of the reports at `paths`; null when there is none. A file that is missing or broken is passed over: its tests then count
 * as not run, which no notice survives.
 */
export async function readTestReport(paths: readonly string[]): Promise<TestReport | null> {
  const reports = await Promise.all(paths.map(readOne));
  return reports.reduce(
    (newest, report) => (report !== null && (newest === null || report.recordedAt > newest.recordedAt) ? report : newest),
    null,
  );
}

async function readOne(path: string): Promise<TestReport | null> {
  try {
    const parsed = testReportForm.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // not there, or cut off while being written
  }
}

/** What became of a named test: every case of a table must have passed. Null when none of it ran. */
export function outcomeOf(report: TestReport | null, proof: TestProof): 'passed' | 'failed' | null {
  const fits = titlePattern(proof.title);
  const found = report?.tests.filter((test) => test.file === proof.file && fits.test(test.title)) ?? [];
  if (found.length === 0) return null;
  return found.every((test) => test.outcome === 'passed') ? 'passed' : 'failed';
}

/** Matches the titles a test can have; `%s` and the like stand for values of its table. */
export function titlePattern(title: string): RegExp {
  return new RegExp(
    `^${title
      .split(/%[a-z]/)
      .map(escapeRegExp)
      .join('.*')}$`,
    's',
  );
}

/** Takes a text literally in a pattern. */
function escapeRegExp(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
