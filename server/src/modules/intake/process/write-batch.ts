import { ID_PREFIXES } from '@kabar/contract';
import { recordSeen } from '#modules/contacts';
import { applyChanges, applyPendingChanges, applyPendingStatuses, applyStatuses, storeInbound, tellOfFailures } from '#modules/messages';
import type { ChangedMessage } from '#modules/messages';
import { seal } from '#platform/crypto/seal';
import type { EngineTx } from '#platform/db/tx';
import { appendEvents, type NewEvent } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import { insertUnits } from '../deliveries.sql.ts';
import type { NewUnit } from '../deliveries.sql.ts';
import type { IntakeContext } from '../intake-context.ts';
import type { KeptUnit, PreparedBatch } from './prepare-units.ts';

/**
 * Writes all effects of a batch in the caller's transaction, set by set, with the events about them. Idempotent: what is
 * known already changes nothing and tells nobody.
 *
 * Messages come first, so that statuses, reactions and edits of the same batch find them. What customers say about messages to
 * them counts in the same commit that stores it.
 * Errors: database errors; see `storeInbound`.
 */
export async function writeBatch(ctx: IntakeContext, tx: EngineTx, batch: PreparedBatch): Promise<void> {
  const now = ctx.clock.now();
  const stored = await storeInbound(ctx, tx, batch.messages, now);
  await recordSeen(
    ctx,
    tx,
    stored.messages.filter((message) => message.author === 'contact'),
  );
  const isNew = new Set(stored.messages.map((message) => message.id));
  const files = batch.files.filter((file) => isNew.has(file.messageId));
  if (files.length > 0) await ctx.registerMedia(tx, files);
  const known = stored.messages.map(({ workspaceId, numberId, wamidHash, id, author }) => ({
    workspaceId,
    numberId,
    wamidHash,
    messageId: id,
    author,
  }));
  const changed: ChangedMessage[] = [
    ...(await applyStatuses(ctx, tx, batch.statuses, now)),
    ...(await applyPendingStatuses(
      ctx,
      tx,
      known.filter((message) => message.author === 'phone'),
      now,
    )),
    ...(await applyChanges(ctx, tx, batch.changes, now)),
    ...(await applyPendingChanges(ctx, tx, known)),
  ];
  if (batch.statuses.some(({ status }) => status === 'failed')) await tellOfFailures(ctx, tx, changed);
  await ctx.hearConsents(tx, { messages: stored.messages.filter(({ author }) => author === 'contact'), preferences: batch.marketing });
  for (const [workspaceId, units] of batch.accountUnits) await ctx.applyAccountEvents(tx, workspaceId, units);
  await keepUnits(ctx, tx, batch.kept, now);
  await appendEvents(tx, eventsOf(stored, changed, now));
}

/** Keeps units for a look, sealed like the delivery they come from. */
export async function keepUnits(ctx: IntakeContext, tx: EngineTx, kept: readonly KeptUnit[], now: Date): Promise<void> {
  if (kept.length === 0) return;
  const rows: NewUnit[] = [];
  for (const { delivery, unit, outcome, kind, reason, payload } of kept) {
    const { workspaceId, day } = delivery;
    const id = ctx.ids.uuid();
    const payloadSealed = await sealPayload(ctx, workspaceId, day, id, payload);
    rows.push({
      workspaceId,
      id,
      deliveryId: delivery.id,
      day,
      outcome,
      field: plain(unit.field),
      kind: plain(kind),
      path: plain(unit.path),
      reason: plain(reason),
      payloadSealed,
    });
  }
  await tx.query(insertUnits(rows, now));
}

async function sealPayload(ctx: IntakeContext, workspaceId: string, day: string, unitId: string, payload: unknown): Promise<Buffer> {
  if (payload === null) return Buffer.alloc(0);
  const key = await ctx.keyring.payloadKeyFor(workspaceId, day);
  return seal(key, [workspaceId, 'intake_units', 'payload_sealed', unitId], JSON.stringify(payload) ?? 'null');
}

/** Text that a column of type text takes and a screen can show. */
function plain(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ').slice(0, 300);
}

function eventsOf(stored: Awaited<ReturnType<typeof storeInbound>>, changed: readonly ChangedMessage[], now: Date): NewEvent[] {
  const conversations = new Map(stored.messages.map((message) => [message.conversationId, message]));
  const updates = new Map(changed.map((message) => [message.messageId, message]));
  return [
    ...stored.messages.map((message) => messageEvent('message.created', message.id, message, now)),
    ...[...updates.values()].map((message) => messageEvent('message.updated', message.messageId, message, now)),
    ...[...conversations.values()].map(({ workspaceId, conversationId, numberId }) => ({
      workspaceId,
      type: 'conversation.updated',
      data: { conversation_id: toPublicId(ID_PREFIXES.conversation, conversationId), number_id: toPublicId(ID_PREFIXES.number, numberId) },
      occurredAt: now,
    })),
  ];
}

function messageEvent(
  type: 'message.created' | 'message.updated',
  messageId: string,
  ends: { workspaceId: string; conversationId: string; numberId: string },
  now: Date,
): NewEvent {
  return {
    workspaceId: ends.workspaceId,
    type,
    data: {
      message_id: toPublicId(ID_PREFIXES.message, messageId),
      conversation_id: toPublicId(ID_PREFIXES.conversation, ends.conversationId),
      number_id: toPublicId(ID_PREFIXES.number, ends.numberId),
    },
    occurredAt: now,
  };
}
