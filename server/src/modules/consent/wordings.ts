import {
  ID_PREFIXES,
  type ConsentWording,
  type CreateConsentWordingRequest,
  type ListConsentWordingsQuery,
  type Page,
  type UpdateConsentWordingRequest,
} from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId, toPublicId } from '#platform/ids';
import { auditActorOf, type ConsentContext } from './consent-context.ts';
import { deleteWording, insertWording, lockPurpose, lockWording, selectWordings, updateWording, type WordingRow } from './wordings.sql.ts';

/** Wordings, newest first. Errors: `cursor_invalid`. */
export async function listWordings(
  ctx: ConsentContext,
  workspaceId: string,
  query: ListConsentWordingsQuery,
): Promise<Page<ConsentWording>> {
  const position = decodeCursor(query.cursor, 1);
  const beforeId = position === null ? null : fromPublicId(ID_PREFIXES.consentWording, String(position[0]));
  if (position !== null && beforeId === null) throw new AppError('cursor_invalid');
  const rows = await tenantQuery<WordingRow>(
    ctx.db,
    workspaceId,
    selectWordings(workspaceId, query.purpose ?? null, beforeId, query.limit + 1),
  );
  const data = rows.slice(0, query.limit).map(present);
  const last = data.at(-1);
  return { data, next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.id]) : null };
}

/** Adds the next version of the words for a purpose. Errors: `validation_failed` for a purpose the workspace does not have. */
export async function createWording(
  ctx: ConsentContext,
  actor: WorkspaceActor,
  request: CreateConsentWordingRequest,
): Promise<ConsentWording> {
  const { workspaceId } = actor;
  const settings = await ctx.settings.of(workspaceId);
  if (!settings.purposes.some(({ key }) => key === request.purpose))
    throw new AppError('validation_failed', { details: { issues: [{ path: 'purpose', message: 'is not one of the workspace' }] } });
  const now = ctx.clock.now();
  const id = ctx.ids.uuid();
  return withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(lockPurpose(workspaceId, request.purpose));
    const validFrom = request.valid_from === undefined ? now : new Date(request.valid_from);
    const rows = await tx.query<WordingRow>(
      insertWording(workspaceId, { id, purpose: request.purpose, texts: JSON.stringify(request.texts), validFrom, at: now }),
    );
    await record(ctx, tx, actor, 'consent_wording.created', id, { purpose: request.purpose });
    return present(oneOf(rows));
  });
}

/** Changes words that no record names yet. Errors: `not_found`; `conflict` once one does: add a version instead. */
export async function changeWording(
  ctx: ConsentContext,
  actor: WorkspaceActor,
  publicId: string,
  request: UpdateConsentWordingRequest,
): Promise<ConsentWording> {
  const id = uuidOf(publicId);
  return withTenant(ctx.db, actor.workspaceId, async (tx) => {
    const before = await unused(tx, id);
    const texts = JSON.stringify(request.texts ?? before.texts);
    const validFrom = request.valid_from === undefined ? before.validFrom : new Date(request.valid_from);
    const rows = await tx.query<WordingRow>(updateWording(actor.workspaceId, id, texts, validFrom));
    await record(ctx, tx, actor, 'consent_wording.updated', id, { purpose: before.purpose });
    return present(oneOf(rows));
  });
}

/** Deletes words that no record names. Errors: `not_found`; `conflict`. */
export async function removeWording(ctx: ConsentContext, actor: WorkspaceActor, publicId: string): Promise<void> {
  const id = uuidOf(publicId);
  await withTenant(ctx.db, actor.workspaceId, async (tx) => {
    const before = await unused(tx, id);
    await tx.query(deleteWording(actor.workspaceId, id));
    await record(ctx, tx, actor, 'consent_wording.deleted', id, { purpose: before.purpose });
  });
}

type Tx = Parameters<typeof appendAudit>[1];

async function unused(tx: Tx, id: string): Promise<WordingRow> {
  const [row] = await tx.query<WordingRow>(lockWording(tx.workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  if (row.isUsed) throw new AppError('conflict');
  return row;
}

async function record(
  ctx: ConsentContext,
  tx: Tx,
  actor: WorkspaceActor,
  action: string,
  id: string,
  after: { purpose: string },
): Promise<void> {
  const target = { kind: 'consent_wording', id: toPublicId(ID_PREFIXES.consentWording, id) };
  await appendAudit(ctx.audit, tx, { actor: auditActorOf(actor), action, target, after });
}

function uuidOf(publicId: string): string {
  const id = fromPublicId(ID_PREFIXES.consentWording, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}

function oneOf(rows: readonly WordingRow[]): WordingRow {
  const [row] = rows;
  if (row === undefined) throw new AppError('conflict');
  return row;
}

function present(row: WordingRow): ConsentWording {
  return {
    id: toPublicId(ID_PREFIXES.consentWording, row.id) as ConsentWording['id'], // made with the prefix it is branded with
    purpose: row.purpose,
    version: row.version,
    texts: row.texts,
    valid_from: row.validFrom.toISOString(),
    used: row.isUsed,
    created_at: row.createdAt.toISOString(),
  };
}
