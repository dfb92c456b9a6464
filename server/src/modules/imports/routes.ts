import {
  idSchema,
  Import,
  ImportPreview,
  IMPORT_LIMITS,
  ListImportsQuery,
  pageOf,
  PreviewImportQuery,
  UpdateImportRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { invalidField, uuidOf } from '#modules/contacts';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { defineRoute, type Route } from '#platform/http/route';
import { takeFile } from '#platform/http/take-file';
import { cancelImport, changeImport, pauseImport, requireImport, startImport, startUndo } from './change-import.ts';
import { streamErrors } from './import-errors.ts';
import type { ImportsContext } from './imports-context.ts';
import { selectImports, type ImportRow } from './imports.sql.ts';
import { presentImport } from './present-import.ts';
import { previewImport } from './preview-import.ts';
import { uploadImport } from './upload-import.ts';

const params = z.object({ id: idSchema('import') });
const common = { tag: 'Imports', auth: 'workspace', permission: 'contacts:manage' } as const;
const idOf = (id: string) => uuidOf('import', id);

/** Routes of imports. */
export function importsRoutes(ctx: ImportsContext): Route[] {
  return [...fileRoutes(ctx), ...runRoutes(ctx)];
}

function fileRoutes(ctx: ImportsContext): Route[] {
  return [
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/imports',
      summary: 'List imports',
      query: ListImportsQuery,
      responses: { 200: pageOf(Import) },
      handler: async ({ actor: { workspaceId }, query: { limit, cursor } }) => {
        const [position] = decodeCursor(cursor, 1) ?? [];
        if (position !== undefined && !z.uuid().safeParse(position).success) throw new AppError('cursor_invalid');
        const before = position === undefined ? null : String(position);
        const rows = await tenantQuery<ImportRow>(ctx.db, workspaceId, selectImports(workspaceId, before, limit + 1));
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        return {
          data: await Promise.all(page.map((row) => presentImport(ctx, row))),
          next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.id]) : null,
        };
      },
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/imports',
      summary: 'Upload a file of contacts',
      description:
        'One CSV file as multipart/form-data in the field `file`: up to 50 MB and 100,000 rows, divided by comma, semicolon, tab or bar, in UTF-8, UTF-16 or Latin-1. The answer shows the columns with samples and what they probably are; nothing is imported yet.',
      bodyKind: 'multipart',
      bodyLimitBytes: IMPORT_LIMITS.bytes + 1024 * 1024,
      responses: { 201: Import },
      handler: async ({ actor, raw, signal }) => {
        const file = await takeFile(raw, signal);
        if (file === null) throw invalidField('body.file', 'a file is needed');
        return uploadImport(ctx, actor, { ...file, fileName: file.filename });
      },
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/imports/:id',
      summary: 'Get an import',
      params,
      responses: { 200: Import },
      handler: async ({ actor, params: { id } }) => presentImport(ctx, await requireImport(ctx, actor.workspaceId, idOf(id))),
    }),
    defineRoute({
      ...common,
      method: 'PATCH',
      path: '/v1/imports/:id',
      summary: 'Say what the columns are',
      description:
        'Columns, default country of phone numbers, what happens to people who are there already, and what the people of the file agreed to. Only before it is started.',
      params,
      body: UpdateImportRequest,
      responses: { 200: Import },
      handler: ({ actor, params: { id }, body }) => changeImport(ctx, actor, idOf(id), body),
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/imports/:id/preview',
      summary: 'See what would become of the first rows',
      params,
      query: PreviewImportQuery,
      responses: { 200: ImportPreview },
      handler: ({ actor, params: { id }, query }) => previewImport(ctx, actor, idOf(id), query.rows),
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/imports/:id/errors',
      summary: 'Download the rows with errors',
      description: 'CSV: number of the row, what is wrong, and the row as it stood. Until the file is deleted.',
      params,
      responses: { 200: 'text/csv' },
      handler: async ({ actor, params: { id }, reply }) => {
        const stream = await streamErrors(ctx, actor.workspaceId, idOf(id));
        reply.header('content-type', 'text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="import-errors.csv"');
        return stream;
      },
    }),
  ];
}

function runRoutes(ctx: ImportsContext): Route[] {
  const act = { ...common, params, responses: { 200: Import } } as const;
  return [
    defineRoute({
      ...act,
      method: 'POST',
      path: '/v1/imports/:id/start',
      summary: 'Start an import, or go on with a paused one',
      description: 'Runs in the background; `import.updated` tells how far it is.',
      handler: ({ actor, params: { id } }) => startImport(ctx, actor, idOf(id)),
    }),
    defineRoute({
      ...act,
      method: 'POST',
      path: '/v1/imports/:id/pause',
      summary: 'Pause an import',
      handler: ({ actor, params: { id } }) => pauseImport(ctx, actor, idOf(id)),
    }),
    defineRoute({
      ...act,
      method: 'POST',
      path: '/v1/imports/:id/cancel',
      summary: 'Cancel an import',
      description: 'What it has done stays until it is undone.',
      handler: ({ actor, params: { id } }) => cancelImport(ctx, actor, idOf(id)),
    }),
    defineRoute({
      ...act,
      method: 'POST',
      path: '/v1/imports/:id/undo',
      summary: 'Undo an import',
      description:
        'Within seven days: removes contacts it made that nobody touched since, and puts back fields and tags that nobody changed since.',
      handler: ({ actor, params: { id } }) => startUndo(ctx, actor, idOf(id)),
    }),
  ];
}
