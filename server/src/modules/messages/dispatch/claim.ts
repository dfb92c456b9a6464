import type { ReasonCode } from '@kabar/contract';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { withEngine, type EngineTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import type { Lease } from '#platform/leases/lease';
import { markHeld, markSending, markSkipped, markWaiting, selectReady, type ReadyRow } from './dispatch.sql.ts';
import { decideGate, isMarketing, type GateFacts, type Restriction } from './gate.ts';
import { updatedEvent } from './record-outcomes.ts';

/** How many messages of one number may be claimed now, under its lease. */
export type ClaimRequest = {
  numberId: string;
  lease: Lease;
  limit: number;
  /** Deliveries received by then must have been read before marketing may go out: one of them may be a stop. */
  heardUntil: Date;
  /** When this conversation may get its next message; null when now. */
  pairReadyAt(conversationId: string): Date | null;
};

/** How soon marketing is looked at again that waits for deliveries to be read. */
const unheardPauseMs = 200;

declare const gatePassed: unique symbol;

/**
 * A message that is ours to send now: the gate let it pass in the transaction that marked it, and its attempt is open. Made here alone, and
 * the only thing that can be handed to WhatsApp.
 */
export type ClaimedMessage = ReadyRow & { attempt: number; readonly [gatePassed]: true };

export type ClaimDeps = { db: Database; clock: Clock; holder: string; leasePrefix: string; holdRecheckMs: number };

/** What a claim found. `lookedAtCount` per number tells whether there may be more behind. */
export type ClaimResult = { messages: ClaimedMessage[]; lookedAtCount: ReadonlyMap<string, number> };

/**
 * Claims due messages of several numbers in one transaction: locks them, asks the gate with facts of this very moment, and
 * marks those that go out as being sent under the fence of their number's lease. What the gate refuses becomes skipped or
 * held here, with its reason; marketing waits while something that was acknowledged may be a stop. A number whose lease was lost yields nothing.
 */
export async function claimMessages(deps: ClaimDeps, requests: readonly ClaimRequest[]): Promise<ClaimResult> {
  const byNumber = new Map(requests.map((request) => [request.numberId, request]));
  return withEngine(deps.db, 'claim due messages of all numbers this process leases', (tx) => claim(deps, tx, requests, byNumber), {
    retries: 3,
  });
}

async function claim(
  deps: ClaimDeps,
  tx: EngineTx,
  requests: readonly ClaimRequest[],
  byNumber: ReadonlyMap<string, ClaimRequest>,
): Promise<ClaimResult> {
  const now = deps.clock.now();
  const rows = await tx.query<ReadyRow>(
    selectReady(
      requests.map((request) => request.numberId),
      requests.map((request) => request.limit),
      requests.map((request) => request.heardUntil),
    ),
  );
  const lookedAtCount = new Map<string, number>();
  for (const row of rows) lookedAtCount.set(row.number_id, (lookedAtCount.get(row.number_id) ?? 0) + 1);
  if (rows.length === 0) return { messages: [], lookedAtCount };
  const go: ReadyRow[] = [];
  const skipped: (ReadyRow & { reason: ReasonCode })[] = [];
  const held: (ReadyRow & { reason: ReasonCode })[] = [];
  const waiting: (ReadyRow & { dueAt: Date })[] = [];
  for (const row of rows) {
    const facts = factsOf(row);
    const decision = decideGate(facts, now);
    const pairReadyAt = byNumber.get(row.number_id)?.pairReadyAt(row.conversation_id) ?? null;
    if (decision.kind === 'skip') skipped.push({ ...row, reason: decision.reason });
    else if (decision.kind === 'hold') held.push({ ...row, reason: decision.reason });
    else if (row.is_unheard && isMarketing(facts)) waiting.push({ ...row, dueAt: new Date(now.getTime() + unheardPauseMs) });
    else if (pairReadyAt !== null) waiting.push({ ...row, dueAt: pairReadyAt });
    else go.push(row);
  }
  const claimed = go.map((row) => ({ ...row, attempt: row.attempt + 1 }) as ClaimedMessage); // the one place that brands
  const [marked] = await Promise.all([
    claimed.length > 0
      ? tx.query<{ message_id: string }>(
          markSending(
            claimed.map((row) => keyOf(row, byNumber)),
            deps.holder,
            deps.leasePrefix,
            now,
          ),
        )
      : [],
    skipped.length > 0 ? tx.query(markSkipped(skipped.map(reasonOf), now)) : [],
    held.length > 0 ? tx.query(markHeld(held.map(reasonOf), new Date(now.getTime() + deps.holdRecheckMs))) : [],
    waiting.length > 0
      ? tx.query(markWaiting(waiting.map((row) => ({ workspaceId: row.workspace_id, messageId: row.message_id, dueAt: row.dueAt }))))
      : [],
    appendEvents(
      tx,
      // A held message is looked at again and again; only a change is news.
      [...skipped, ...held.filter((row) => row.status !== 'held' || row.reason_code !== row.reason)].map((row) =>
        updatedEvent({ ...row, id: row.message_id }, now),
      ),
    ),
  ]);
  const ours = new Set(marked.map((row) => row.message_id));
  return { messages: claimed.filter((row) => ours.has(row.message_id)), lookedAtCount };
}

function keyOf(row: ClaimedMessage, byNumber: ReadonlyMap<string, ClaimRequest>): Parameters<typeof markSending>[0][number] {
  const request = byNumber.get(row.number_id);
  if (request === undefined) throw new Error('claimed a message of a number that was not asked for');
  return {
    workspaceId: row.workspace_id,
    messageId: row.message_id,
    numberId: row.number_id,
    fence: request.lease.fence,
    attempt: row.attempt,
    category: row.template_category === 'unknown' ? null : row.template_category,
  };
}

function reasonOf(row: ReadyRow & { reason: ReasonCode }): { workspaceId: string; messageId: string; reason: string } {
  return { workspaceId: row.workspace_id, messageId: row.message_id, reason: row.reason };
}

function factsOf(row: ReadyRow): GateFacts {
  return {
    type: row.type,
    category: row.message_category,
    automaticReason: row.automatic_reason,
    consent: {
      marketing: row.marketing_consent,
      messages: row.messages_consent,
      suppressedFrom: row.suppressed_from,
      marketingRule: row.marketing_rule ?? 'no_objection',
    },
    workspaceClosing: row.workspace_closing,
    contactErased: row.contact_erased,
    contactBlocked: row.contact_blocked,
    contactRestricted: row.contact_restricted,
    windowExpiresAt: row.window_expires_at,
    numberStatus: row.number_status,
    numberHoldReason: row.number_hold_reason as ReasonCode | null, // written by us from the catalogue of reasons
    numberRestriction: restrictionOf(row.number_restriction),
    accountRestriction: restrictionOf(row.account_restriction),
    template:
      row.template_status === null || row.template_category === null
        ? null
        : { status: row.template_status, category: row.template_category, pausedUntil: row.template_paused_until },
  };
}

function restrictionOf(stored: ReadyRow['number_restriction']): Restriction | null {
  if (stored === null) return null;
  return { until: stored.until === null ? null : new Date(stored.until), scope: stored.scope ?? 'all' };
}
