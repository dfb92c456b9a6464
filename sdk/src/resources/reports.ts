import type { InboxReport, InboxReportQuery, ListReportCommentsQuery, Page, ReportComment } from '@kabar/contract';
import type { Transport } from '../transport.ts';
import type { CallOptions, Query } from '../wire-types.ts';

/** Figures about the work of the inbox. All need `reports:read`. */
export function createReports(http: Transport) {
  return {
    /** Both days are included, at most 366 of them. Errors: `validation_failed`, `not_found`. */
    inbox: (query: Query<InboxReportQuery> & { from: string; until: string }, options?: CallOptions) =>
      http.json<InboxReport>({ method: 'GET', path: '/v1/reports/inbox', query, ...options }),
    /** The same as a file, with names. */
    inboxCsv: (query: Query<InboxReportQuery> & { from: string; until: string }, options?: CallOptions) =>
      http.blob({ method: 'GET', path: '/v1/reports/inbox/csv', query, accept: 'text/csv', ...options }),
    /** What customers wrote after their answers, newest first. */
    comments: (query: Query<ListReportCommentsQuery> & { from: string; until: string }, options?: CallOptions) =>
      http.json<Page<ReportComment>>({ method: 'GET', path: '/v1/reports/inbox/comments', query, ...options }),
  };
}
