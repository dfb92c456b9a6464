import { ID_PREFIXES, type ContactBlock } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { ContactsContext } from '../contacts-context.ts';
import { lockContact } from '../contacts.sql.ts';
import { auditActorOf, doerOf } from '../record/acting.ts';
import { recordContactEvents, tellUpdated } from '../record/contact-events.ts';
import { applyDueBlocks } from './apply-blocks.ts';
import { selectBlockedAt, selectBlocks, updateBlockedAt, wantBlocks, wantUnblocks } from './blocks.sql.ts';
import type { BlockRow } from './blocks.sql.ts';

/** How long an answer waits for WhatsApp; what takes longer is done in the background. */
const patienceMs = 5_000;

/**
 * Blocks a contact or ends the block: at once here, where nothing is sent to a blocked contact any more, and at WhatsApp for every
 * number that talks with them, tried now and again until it holds. Doing it twice changes nothing. Errors: `not_found`.
 */
export async function setBlocked(
  ctx: ContactsContext,
  actor: WorkspaceActor,
  contactId: string,
  isBlocked: boolean,
): Promise<ContactBlock> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const at = ctx.clock.now();
    const [before] = await tx.query<{ blockedAt: Date | null }>(lockContact(workspaceId, contactId));
    if (before === undefined) throw new AppError('not_found');
    if ((before.blockedAt !== null) === isBlocked) return;
    await tx.query(updateBlockedAt(workspaceId, contactId, isBlocked ? at : null, at));
    await tx.query(isBlocked ? wantBlocks(workspaceId, contactId, at) : wantUnblocks(workspaceId, contactId, at));
    const kind = isBlocked ? 'blocked' : 'unblocked';
    await recordContactEvents(ctx.ids, tx, [{ workspaceId, contactId, kind, actor: doerOf(actor), at }]);
    await tellUpdated(tx, workspaceId, [contactId], at);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: `contact.${kind}`,
      target: { kind: 'contact', id: toPublicId(ID_PREFIXES.contact, contactId) },
    });
  });
  await applyDueBlocks(ctx, contactId, AbortSignal.timeout(patienceMs)).catch((error: unknown) =>
    ctx.log.warn('a block could not be told to WhatsApp at once; it is tried again', { error }),
  );
  return readBlock(ctx, workspaceId, contactId);
}

/** How the block of a contact stands at each number. */
export async function readBlock(ctx: ContactsContext, workspaceId: string, contactId: string): Promise<ContactBlock> {
  const [[contact], rows] = await Promise.all([
    tenantQuery<{ blockedAt: Date | null }>(ctx.db, workspaceId, selectBlockedAt(workspaceId, contactId)),
    tenantQuery<BlockRow>(ctx.db, workspaceId, selectBlocks(workspaceId, contactId)),
  ]);
  const blockedAt = contact?.blockedAt ?? null;
  return {
    blocked: blockedAt !== null,
    blocked_at: blockedAt?.toISOString() ?? null,
    numbers: rows.map((row) => ({
      number_id: toPublicId(ID_PREFIXES.number, row.numberId) as ContactBlock['numbers'][number]['number_id'], // made with the prefix it is branded with
      wanted: row.wanted,
      state: row.state,
      reason: row.reason as ContactBlock['numbers'][number]['reason'], // written by apply-blocks alone
      updated_at: row.updatedAt.toISOString(),
    })),
  };
}
