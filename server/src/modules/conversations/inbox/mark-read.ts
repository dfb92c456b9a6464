import { z } from 'zod';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { bindJob, defineJob, type BoundJob, type JobOutcome } from '#platform/jobs/job';
import { conversationEvent } from '../entries/append-entries.ts';
import type { InboxContext } from '../inbox-context.ts';
import { selectNewestInbound, updateRead, updateUnread } from './inbox.sql.ts';
import type { ReadRow } from './inbox.sql.ts';

const receiptTimeoutMs = 20_000;
const typingTimeoutMs = 5_000;

/** Tells the customer that their messages were read. */
const sendReceipt = defineJob({
  name: 'conversations.send_read_receipt',
  schema: z.object({ workspaceId: z.uuid(), numberId: z.uuid(), messageId: z.uuid() }),
  timeoutMs: receiptTimeoutMs + 10_000,
  retry: { limit: 5, delayMs: 2_000, maxDelayMs: 300_000 },
  concurrency: 8,
});

/** Jobs of read receipts. */
export function receiptJobs(ctx: InboxContext): BoundJob[] {
  return [bindJob(sendReceipt, async (payload, run) => deliverReceipt(ctx, payload, run.signal))];
}

/**
 * Marks a conversation as read, up to a message or to its end. With `receipt` the customer's blue ticks follow: the order
 * for them commits with the change and is carried out afterwards, so that it is neither lost nor waited for.
 *
 * Errors: `not_found`, also for a message of another conversation.
 */
export async function markRead(
  ctx: InboxContext,
  workspaceId: string,
  conversationId: string,
  input: { upToMessageId: string | null; receipt: boolean },
): Promise<void> {
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<ReadRow>(updateRead(workspaceId, conversationId, input.upToMessageId));
    if (row === undefined) throw new AppError('not_found');
    if (row.before === row.after) return;
    const { numberId, messageId } = row;
    if (input.receipt && messageId !== null) await ctx.jobs.enqueue(tx, sendReceipt, { workspaceId, numberId, messageId });
    await appendEvents(tx, [conversationEvent(workspaceId, conversationId, numberId, ctx.clock.now())]);
  });
}

/** Marks a conversation as unread, for a person to come back to. Errors: `not_found`. */
export async function markUnread(ctx: InboxContext, workspaceId: string, conversationId: string): Promise<void> {
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<{ numberId: string }>(updateUnread(workspaceId, conversationId));
    if (row === undefined) throw new AppError('not_found');
    await appendEvents(tx, [conversationEvent(workspaceId, conversationId, row.numberId, ctx.clock.now())]);
  });
}

/**
 * Shows the customer that somebody is typing, as well as it can be done: the request does not wait for WhatsApp and a
 * failure changes nothing. WhatsApp marks the customer's messages as read with it.
 *
 * Errors: `not_found`.
 */
export async function showTyping(ctx: InboxContext, workspaceId: string, conversationId: string): Promise<void> {
  const [row] = await tenantQuery<{ numberId: string; messageId: string | null }>(
    ctx.db,
    workspaceId,
    selectNewestInbound(workspaceId, conversationId),
  );
  if (row === undefined) throw new AppError('not_found');
  if (row.messageId === null) return;
  const { numberId, messageId } = row;
  void tellTyping(ctx, { workspaceId, numberId, messageId }).catch((error: unknown) => {
    ctx.log.debug('the typing sign could not be shown', { error });
  });
}

type MessagePlace = { workspaceId: string; numberId: string; messageId: string };

async function tellTyping(ctx: InboxContext, { workspaceId, numberId, messageId }: MessagePlace): Promise<void> {
  const [connection, wamid] = await Promise.all([
    ctx.connections.connectionFor(workspaceId, numberId),
    ctx.messages.wamidOf(workspaceId, messageId),
  ]);
  if (connection === null || wamid === null) return;
  await ctx.provider.showTyping(connection, wamid, { signal: AbortSignal.timeout(typingTimeoutMs) });
}

async function deliverReceipt(
  ctx: InboxContext,
  { workspaceId, numberId, messageId }: MessagePlace,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const [connection, wamid] = await Promise.all([
    ctx.connections.connectionFor(workspaceId, numberId),
    ctx.messages.wamidOf(workspaceId, messageId),
  ]);
  if (connection === null) return { kind: 'dead', reason: 'the number is not connected' };
  if (wamid === null) return { kind: 'dead', reason: 'the message is gone' };
  const outcome = await ctx.provider.markRead(connection, wamid, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(receiptTimeoutMs)]),
  });
  if (outcome.ok) return { kind: 'done' };
  // Marking a message as read twice does no harm, so anything that may pass is tried again.
  if (outcome.unreachable || outcome.error.retry !== 'N') throw new Error('WhatsApp did not take the read receipt');
  return { kind: 'dead', reason: 'WhatsApp refused the read receipt' };
}
