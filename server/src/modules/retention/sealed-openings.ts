import { Readable } from 'node:stream';
import {
  ID_PREFIXES,
  type AskSealedOpeningRequest,
  type DecideSealedOpeningRequest,
  type ListSealedOpeningsQuery,
  type Page,
  type SealedOpening,
} from '@kabar/contract';
import { appendAudit, personal } from '#modules/audit';
import { auditActorOf, uuidOf } from '#modules/contacts';
import type { SecretPlace } from '#modules/keyring';
import { engineQuery, tenantQuery, withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId, toPublicId } from '#platform/ids';
import { selectHoldEnds } from './holds.sql.ts';
import type { RetentionContext } from './retention-context.ts';
import { openSealed, sealedTierKey } from './sealed-records.ts';
import {
  decideOpening,
  insertOpening,
  selectOpening,
  selectOpenings,
  selectSealed,
  type OpeningRow,
  type SealedRow,
} from './sealed.sql.ts';
import { tellAsked, tellDecided } from './tell-opening.ts';

const dayMs = 86_400_000;
/** How long somebody else has to answer. */
const answerMs = 7 * dayMs;
/** How long the file can be downloaded. */
const fileMs = dayMs;
const pageSize = 200;

/** A page of openings, newest first. Errors: `cursor_invalid`. */
export async function listOpenings(
  ctx: RetentionContext,
  actor: WorkspaceActor,
  query: ListSealedOpeningsQuery,
): Promise<Page<SealedOpening>> {
  const position = decodeCursor(query.cursor, 1);
  const beforeId = position === null ? null : fromPublicId(ID_PREFIXES.sealedOpening, String(position[0]));
  if (position !== null && beforeId === null) throw new AppError('cursor_invalid');
  const rows = await tenantQuery<OpeningRow>(ctx.db, actor.workspaceId, selectOpenings(actor.workspaceId, beforeId, query.limit + 1));
  const data = await Promise.all(rows.slice(0, query.limit).map((row) => present(ctx, actor, row)));
  const last = data.at(-1);
  return { data, next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.id]) : null };
}

/** Asks that sealed records be opened; nothing is opened yet. Errors: `not_found` for a contact of another workspace; `validation_failed`. */
export async function askOpening(ctx: RetentionContext, actor: WorkspaceActor, request: AskSealedOpeningRequest): Promise<SealedOpening> {
  const { workspaceId } = actor;
  const askedBy = memberOf(actor);
  const at = ctx.clock.now();
  const fromAt = request.from === undefined ? null : new Date(request.from);
  const untilAt = request.until === undefined ? null : new Date(request.until);
  if (fromAt !== null && untilAt !== null && fromAt >= untilAt)
    throw new AppError('validation_failed', { details: { issues: [{ path: 'until', message: 'must be after from' }] } });
  const contactId = request.contact_id === undefined ? null : uuidOf('contact', request.contact_id);
  const id = ctx.ids.uuid();
  const reasonSealed = await ctx.keyring.sealSecret(reasonPlace(workspaceId, id), request.reason);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [found] = await tx.query<{ contact: boolean }>(selectHoldEnds(workspaceId, { contactId, conversationId: null, memberId: null }));
    if (found?.contact !== true) throw new AppError('not_found');
    const expiresAt = new Date(at.getTime() + answerMs);
    await tx.query(insertOpening(workspaceId, { id, reasonSealed, contactId, fromAt, untilAt, askedBy, askedAt: at, expiresAt }));
    await record(ctx, tx, actor, id, 'sealed.asked', {
      reason: personal(request.reason),
      contact: request.contact_id ?? null,
      from: request.from ?? null,
      until: request.until ?? null,
    });
    await tellAsked(ctx, tx, { id, askedBy, expiresAt });
  });
  return getOpening(ctx, actor, id);
}

/**
 * Approves or refuses, by another member than the one who asked. Errors: `not_found`; `second_person_required`; `conflict` when it was decided or
 * waited for too long.
 */
export async function answerOpening(
  ctx: RetentionContext,
  actor: WorkspaceActor,
  id: string,
  { decision }: DecideSealedOpeningRequest,
): Promise<SealedOpening> {
  const { workspaceId } = actor;
  const decidedBy = memberOf(actor);
  const at = ctx.clock.now();
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const row = await requireOpening(tx, workspaceId, id);
    if (row.askedBy === decidedBy) throw new AppError('second_person_required');
    const expiresAt = new Date(at.getTime() + fileMs);
    const done = await tx.query(decideOpening(workspaceId, id, { status: decision, decidedBy, at, expiresAt }));
    if (done.length === 0) throw new AppError('conflict');
    await record(ctx, tx, actor, id, `sealed.${decision}`, { asked_by: toPublicId(ID_PREFIXES.member, row.askedBy) });
    await tellDecided(ctx, tx, row, decidedBy);
  });
  return getOpening(ctx, actor, id);
}

/**
 * The records of an approved opening, one JSON object per line, read while they are sent; nothing is stored opened. Only for whoever asked, for 24
 * hours. Errors: `not_found` for others; `second_person_required` before somebody else approved; `media_gone` afterwards.
 */
export async function downloadOpening(ctx: RetentionContext, actor: WorkspaceActor, id: string): Promise<Readable> {
  const { workspaceId } = actor;
  const key = await sealedTierKey(ctx.keyring, workspaceId);
  const row = await withTenant(ctx.db, workspaceId, async (tx) => {
    const opening = await requireOpening(tx, workspaceId, id);
    if (opening.askedBy !== memberOf(actor)) throw new AppError('not_found');
    if (opening.status === 'asked') throw new AppError('second_person_required');
    if (opening.status !== 'approved' || opening.expiresAt <= ctx.clock.now() || opening.decidedBy === null)
      throw new AppError('media_gone');
    await record(ctx, tx, actor, id, 'sealed.downloaded', { approved_by: toPublicId(ID_PREFIXES.member, opening.decidedBy) });
    return opening;
  });
  return Readable.from(linesOf(ctx, workspaceId, key, row), { objectMode: false });
}

async function* linesOf(
  ctx: RetentionContext,
  workspaceId: string,
  key: Awaited<ReturnType<typeof sealedTierKey>>,
  { contactId, fromAt, untilAt }: OpeningRow,
): AsyncGenerator<Buffer> {
  for (let after: SealedRow | null = null; ;) {
    const page: SealedRow[] = await engineQuery<SealedRow>(
      ctx.db,
      selectSealed(workspaceId, { contactId, fromAt, untilAt, after, limit: pageSize }),
    );
    for (const row of page) {
      const line = { at: row.anchorAt, sealed_at: row.sealedAt, record: openSealed(key, workspaceId, row) };
      yield Buffer.from(`${JSON.stringify(line)}\n`);
    }
    after = page.at(-1) ?? null;
    if (page.length < pageSize) return;
  }
}

/** What the reason of an opening is bound to. */
function reasonPlace(workspaceId: string, rowId: string): SecretPlace {
  return { workspaceId, table: 'sealed_openings', column: 'reason_sealed', rowId };
}

function memberOf(actor: WorkspaceActor): string {
  if (actor.kind !== 'user') throw new AppError('permission_denied', { details: { permission: 'privacy:write' } });
  return actor.memberId;
}

async function requireOpening(tx: TenantTx, workspaceId: string, id: string): Promise<OpeningRow> {
  const [row] = await tx.query<OpeningRow>(selectOpening(workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  return row;
}

async function getOpening(ctx: RetentionContext, actor: WorkspaceActor, id: string): Promise<SealedOpening> {
  return present(ctx, actor, await withTenant(ctx.db, actor.workspaceId, (tx) => requireOpening(tx, actor.workspaceId, id)));
}

async function record(
  ctx: RetentionContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  id: string,
  action: string,
  after: NonNullable<Parameters<typeof appendAudit>[2]['after']>,
): Promise<void> {
  const data = { workspace_id: toPublicId(ID_PREFIXES.workspace, tx.workspaceId) };
  await appendEvents(tx, [{ workspaceId: tx.workspaceId, type: 'retention.updated', data, occurredAt: ctx.clock.now() }]);
  const target = { kind: 'sealed_opening', id: toPublicId(ID_PREFIXES.sealedOpening, id) };
  await appendAudit(ctx.audit, tx, { actor: auditActorOf(actor), action, target, after });
}

async function present(ctx: RetentionContext, actor: WorkspaceActor, row: OpeningRow): Promise<SealedOpening> {
  const member = (id: string) => toPublicId(ID_PREFIXES.member, id) as SealedOpening['asked_by']; // made with the prefix it is branded with, as those below
  const isOver = row.status !== 'refused' && row.expiresAt <= ctx.clock.now();
  return {
    id: toPublicId(ID_PREFIXES.sealedOpening, row.id) as SealedOpening['id'],
    status: isOver ? 'over' : row.status,
    reason: await ctx.keyring.openSecret(reasonPlace(actor.workspaceId, row.id), row.reasonSealed),
    contact_id:
      row.contactId === null ? null : (toPublicId(ID_PREFIXES.contact, row.contactId) as NonNullable<SealedOpening['contact_id']>),
    from: row.fromAt?.toISOString() ?? null,
    until: row.untilAt?.toISOString() ?? null,
    asked_by: member(row.askedBy),
    asked_by_name: row.askedByName,
    asked_at: row.askedAt.toISOString(),
    decided_by: row.decidedBy === null ? null : member(row.decidedBy),
    decided_by_name: row.decidedByName,
    decided_at: row.decidedAt?.toISOString() ?? null,
    expires_at: row.expiresAt.toISOString(),
    is_mine: actor.kind === 'user' && actor.memberId === row.askedBy,
  };
}
