import type { Readable } from 'node:stream';
import { ID_PREFIXES } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { tenantQuery, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { toPublicId } from '#platform/ids';
import type { ExportsContext } from './exports-context.ts';
import { insertExport, selectExport, type ExportRow } from './exports.sql.ts';
import { exportPlace, ownerOf, runExportJob } from './run-export.ts';

/** How the file that answers a request stands. `gone`: deleted after its time, or never ordered. */
export type RequestedCopy = { kind: 'working' | 'failed' | 'gone' } | { kind: 'ready'; sizeBytes: number; until: Date };

/**
 * Orders everything about one person as the answer to their own request, in the caller's transaction; nobody but that request hands it out. Gives the id.
 */
export async function orderForRequest(
  ctx: ExportsContext,
  tx: TenantTx,
  who: { workspaceId: string; contactId: string; requestId: string },
): Promise<string> {
  const { workspaceId, contactId, requestId } = who;
  const id = ctx.ids.uuid();
  const row = { workspaceId, id, kind: 'contact' as const, contactId, selection: {}, createdAt: ctx.clock.now() };
  await tx.query(insertExport({ ...row, actorKind: 'request', actorId: requestId, disclosureId: null }));
  await ctx.jobs.enqueue(tx, runExportJob, { workspaceId, exportId: id });
  await appendAudit(ctx.audit, tx, {
    actor: { kind: 'system', id: null },
    action: 'export.ordered',
    target: { kind: 'export', id: toPublicId(ID_PREFIXES.export, id) },
    after: { kind: 'contact', contact_id: toPublicId(ID_PREFIXES.contact, contactId) },
  });
  return id;
}

/** How the file of a request stands. */
export async function requestedCopy(ctx: ExportsContext, workspaceId: string, id: string): Promise<RequestedCopy> {
  const [row] = await tenantQuery<ExportRow>(ctx.db, workspaceId, selectExport(workspaceId, id));
  if (row === undefined || row.status === 'expired') return { kind: 'gone' };
  if (row.status === 'failed') return { kind: 'failed' };
  if (row.status !== 'ready' || row.sizeBytes === null || row.expiresAt === null) return { kind: 'working' };
  return row.expiresAt <= ctx.clock.now() ? { kind: 'gone' } : { kind: 'ready', sizeBytes: row.sizeBytes, until: row.expiresAt };
}

/** Opens the file of a request. Errors: `media_gone`. */
export async function openRequestedCopy(ctx: ExportsContext, workspaceId: string, id: string): Promise<Readable> {
  const [row] = await tenantQuery<ExportRow>(ctx.db, workspaceId, selectExport(workspaceId, id));
  const isOver = row?.expiresAt === null || row?.expiresAt === undefined || row.expiresAt <= ctx.clock.now();
  if (row === undefined || row.storageKey === null || row.objectKeySealed === null || isOver) throw new AppError('media_gone');
  const { storageKey: name, objectKeySealed: sealedKey } = row;
  return ctx.storage.get({ name, owner: await ownerOf(ctx, row), place: exportPlace(workspaceId, id), sealedKey });
}
