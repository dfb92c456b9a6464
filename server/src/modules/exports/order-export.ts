import { ID_PREFIXES } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { auditActorOf, doerOf } from '#modules/contacts';
import type { TenantTx } from '#platform/db/tx';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { ExportsContext } from './exports-context.ts';
import { insertExport, type ExportRow } from './exports.sql.ts';
import { runExportJob, tell } from './run-export.ts';

/**
 * Orders an export in the caller's transaction and gives its id; it is written in the background. `disclosureId` binds it to the record by which an
 * authority gets it.
 */
export async function orderExport(
  ctx: ExportsContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  what: Pick<ExportRow, 'kind' | 'contactId' | 'selection' | 'disclosureId'>,
): Promise<string> {
  const { workspaceId } = actor;
  const id = ctx.ids.uuid();
  const { kind: actorKind, id: actorId } = doerOf(actor);
  const row = { ...what, workspaceId, id, actorKind, actorId, createdAt: ctx.clock.now() };
  await tx.query(insertExport(row));
  await ctx.jobs.enqueue(tx, runExportJob, { workspaceId, exportId: id });
  await tell(ctx, tx, id);
  await auditExport(ctx, tx, actor, 'export.ordered', id, row);
  return id;
}

/** Records what was done with an export. */
export async function auditExport(
  ctx: ExportsContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  action: string,
  id: string,
  { kind, contactId, disclosureId }: Pick<ExportRow, 'kind' | 'contactId' | 'disclosureId'>,
): Promise<void> {
  await appendAudit(ctx.audit, tx, {
    actor: auditActorOf(actor),
    action,
    target: { kind: 'export', id: toPublicId(ID_PREFIXES.export, id) },
    after: {
      kind,
      ...(contactId === null ? {} : { contact_id: toPublicId(ID_PREFIXES.contact, contactId) }),
      ...(disclosureId === null ? {} : { disclosure_id: toPublicId(ID_PREFIXES.disclosure, disclosureId) }),
    },
  });
}
