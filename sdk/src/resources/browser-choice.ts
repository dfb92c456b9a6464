import type { BrowserChoice, CountUsageRequest, SetBrowserChoiceRequest, UsageStatistics, UsageStatisticsQuery } from '@kabar/contract';
import type { Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** What this browser allowed, and counting it where it did. */
export function createBrowserChoice(http: Transport) {
  return {
    get: (options?: CallOptions) => http.json<BrowserChoice>({ method: 'GET', path: '/v1/browser-choice', ...options }),
    set: (body: Input<typeof SetBrowserChoiceRequest>, options?: CallOptions) =>
      http.json<BrowserChoice>({ method: 'PUT', once: true, path: '/v1/browser-choice', json: body, ...options }),
    /** Does nothing where statistics are not allowed. */
    count: (body: Input<typeof CountUsageRequest>, options?: CallOptions) =>
      http.done({ method: 'POST', path: '/v1/usage-counts', json: body, ...options }),
  };
}

/** How the dashboard is used, for the people who run the installation. */
export function createUsageStatistics(http: Transport) {
  return {
    get: (query?: Input<typeof UsageStatisticsQuery>, options?: CallOptions) =>
      http.json<UsageStatistics>({ method: 'GET', path: '/v1/operator/usage-statistics', query, ...options }),
  };
}
