import { CrashReport, ListCrashReportsQuery, pageOf, ReportCrashRequest } from '@kabar/contract';
import { defineRoute, type Route } from '#platform/http/route';
import { countBrowserCrash } from './count-crashes.ts';
import type { CrashReportsContext } from './crash-reports-context.ts';
import { listCrashes } from './list-crashes.ts';

const tag = 'Crash reports';

/** Routes of crash reports: the dashboard's own, and the operator's list. */
export function crashReportsRoutes(ctx: CrashReportsContext): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/crash-reports',
      summary: 'Report a fault of the dashboard',
      description: 'Sent by the dashboard itself: kind of error, places in its own source, pattern of the page. Anything else is refused.',
      tag,
      auth: 'person',
      body: ReportCrashRequest,
      bodyLimitBytes: 16_384,
      responses: { 204: null },
      handler: ({ body, clientIp }) => countBrowserCrash(ctx, body, clientIp),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/operator/crash-reports',
      summary: 'List faults',
      description: 'Kinds of faults of server and dashboard in the last 90 days, last seen first.',
      tag,
      auth: 'operator',
      query: ListCrashReportsQuery,
      responses: { 200: pageOf(CrashReport) },
      handler: ({ query }) => listCrashes(ctx, query),
    }),
  ];
}
