import { engineQuery, withTenant } from '#platform/db/tx';
import type { BlockResult, CallOutcome } from '#whatsapp/provider';
import type { ContactsContext } from '../contacts-context.ts';
import { findRecipients } from '../find-recipients.ts';
import { tellUpdated } from '../record/contact-events.ts';
import { claimDueBlocks, updateBlock, wantMissingBlocks } from './blocks.sql.ts';
import type { BlockRow, DueBlock } from './blocks.sql.ts';

type Outcome = { state: BlockRow['state']; reason: string | null; nextTryAt: Date | null };

const leaseMs = 120_000;
const firstDelayMs = 30_000;
const maxDelayMs = 6 * 3_600_000;
const limitDelayMs = 24 * 3_600_000;
const maxRefusals = 5;

/** Meta: 64,000 people are blocked already. */
const limitReachedCode = 139101;
/** Meta: some could not be blocked; in practice somebody who has not written within 24 hours. */
const someFailedCode = 139100;
/** Meta: the list is being changed elsewhere, or an internal fault. */
const passingCodes: readonly number[] = [139102, 139103];

/**
 * Tells WhatsApp of every block that is due, of one contact or of all. A block is wanted first and recorded, then tried until it
 * holds; the record here decides what Kabar sends, whatever WhatsApp says.
 */
export async function applyDueBlocks(ctx: ContactsContext, contactId: string | null, signal: AbortSignal): Promise<number> {
  const now = ctx.clock.now();
  const due = await engineQuery<DueBlock>(ctx.db, claimDueBlocks(now, new Date(now.getTime() + leaseMs), contactId, 50));
  for (const block of due) await applyBlock(ctx, block, signal);
  return due.length;
}

/** Finds blocks that came to be needed since, then does what is due. */
export async function reconcileBlocks(ctx: ContactsContext, signal: AbortSignal): Promise<void> {
  await engineQuery(ctx.db, wantMissingBlocks(ctx.clock.now()));
  while (!signal.aborted) {
    const count = await applyDueBlocks(ctx, null, signal);
    if (count < 50) return;
  }
}

async function applyBlock(ctx: ContactsContext, block: DueBlock, signal: AbortSignal): Promise<void> {
  const outcome = await attempt(ctx, block, signal);
  const now = ctx.clock.now();
  await withTenant(ctx.db, block.workspaceId, async (tx) => {
    const updated = await tx.query(updateBlock(block, outcome, now));
    if (updated.length > 0) await tellUpdated(tx, block.workspaceId, [block.contactId], now);
  });
}

async function attempt(ctx: ContactsContext, block: DueBlock, signal: AbortSignal): Promise<Outcome> {
  const { workspaceId, contactId, numberId, wanted } = block;
  const address = (await findRecipients(ctx, [{ workspaceId, contactId }])).get(contactId);
  if (address === undefined) return { state: 'failed', reason: 'no_address', nextTryAt: null };
  const connection = await ctx.connectionFor(workspaceId, numberId);
  if (connection === null) return later(ctx, block, 'unreachable');
  const user = address.kind === 'phone' ? address.digits : address.value;
  const call = wanted === 'blocked' ? ctx.provider.blockUsers : ctx.provider.unblockUsers;
  return judgeAnswer(ctx, block, await call(connection, [user], { signal }));
}

function judgeAnswer(ctx: ContactsContext, block: DueBlock, answer: CallOutcome<BlockResult>): Outcome {
  if (!answer.ok && answer.unreachable) return later(ctx, block, 'unreachable');
  const code = answer.ok ? (answer.value.failed[0]?.error.code ?? null) : answer.error.code;
  if (answer.ok && answer.value.failed.length === 0) return { state: 'applied', reason: null, nextTryAt: null };
  if (code === limitReachedCode) {
    return { state: 'failed', reason: 'limit_reached', nextTryAt: new Date(ctx.clock.now().getTime() + limitDelayMs) };
  }
  if (code !== null && passingCodes.includes(code)) return later(ctx, block, 'unreachable');
  if (code === someFailedCode && block.wanted === 'blocked') return { state: 'waiting', reason: 'not_engaged', nextTryAt: null };
  return block.attempts < maxRefusals
    ? { ...later(ctx, block, 'refused'), state: 'failed' }
    : { state: 'failed', reason: 'refused', nextTryAt: null };
}

function later(ctx: ContactsContext, block: DueBlock, reason: string): Outcome {
  const delayMs = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(block.attempts - 1, 12));
  return { state: 'pending', reason, nextTryAt: new Date(ctx.clock.now().getTime() + delayMs) };
}
