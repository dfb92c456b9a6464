import type { CrashReport, ListCrashReportsQuery, Page, ReportCrashRequest } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import type { Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** What goes wrong in Kabar's own code, counted without a word of data. */
export function createCrashReports(http: Transport) {
  const list = (query?: Query<ListCrashReportsQuery>, options?: CallOptions) =>
    http.json<Page<CrashReport>>({ method: 'GET', path: '/v1/operator/crash-reports', query, ...options });
  return {
    /** Reports a fault of the page itself; the dashboard does so. */
    report: (body: Input<typeof ReportCrashRequest>, options?: CallOptions) =>
      http.done({ method: 'POST', path: '/v1/crash-reports', json: body, ...options }),
    /** For operators. */
    list,
    each: (query?: Query<ListCrashReportsQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
  };
}
