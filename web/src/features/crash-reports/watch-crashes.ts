import { accountApi } from '#lib/api.ts';
import { describeCrash } from './fns/describe-crash.ts';

const maxReports = 10;
const told = new Set<string>();
let patternOf = (): string => '/';

/**
 * Begins to tell the server of faults of the dashboard: kind of error, places in our own files, pattern of the page, nothing else. Each fault once per visit
 * and ten at most. `pattern` gives the pattern of the page that is open.
 */
export function watchCrashes(pattern: () => string): void {
  patternOf = pattern;
  addEventListener('error', (event) => void tellOfCrash(event.error));
  addEventListener('unhandledrejection', (event) => void tellOfCrash(event.reason));
}

/** Tells of an error that a page caught and shows instead of itself. What cannot be told is dropped: a report must never be a trouble of its own. */
export async function tellOfCrash(error: unknown): Promise<void> {
  const report = describeCrash(error, patternOf(), location.origin);
  const key = JSON.stringify(report);
  if (report === null || told.has(key) || told.size >= maxReports) return;
  told.add(key);
  try {
    await accountApi.crashReports.report(report);
  } catch {
    // See above.
  }
}
