import { InboxReport, InboxReportQuery, ListReportCommentsQuery, pageOf, ReportComment } from '@kabar/contract';
import type { Keyring } from '#modules/keyring';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { tenantQuery } from '#platform/db/tx';
import { defineRoute, type Route } from '#platform/http/route';
import { listComments } from './list-comments.ts';
import { makeReport } from './make-report.ts';
import { reportCsv, type NameRow } from './report-csv.ts';
import { selectNames } from './report.sql.ts';

const tag = 'Reports';

/** Routes under `/v1/reports`. */
export function reportRoutes(ctx: { db: Database; clock: Clock; keyring: Keyring }): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/reports/inbox',
      summary: 'Get the report about the inbox',
      description:
        'Conversations, messages, reply and resolution times, targets and satisfaction by day, member, team or number; days in the time zone of the workspace.',
      tag,
      auth: 'workspace',
      permission: 'reports:read',
      query: InboxReportQuery,
      responses: { 200: InboxReport },
      handler: ({ actor, query }) => makeReport(ctx, actor.workspaceId, query),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/reports/inbox/csv',
      support: 'never',
      summary: 'Get the report about the inbox as CSV',
      description: 'The same rows with names, and the total at the end.',
      tag,
      auth: 'workspace',
      permission: 'reports:read',
      query: InboxReportQuery,
      responses: { 200: 'text/csv' },
      handler: async ({ actor, query, reply }) => {
        const [report, names] = await Promise.all([
          makeReport(ctx, actor.workspaceId, query),
          tenantQuery<NameRow>(ctx.db, actor.workspaceId, selectNames(actor.workspaceId)),
        ]);
        reply.headers({
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="inbox-${report.from}-${report.until}-${report.group_by}.csv"`,
        });
        return reportCsv(report, names);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/reports/inbox/comments',
      summary: 'List what customers wrote about the service',
      description: 'Comments after an answer to the satisfaction question, on the days on which was asked, newest first.',
      tag,
      auth: 'workspace',
      permission: 'reports:read',
      query: ListReportCommentsQuery,
      responses: { 200: pageOf(ReportComment) },
      handler: ({ actor, query }) => listComments(ctx, actor.workspaceId, query),
    }),
  ];
}
