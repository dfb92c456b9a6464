import type { Page } from 'playwright-core';

/** What a page may do without failing its test. */
export type Allowances = {
  /** Answers that belong to the story, as `"<status> <METHOD> <path>"`; the path as it is or a pattern of it. */
  refusals: RegExp[];
  /** While true, requests may fail for want of a network or a server. */
  mayLoseConnection: boolean;
};

/**
 * Writes down everything that a person would not see and that should not be: errors of scripts and of the console, requests
 * that fail or are refused, requests that leave this machine.
 */
export function watchPage(page: Page, allowed: Allowances, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(`script error: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // Answers and lost connections are judged where they happen, below.
    if (/^Failed to load resource|net::ERR_/.test(message.text())) return;
    problems.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1' && hostname !== 'localhost')
      problems.push(`left this machine: ${request.url()}`);
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // A page that is left, and a stream that is closed, abort what is under way.
    if (reason === 'net::ERR_ABORTED' || allowed.mayLoseConnection) return;
    problems.push(`failed: ${request.method()} ${request.url()}: ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() < 400) return;
    const line = `${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`;
    if (allowed.mayLoseConnection && response.status() >= 500) return;
    if (!allowed.refusals.some((pattern) => pattern.test(line))) problems.push(`refused: ${line}`);
  });
}
