import {
  AutomaticReading,
  AutomaticReadings,
  DataMap,
  DataMapQuery,
  RecordFileQuery,
  RecordOfProcessing,
  SwitchReadingRequest,
} from '@kabar/contract';
import { defineRoute, type Route } from '#platform/http/route';
import type { DataCatalogueContext } from './data-catalogue-context.ts';
import { filterEntries, presentEntries } from './present-entries.ts';
import { listReadings, switchReading, type ReadingsContext } from './readings.ts';
import { getRecordOfProcessing } from './record-of-processing.ts';
import { writeRecordCsv, writeRecordHtml } from './write-record.ts';

const shared = { tag: 'Privacy', auth: 'workspace', permission: 'privacy:read' } as const;
const mimeTypes = { json: 'application/json; charset=utf-8', csv: 'text/csv; charset=utf-8', html: 'text/html; charset=utf-8' } as const;

/** Routes of the data map and the record of processing. */
export function dataCatalogueRoutes(ctx: DataCatalogueContext & ReadingsContext): Route[] {
  const entries = presentEntries(ctx.catalogue);
  return [
    defineRoute({
      ...shared,
      method: 'GET',
      path: '/v1/privacy/data-map',
      summary: 'List everything that is stored about people',
      description:
        'Every table, file, waiting job and log line with whose data it holds, why, how long, how it is protected and what erasure does to it. The build of Kabar fails when one is missing.',
      query: DataMapQuery,
      responses: { 200: DataMap },
      handler: async ({ query }) => ({ data: filterEntries(entries, query) }),
    }),
    defineRoute({
      ...shared,
      method: 'GET',
      path: '/v1/privacy/readings',
      summary: 'List every automated reading of content',
      description:
        'What Kabar itself reads of what people wrote or sent, why, where it runs, and whether it is on. Content is used for nothing else: no model is trained on it, and there is no route for whoever runs Kabar that shows it.',
      responses: { 200: AutomaticReadings },
      handler: async ({ actor }) => ({ data: await listReadings(ctx, actor.workspaceId) }),
    }),
    defineRoute({
      ...shared,
      permission: 'privacy:write',
      method: 'PUT',
      path: '/v1/privacy/readings',
      summary: 'Switch an automated reading on or off',
      description: 'Counts for what comes from now on; what the search index holds is deleted in the background. Audited.',
      body: SwitchReadingRequest,
      responses: { 200: AutomaticReading },
      handler: ({ actor, body }) => switchReading(ctx, actor, body),
    }),
    defineRoute({
      ...shared,
      method: 'GET',
      path: '/v1/privacy/record-of-processing',
      summary: 'Get the record of processing',
      description: 'GDPR art. 30: activities, categories, recipients, transfers, periods and measures, made from what runs at this moment.',
      responses: { 200: RecordOfProcessing },
      handler: ({ actor }) => getRecordOfProcessing(ctx, actor.workspaceId),
    }),
    defineRoute({
      ...shared,
      method: 'GET',
      path: '/v1/privacy/record-of-processing/file',
      summary: 'Download the record of processing',
      description: 'The same as JSON, as CSV, or as a page to print, in English, Indonesian or Hindi.',
      query: RecordFileQuery,
      responses: { 200: 'application/octet-stream' },
      handler: async ({ actor, query: { format, language }, reply }) => {
        const record = await getRecordOfProcessing(ctx, actor.workspaceId);
        reply.headers({
          'content-type': mimeTypes[format],
          'content-disposition': `attachment; filename="record-of-processing-${record.made_at.slice(0, 10)}.${format}"`,
          'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
          'cache-control': 'private, no-store',
        });
        if (format === 'json') return `${JSON.stringify(record, null, 2)}\n`;
        return format === 'csv' ? writeRecordCsv(record, language) : writeRecordHtml(record, language);
      },
    }),
  ];
}
