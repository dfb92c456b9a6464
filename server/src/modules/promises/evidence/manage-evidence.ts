import { ID_PREFIXES, type CreateEvidenceRequest, type Evidence, type EvidenceList, type UpdateEvidenceRequest } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { installationId } from '#modules/keyring';
import { engineQuery, withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId, toPublicId } from '#platform/ids';
import type { PromisesContext, Scope } from '../promises-context.ts';
import { deleteEvidence, insertEvidence, lockEvidence, selectEvidence, updateEvidence, type EvidenceRow } from './evidence.sql.ts';

const msPerDay = 86_400_000;

/** Records of the workspace together with those of the installation, which count for it, too. What runs out first comes first. */
export async function listEvidence(ctx: PromisesContext, workspaceId: string): Promise<EvidenceList> {
  const rows = await engineQuery<EvidenceRow>(ctx.db, selectEvidence([...new Set([workspaceId, installationId])]));
  return { data: rows.map((row) => present(row, ctx.clock.now())) };
}

/** Adds a record. */
export async function createEvidence(ctx: PromisesContext, scope: Scope, request: CreateEvidenceRequest): Promise<Evidence> {
  const { workspaceId } = scope;
  const { issued_on: issuedOn, expires_on: expiresOn, remind_days: remindDays, ...rest } = request;
  const row = { workspaceId, id: ctx.ids.uuid(), issuedOn, expiresOn, remindDays, ...rest };
  const at = ctx.clock.now();
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(insertEvidence(row, at));
    await record(ctx, tx, scope, 'evidence.added', row);
  });
  return present({ ...row, createdAt: at, updatedAt: at }, at);
}

/** Changes a record; what is left out stays. Errors: `not_found`; `validation_failed` when it would end before it begins or lie nowhere. */
export async function changeEvidence(
  ctx: PromisesContext,
  scope: Scope,
  publicId: string,
  request: UpdateEvidenceRequest,
): Promise<Evidence> {
  const at = ctx.clock.now();
  return withTenant(ctx.db, scope.workspaceId, async (tx) => {
    const row = await mustLock(tx, publicId);
    const next: EvidenceRow = {
      ...row,
      title: request.title ?? row.title,
      owner: request.owner ?? row.owner,
      link: request.link === undefined ? row.link : request.link,
      reference: request.reference === undefined ? row.reference : request.reference,
      issuedOn: request.issued_on ?? row.issuedOn,
      expiresOn: request.expires_on ?? row.expiresOn,
      remindDays: request.remind_days ?? row.remindDays,
      updatedAt: at,
    };
    if (next.expiresOn <= next.issuedOn) refuse('expires_on', 'must be after the day it was issued');
    if (next.link === null && next.reference === null) refuse('reference', 'say where the document is: a link or a reference');
    await tx.query(updateEvidence(next, at));
    await record(ctx, tx, scope, 'evidence.changed', next);
    return present(next, at);
  });
}

/** Removes a record: what rested on it leaves the notice. Errors: `not_found`. */
export async function removeEvidence(ctx: PromisesContext, scope: Scope, publicId: string): Promise<void> {
  await withTenant(ctx.db, scope.workspaceId, async (tx) => {
    const row = await mustLock(tx, publicId);
    await tx.query(deleteEvidence(tx.workspaceId, row.id));
    await record(ctx, tx, scope, 'evidence.removed', row);
  });
}

async function mustLock(tx: TenantTx, publicId: string): Promise<EvidenceRow> {
  const id = fromPublicId(ID_PREFIXES.evidence, publicId);
  const [row] = id === null ? [] : await tx.query<EvidenceRow>(lockEvidence(tx.workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  return row;
}

async function record(
  ctx: PromisesContext,
  tx: TenantTx,
  scope: Scope,
  action: string,
  row: Pick<EvidenceRow, 'id' | 'kind' | 'issuedOn' | 'expiresOn'>,
): Promise<void> {
  await appendAudit(ctx.audit, tx, {
    actor: scope.actor,
    action,
    target: { kind: 'evidence', id: toPublicId(ID_PREFIXES.evidence, row.id) },
    after: { kind: row.kind, issued_on: row.issuedOn, expires_on: row.expiresOn },
  });
}

function refuse(path: string, message: string): never {
  throw new AppError('validation_failed', { details: { issues: [{ path, message }] } });
}

function present(row: EvidenceRow, now: Date): Evidence {
  const today = now.toISOString().slice(0, 10);
  const remindOn = new Date(Date.parse(row.expiresOn) - row.remindDays * msPerDay).toISOString().slice(0, 10);
  return {
    // Ids are made with the very prefixes their types are branded with.
    id: toPublicId(ID_PREFIXES.evidence, row.id) as Evidence['id'],
    kind: row.kind,
    title: row.title,
    owner: row.owner,
    link: row.link,
    reference: row.reference,
    issued_on: row.issuedOn,
    expires_on: row.expiresOn,
    remind_days: row.remindDays,
    state: row.expiresOn < today ? 'expired' : remindOn <= today ? 'due' : 'current',
    belongs_to: row.workspaceId === installationId ? 'installation' : 'workspace',
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
