import {
  idSchema,
  ImportedMessage,
  PageQuery,
  pageOf,
  PERSON_IMPORT_LIMITS,
  PersonImport,
  StartPersonImportRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { invalidField, uuidOf } from '#modules/contacts';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { defineRoute, type Route } from '#platform/http/route';
import { takeFile } from '#platform/http/take-file';
import { listImportedMessages } from './list-imported-messages.ts';
import type { PersonImportsContext } from './person-imports-context.ts';
import { selectPersonImports, type PersonImportRow } from './person-imports.sql.ts';
import { presentPersonImport } from './present-person-import.ts';
import { dropPersonImport, getPersonImport, startPersonImport } from './start-person-import.ts';
import { uploadPersonImport } from './upload-person-import.ts';

const params = z.object({ id: idSchema('personImport') });
const common = { tag: 'Imports', auth: 'workspace', permission: 'contacts:manage' } as const;

/** Routes by which a person comes from another installation. */
export function personImportsRoutes(ctx: PersonImportsContext): Route[] {
  return [
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/person-imports',
      summary: 'Upload the export of a person',
      description:
        'The ZIP that `POST /v1/contacts/{id}/export` of any Kabar makes, as multipart/form-data in the field `file`, up to 2 GB. The answer says who it is, what is in it, what would be left out and why; nothing is imported yet.',
      bodyKind: 'multipart',
      bodyLimitBytes: PERSON_IMPORT_LIMITS.bytes + 1024 * 1024,
      responses: { 201: PersonImport },
      handler: async ({ actor, raw, signal }) => {
        const file = await takeFile(raw, signal);
        if (file === null) throw invalidField('body.file', 'a file is needed');
        return uploadPersonImport(ctx, actor, { ...file, fileName: file.filename });
      },
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/person-imports',
      summary: 'List imports of people',
      query: PageQuery,
      responses: { 200: pageOf(PersonImport) },
      handler: async ({ actor: { workspaceId }, query: { limit, cursor } }) => {
        const [position] = decodeCursor(cursor, 1) ?? [];
        if (position !== undefined && !z.uuid().safeParse(position).success) throw new AppError('cursor_invalid');
        const before = position === undefined ? null : String(position);
        const rows = await tenantQuery<PersonImportRow>(ctx.db, workspaceId, selectPersonImports(workspaceId, before, limit + 1));
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        return {
          data: await Promise.all(page.map((row) => presentPersonImport(ctx, row, { meets: 'nobody', contactId: row.contactId }))),
          next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.id]) : null,
        };
      },
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/person-imports/:id',
      summary: 'Get the import of a person',
      params,
      responses: { 200: PersonImport },
      handler: ({ actor, params: { id } }) => getPersonImport(ctx, actor.workspaceId, uuidOf('personImport', id)),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/person-imports/:id/start',
      summary: 'Bring the person in',
      description:
        'Runs in the background; `person_import.updated` tells how far it is. Somebody who was erased here needs `after_erasure`: what shows that they came back by their own wish.',
      params,
      body: StartPersonImportRequest,
      responses: { 200: PersonImport },
      handler: ({ actor, params: { id }, body }) => startPersonImport(ctx, actor, uuidOf('personImport', id), body.after_erasure),
    }),
    defineRoute({
      ...common,
      method: 'DELETE',
      path: '/v1/person-imports/:id',
      summary: 'Drop the uploaded export of a person',
      description: 'Only before it is started.',
      params,
      responses: { 204: null },
      handler: async ({ actor, params: { id } }) => {
        await dropPersonImport(ctx, actor, uuidOf('personImport', id));
        return null;
      },
    }),
    defineRoute({
      tag: 'Contacts',
      auth: 'workspace',
      permission: 'contacts:read',
      method: 'GET',
      path: '/v1/contacts/:id/imported-messages',
      summary: 'List messages that came with an import',
      description: 'What the person wrote and was written in another installation, newest first. It was never sent or received here.',
      params: z.object({ id: idSchema('contact') }),
      query: PageQuery,
      responses: { 200: pageOf(ImportedMessage) },
      handler: ({ actor, params: { id }, query }) => listImportedMessages(ctx, actor, id, query),
    }),
  ];
}
