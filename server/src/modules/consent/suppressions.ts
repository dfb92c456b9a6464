import {
  ID_PREFIXES,
  type CreateSuppressionRequest,
  type LiftSuppressionRequest,
  type ListSuppressionsQuery,
  type Page,
  type Suppression,
} from '@kabar/contract';
import { appendAudit, personal } from '#modules/audit';
import { hashPeople, isBsuid, normalisePhone, touchContacts, type Identity } from '#modules/contacts';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId, toPublicId } from '#platform/ids';
import { auditActorOf, consentActorOf, type ConsentContext } from './consent-context.ts';
import { projectConsents } from './consent.sql.ts';
import { recordConsents } from './record-consents.ts';
import { selectKnown } from './references.sql.ts';
import { liftOrphan, lockSuppression, selectManual, selectSuppressions, upsertManual, type SuppressionRow } from './suppressions.sql.ts';

/** A page of active suppressions, newest first. Errors: `cursor_invalid`. */
export async function listSuppressions(
  ctx: ConsentContext,
  workspaceId: string,
  query: Omit<ListSuppressionsQuery, 'contact_id'> & { contact_id?: string | undefined },
): Promise<Page<Suppression>> {
  const position = decodeCursor(query.cursor, 1);
  const beforeId = position === null ? null : fromPublicId(ID_PREFIXES.suppression, String(position[0]));
  if (position !== null && beforeId === null) throw new AppError('cursor_invalid');
  const digits = query.phone === undefined ? null : normalisePhone(query.phone);
  if (query.phone !== undefined && digits === null) return { data: [], next_cursor: null };
  const rows = await tenantQuery<SuppressionRow>(
    ctx.db,
    workspaceId,
    selectSuppressions({
      workspaceId,
      scope: query.scope ?? null,
      source: query.source ?? null,
      hash: digits === null ? null : (await probeOf(ctx, workspaceId, { kind: 'phone', value: digits })).hash,
      contactId: query.contact_id === undefined ? null : fromPublicId(ID_PREFIXES.contact, query.contact_id),
      beforeId,
      limit: query.limit + 1,
    }),
  );
  const data = await Promise.all(rows.slice(0, query.limit).map((row) => present(ctx, workspaceId, row)));
  const last = data.at(-1);
  return { data, next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.id]) : null };
}

/**
 * Adds a phone number or BSUID that must not be written to, whether it is a contact or not. Who has it now is suppressed by all of their
 * identifiers. Errors: `recipient_invalid`.
 */
export async function createSuppression(
  ctx: ConsentContext,
  actor: WorkspaceActor,
  request: CreateSuppressionRequest,
): Promise<Suppression> {
  const { workspaceId } = actor;
  const { scope } = request;
  const probe = await probeOf(ctx, workspaceId, identityOf(request));
  const now = ctx.clock.now();
  const id = ctx.ids.uuid();
  const reasonSealed = await ctx.keyring.sealSecret(reasonPlace(workspaceId, id), request.reason);
  const row = await withTenant(ctx.db, workspaceId, async (tx) => {
    const made = await tx.query<{ id: string }>(
      upsertManual({ workspaceId, id, matchKind: probe.matchKind, matchHash: probe.hash, scope, reasonSealed, at: now }),
    );
    const [stored] = await tx.query<SuppressionRow>(selectManual(workspaceId, probe.matchKind, probe.hash, scope));
    if (stored === undefined) throw new AppError('conflict');
    if (made.length === 0) return stored;
    if (stored.contactId !== null) await tellContact(ctx, tx, workspaceId, stored.contactId, now);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'suppression.added',
      target: { kind: 'suppression', id: toPublicId(ID_PREFIXES.suppression, stored.id) },
      after: { scope, reason: personal(request.reason) },
    });
    return stored;
  });
  return present(ctx, workspaceId, row);
}

/**
 * Lifts a suppression on the customer's own wish, of which the caller gives evidence. Of a contact it becomes a record of the ledger, which
 * lifts the stop for all of their identifiers; without a contact the evidence stands in the audit log. Errors: `not_found`.
 */
export async function liftSuppression(
  ctx: ConsentContext,
  actor: WorkspaceActor,
  publicId: string,
  { evidence }: LiftSuppressionRequest,
): Promise<void> {
  const { workspaceId } = actor;
  const id = fromPublicId(ID_PREFIXES.suppression, publicId);
  if (id === null) throw new AppError('not_found');
  const messageId = evidence.message_id === undefined ? null : fromPublicId(ID_PREFIXES.message, evidence.message_id);
  const mediaId = evidence.media_id === undefined ? null : fromPublicId(ID_PREFIXES.media, evidence.media_id);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<SuppressionRow>(lockSuppression(workspaceId, id));
    const named = [messageId, mediaId].filter((value) => value !== null);
    const known = await tx.query(
      selectKnown(workspaceId, {
        messages: messageId === null ? [] : [messageId],
        media: mediaId === null ? [] : [mediaId],
        wordings: [],
        contacts: [],
      }),
    );
    if (row === undefined || known.length < named.length) throw new AppError('not_found');
    if (row.contactId === null) await tx.query(liftOrphan(workspaceId, row.matchKind, row.matchHash, row.scope, ctx.clock.now()));
    else
      await recordConsents(ctx, tx, workspaceId, [
        {
          contactId: row.contactId,
          purpose: row.scope === 'marketing' ? 'marketing' : 'messages',
          state: 'resumed',
          source: actor.kind === 'user' ? 'agent' : 'api',
          evidence: { text: evidence.text, ...(messageId === null ? {} : { messageId }), ...(mediaId === null ? {} : { mediaId }) },
          actor: consentActorOf(actor),
          occurredAt: ctx.clock.now(),
        },
      ]);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'suppression.lifted',
      target: { kind: 'suppression', id: publicId },
      before: { scope: row.scope, source: row.source },
      after: { evidence: personal(evidence.text) },
    });
  });
}

async function tellContact(
  ctx: ConsentContext,
  tx: Parameters<typeof appendEvents>[0],
  workspaceId: string,
  contactId: string,
  now: Date,
): Promise<void> {
  await tx.query(projectConsents(workspaceId, [contactId], now));
  await touchContacts(tx, workspaceId, [contactId], now);
  const data = { contact_id: toPublicId(ID_PREFIXES.contact, contactId) };
  await appendEvents(
    tx,
    ['consent.updated', 'contact.updated'].map((type) => ({ workspaceId, type, data, occurredAt: now })),
  );
}

async function probeOf(ctx: ConsentContext, workspaceId: string, identity: Identity): Promise<{ matchKind: string; hash: Buffer }> {
  const [[probe] = []] = await hashPeople(ctx, [{ workspaceId, identities: [identity] }]);
  if (probe === undefined) throw new Error('an identity was left without a hash');
  return probe;
}

function identityOf({ phone, bsuid }: CreateSuppressionRequest): Identity {
  const digits = phone === undefined ? null : normalisePhone(phone);
  if (digits !== null && bsuid === undefined) return { kind: 'phone', value: digits };
  if (phone === undefined && bsuid !== undefined && isBsuid(bsuid))
    return { kind: /^[A-Z]{2}\.ENT\./.test(bsuid) ? 'parent_bsuid' : 'bsuid', value: bsuid };
  throw new AppError('recipient_invalid');
}

async function present(ctx: ConsentContext, workspaceId: string, row: SuppressionRow): Promise<Suppression> {
  return {
    id: toPublicId(ID_PREFIXES.suppression, row.id) as Suppression['id'], // made with the prefix it is branded with
    identifier_kind: row.matchKind,
    hash: row.matchHash.subarray(-32).toString('hex').slice(0, 16),
    scope: row.scope,
    source: row.source,
    reason: row.reasonSealed === null ? null : await ctx.keyring.openSecret(reasonPlace(workspaceId, row.id), row.reasonSealed),
    since: row.since.toISOString(),
    contact_id: row.contactId === null ? null : (toPublicId(ID_PREFIXES.contact, row.contactId) as Suppression['contact_id']), // as above
    created_at: row.createdAt.toISOString(),
  };
}

function reasonPlace(workspaceId: string, id: string): { workspaceId: string; table: string; column: string; rowId: string } {
  return { workspaceId, table: 'suppressions', column: 'reason_sealed', rowId: id };
}
