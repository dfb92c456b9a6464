import {
  Export,
  ExportContactsRequest,
  ExportPurposeQuery,
  ID_PREFIXES,
  idSchema,
  ListExportsQuery,
  pageOf,
  type PublicId,
} from '@kabar/contract';
import { z } from 'zod';
import { conditionsFor, doerOf, requireContact, requireReferences, uuidOf } from '#modules/contacts';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { defineRoute, type Route } from '#platform/http/route';
import { toPublicId } from '#platform/ids';
import type { ExportsContext } from './exports-context.ts';
import { selectExport, selectExports, type ExportRow } from './exports.sql.ts';
import { auditExport, orderExport } from './order-export.ts';
import { exportPlace, ownerOf } from './run-export.ts';

const params = z.object({ id: idSchema('export') });
const common = { tag: 'Exports', auth: 'workspace', permission: 'contacts:export' } as const;

/** Routes of exports. */
export function exportsRoutes(ctx: ExportsContext): Route[] {
  return [
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/contacts/:id/export',
      stepUp: true,
      whileClosing: true,
      summary: 'Export everything about one person',
      description:
        'A ZIP with JSON, a readable page and all files. Written in the background; whoever asked can download it for seven days.',
      params: z.object({ id: idSchema('contact') }),
      query: ExportPurposeQuery,
      responses: { 202: Export },
      handler: async ({ actor, params: { id }, query }) => {
        refuseForAuthority(query);
        return order(ctx, actor, 'contact', await requireContact(ctx, actor, id), {});
      },
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/contacts/exports',
      stepUp: true,
      whileClosing: true,
      summary: 'Export contacts as CSV',
      description: 'All contacts, or those that fit a filter or segment, with the columns that an import takes.',
      query: ExportPurposeQuery,
      body: ExportContactsRequest,
      responses: { 202: Export },
      handler: async ({ actor, query, body }) => {
        refuseForAuthority(query);
        const selection = {
          ...(body.filter === undefined ? {} : { filter: body.filter }),
          ...(body.segment_id === undefined ? {} : { segmentId: body.segment_id }),
        };
        if (body.filter !== undefined) await requireReferences(ctx, actor.workspaceId, body.filter);
        await conditionsFor(ctx, actor, selection); // refuses what could not be written later
        return order(ctx, actor, 'contacts', null, selection);
      },
    }),
    defineRoute({
      tag: 'Exports',
      auth: 'workspace',
      permission: 'workspace:close',
      method: 'POST',
      path: '/v1/workspace/exports',
      stepUp: true,
      whileClosing: true,
      summary: 'Export the whole workspace',
      description:
        'A ZIP with settings, the list of contacts, and everything about each person. Written in the background; whoever asked can download it for seven days.',
      query: ExportPurposeQuery,
      responses: { 202: Export },
      handler: ({ actor, query }) => {
        refuseForAuthority(query);
        return order(ctx, actor, 'workspace', null, {});
      },
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/exports',
      summary: 'List one’s own exports',
      query: ListExportsQuery,
      responses: { 200: pageOf(Export) },
      handler: async ({ actor, query: { limit, cursor } }) => {
        const [position] = decodeCursor(cursor, 1) ?? [];
        if (position !== undefined && !z.uuid().safeParse(position).success) throw new AppError('cursor_invalid');
        const before = position === undefined ? null : String(position);
        const { workspaceId } = actor;
        const rows = await tenantQuery<ExportRow>(ctx.db, workspaceId, selectExports(workspaceId, doerOf(actor).id, before, limit + 1));
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        return { data: page.map(present), next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.id]) : null };
      },
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/exports/:id',
      summary: 'Get an export',
      params,
      responses: { 200: Export },
      handler: async ({ actor, params: { id } }) => present(await requireOwn(ctx, actor, uuidOf('export', id))),
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/exports/:id/file',
      summary: 'Download an export',
      description: 'Only for whoever asked for it.',
      params,
      responses: { 200: 'application/octet-stream' },
      handler: async ({ actor, params: { id }, reply }) => {
        const row = await requireOwn(ctx, actor, uuidOf('export', id));
        const { workspaceId, storageKey, objectKeySealed, sizeBytes } = row;
        const isOver = row.expiresAt !== null && row.expiresAt <= ctx.clock.now();
        if (storageKey === null || objectKeySealed === null || sizeBytes === null || isOver) throw new AppError('media_gone');
        const stream = await ctx.storage.get({
          name: storageKey,
          owner: await ownerOf(ctx, row),
          place: exportPlace(workspaceId, row.id),
          sealedKey: objectKeySealed,
        });
        await withTenant(ctx.db, workspaceId, (tx) => auditExport(ctx, tx, actor, 'export.downloaded', row.id, row));
        const name = { contact: 'person.zip', contacts: 'contacts.csv', workspace: 'workspace.zip' }[row.kind];
        reply.headers({
          'content-type': row.kind === 'contacts' ? 'text/csv; charset=utf-8' : 'application/zip',
          'content-length': String(sizeBytes),
          'content-disposition': `attachment; filename="${name}"`,
          'cache-control': 'private, no-store',
          'x-content-type-options': 'nosniff',
        });
        return stream;
      },
    }),
  ];
}

async function order(
  ctx: ExportsContext,
  actor: WorkspaceActor,
  kind: ExportRow['kind'],
  contactId: string | null,
  selection: ExportRow['selection'],
): Promise<Export> {
  const id = await withTenant(ctx.db, actor.workspaceId, (tx) =>
    orderExport(ctx, tx, actor, { kind, contactId, selection, disclosureId: null }),
  );
  return present(await requireOwn(ctx, actor, id));
}

/** Data for an authority has a record, a second person and a hash; see the module disclosures. */
function refuseForAuthority({ purpose }: ExportPurposeQuery): void {
  if (purpose === 'authority') throw new AppError('disclosure_required');
}

async function requireOwn(ctx: ExportsContext, actor: WorkspaceActor, id: string): Promise<ExportRow> {
  const [row] = await tenantQuery<ExportRow>(ctx.db, actor.workspaceId, selectExport(actor.workspaceId, id));
  const doer = doerOf(actor);
  if (row === undefined || row.actorKind !== doer.kind || row.actorId !== doer.id) throw new AppError('not_found');
  return row;
}

function present(row: ExportRow): Export {
  return {
    id: toPublicId(ID_PREFIXES.export, row.id) as PublicId<'export'>, // both made with the prefix they are branded with
    kind: row.kind,
    contact_id: row.contactId === null ? null : (toPublicId(ID_PREFIXES.contact, row.contactId) as PublicId<'contact'>),
    status: row.status,
    done: row.done,
    total: row.total,
    size_bytes: row.sizeBytes,
    created_at: row.createdAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
    expires_at: row.expiresAt?.toISOString() ?? null,
  };
}
