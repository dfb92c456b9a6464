import type { EngineTx } from '#platform/db/tx';
import { stateOf, writeNumbers } from './change-number.ts';
import { insertNumberEvents } from './number-events.sql.ts';
import type { NumbersContext } from './numbers-context.ts';
import { selectNumber, updateLastWebhook, type NumberRow } from './numbers.sql.ts';

/** Reasons that a refused send can teach. */
export type LearnedHold = 'token_refused' | 'payment_problem' | 'number_restricted';

/** A restriction learned from a refused send is believed for this long; a refresh brings the truth sooner. */
const believedForMs = 3_600_000;

/**
 * Notes that sending from a number is pointless for now, learned from a refused send: its messages are held, its history and
 * health say why, and it is refreshed soon. A refresh that finds nothing wrong, or a new token, ends it. Idempotent.
 */
export async function holdNumber(
  ctx: Pick<NumbersContext, 'clock' | 'ids'>,
  tx: EngineTx,
  input: { workspaceId: string; numberId: string; reason: LearnedHold },
): Promise<void> {
  const [before] = await tx.query<NumberRow>(selectNumber(input.workspaceId, input.numberId, true));
  if (before === undefined || before.disconnectedAt !== null || before.holdReason === input.reason) return;
  const now = ctx.clock.now();
  const state = stateOf(before);
  const restriction = {
    title: 'WhatsApp restricted the number or account',
    until: new Date(now.getTime() + believedForMs).toISOString(),
    scope: 'all' as const,
  };
  const update =
    input.reason === 'number_restricted'
      ? { before, state: { ...state, restriction }, lines: [{ kind: 'restricted', text: restriction.title }] }
      : input.reason === 'payment_problem'
        ? {
            before,
            state: { ...state, holdReason: input.reason },
            lines: [{ kind: 'restricted', text: 'WhatsApp reports a payment problem' }],
          }
        : { before, state: { ...state, holdReason: input.reason } };
  await writeNumbers(ctx, tx, [{ ...update, at: now, refreshDueAt: new Date(now.getTime() + 60_000) }]);
}

/**
 * Notes that webhooks of these numbers arrived. Cheap enough for every delivery: a number's row is written at most every
 * ten seconds.
 */
export async function recordWebhooks(
  ctx: Pick<NumbersContext, 'ids'>,
  tx: EngineTx,
  numbers: readonly { workspaceId: string; numberId: string }[],
  at: Date,
): Promise<void> {
  if (numbers.length === 0) return;
  const rows = await tx.query<{ workspaceId: string; id: string; isFirst: boolean }>(
    updateLastWebhook(
      numbers.map((number) => number.workspaceId),
      numbers.map((number) => number.numberId),
      at,
    ),
  );
  const first = rows.filter((row) => row.isFirst);
  if (first.length === 0) return;
  await tx.query(
    insertNumberEvents(
      first.map((row) => ({
        workspaceId: row.workspaceId,
        id: ctx.ids.uuid(),
        numberId: row.id,
        at,
        kind: 'webhook_first_received',
        text: 'The first webhook arrived',
      })),
    ),
  );
}
