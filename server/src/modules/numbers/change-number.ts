import { ID_PREFIXES } from '@kabar/contract';
import type { TenantTx, EngineTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import type { NumberFacts } from '#whatsapp/provider';
import { insertNumberEvents } from './number-events.sql.ts';
import { holdReasonOf, statusOf } from './number-health.ts';
import type { NumbersContext } from './numbers-context.ts';
import { updateNumberState, type NumberRow, type NumberState } from './numbers.sql.ts';

/** A line for the history. */
export type HistoryLine = { kind: string; text: string };

/** A change of a number that was read and locked in the same transaction. */
export type NumberUpdate = {
  before: NumberRow;
  /** The whole new state; start from `stateOf(before)`. */
  state: NumberState;
  /** When it happened. */
  at: Date;
  /** Lines beyond those that the change itself explains. */
  lines?: readonly HistoryLine[];
  refreshDueAt?: Date;
};

/** The state of a number as it stands, to be changed and written back. */
export function stateOf(row: NumberRow): NumberState {
  return {
    displayPhoneNumber: row.displayPhoneNumber,
    verifiedName: row.verifiedName,
    status: row.status,
    quality: row.quality,
    limitTier: row.limitTier,
    throughputPerSecond: row.throughputPerSecond,
    metaStatus: row.metaStatus,
    nameStatus: row.nameStatus,
    isOnBusinessApp: row.isOnBusinessApp,
    health: row.health,
    restriction: row.restriction,
    holdReason: row.holdReason,
    refreshedAt: row.refreshedAt,
    factsAt: row.factsAt,
  };
}

/** Puts what WhatsApp tells about a number over the state. A field that it leaves out keeps its value. */
export function withFacts(state: NumberState, facts: NumberFacts): NumberState {
  return {
    ...state,
    displayPhoneNumber: facts.displayPhoneNumber === '' ? state.displayPhoneNumber : facts.displayPhoneNumber,
    verifiedName: facts.verifiedName ?? state.verifiedName,
    quality: facts.quality,
    limitTier: facts.limitTier ?? state.limitTier,
    throughputPerSecond: facts.throughputPerSecond,
    metaStatus: facts.metaStatus ?? state.metaStatus,
    nameStatus: facts.nameStatus ?? state.nameStatus,
    isOnBusinessApp: facts.isOnBusinessApp,
    health: facts.health,
  };
}

/** Reasons that were learned from a refused call and not from facts; they last until a refresh or a new token clears them. */
const stickyReasons: ReadonlySet<string> = new Set(['token_refused', 'payment_problem']);

/**
 * Writes new states of numbers with what follows from them: reason to hold messages, status, lines of history, events.
 * Gives the written states in the same order.
 */
export async function writeNumbers(
  ctx: Pick<NumbersContext, 'clock' | 'ids'>,
  tx: TenantTx | EngineTx,
  updates: readonly NumberUpdate[],
): Promise<NumberState[]> {
  const now = ctx.clock.now();
  const written: NumberState[] = [];
  const lines: { number: NumberRow; at: Date; line: HistoryLine }[] = [];
  for (const { before, state, at, lines: extra = [], refreshDueAt } of updates) {
    const held = { ...before, ...state };
    const holdReason = state.holdReason !== null && stickyReasons.has(state.holdReason) ? state.holdReason : holdReasonOf(held, now);
    const next: NumberState = { ...state, holdReason, status: statusOf({ ...held, holdReason }, now) };
    await tx.query(updateNumberState(before.workspaceId, before.id, next, refreshDueAt ?? null));
    // What an event told in its own words is not said a second time.
    const explained = explainChange(before, next).filter((line) => !extra.some((told) => told.kind === line.kind));
    for (const line of [...extra, ...explained]) lines.push({ number: before, at, line });
    written.push(next);
  }
  if (lines.length > 0) {
    await tx.query(
      insertNumberEvents(
        lines.map(({ number, at, line }) => ({ workspaceId: number.workspaceId, id: ctx.ids.uuid(), numberId: number.id, at, ...line })),
      ),
    );
  }
  await appendEvents(
    tx,
    updates.map(({ before }) => ({
      workspaceId: before.workspaceId,
      type: 'number.updated',
      data: { number_id: toPublicId(ID_PREFIXES.number, before.id) },
      occurredAt: now,
    })),
  );
  return written;
}

/** One sentence per thing that differs. */
function explainChange(before: NumberRow, after: NumberState): HistoryLine[] {
  const lines: HistoryLine[] = [];
  const isKnown = before.refreshedAt !== null;
  const add = (kind: string, text: string): void => {
    if (isKnown) lines.push({ kind, text });
  };
  if (before.quality !== after.quality) add('quality_changed', `Quality changed from ${before.quality} to ${after.quality}`);
  if (before.limitTier !== after.limitTier && after.limitTier !== null) add('limit_changed', `Messaging limit is now ${after.limitTier}`);
  if (before.throughputPerSecond !== after.throughputPerSecond)
    add('limit_changed', `Up to ${after.throughputPerSecond} messages a second`);
  if (before.metaStatus !== after.metaStatus && after.metaStatus !== null)
    add('status_changed', `WhatsApp names the status ${after.metaStatus}`);
  if (before.verifiedName !== after.verifiedName && after.verifiedName !== null)
    add('name_changed', `Display name is now ${after.verifiedName}`);
  if (before.holdReason !== 'token_refused' && after.holdReason === 'token_refused')
    lines.push({ kind: 'token_refused', text: 'WhatsApp refused the access token' });
  return lines;
}
