import type { WhatsAppNumber } from '@kabar/contract';
import { withEngine, withTenant, type EngineTx, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { NumberFacts, WabaFacts } from '#whatsapp/provider';
import { updateAccountFacts } from './accounts.sql.ts';
import { stateOf, withFacts, writeNumbers } from './change-number.ts';
import { refreshEveryMs, wholeSeconds } from './connect-number.ts';
import { isTokenRefused, toRefusal } from './credentials.ts';
import type { NumbersContext } from './numbers-context.ts';
import { claimNumbersToRefresh, selectNumber, updateAccountRestriction, type NumberRow } from './numbers.sql.ts';
import { presentNumber } from './present-number.ts';

type Told = { kind: 'facts'; number: NumberFacts; waba: WabaFacts | null } | { kind: 'token_refused' };

/**
 * Reads quality, limit, throughput, status and health from WhatsApp again. A refused token is a result, too: the number
 * then needs attention and says so.
 *
 * Errors: `not_found`, `number_not_connected`, `upstream_unavailable`.
 */
export async function refreshNumber(
  ctx: NumbersContext,
  workspaceId: string,
  numberId: string,
  signal?: AbortSignal,
): Promise<WhatsAppNumber> {
  const told = await ask(ctx, workspaceId, numberId, signal);
  const row = await withTenant(ctx.db, workspaceId, (tx) => store(ctx, tx, workspaceId, numberId, told));
  return presentNumber(row, ctx.endpoints().publicUrl, ctx.clock.now());
}

/** Refreshes what is due, across workspaces, a few at a time. Gives how many were refreshed and how many could not be. */
export async function refreshDueNumbers(ctx: NumbersContext, signal: AbortSignal): Promise<{ doneCount: number; failedCount: number }> {
  const batch = 20;
  const result = { doneCount: 0, failedCount: 0 };
  for (;;) {
    const now = ctx.clock.now();
    // A failure leaves the number for a try in five minutes.
    const nextTryAt = new Date(now.getTime() + 5 * 60_000);
    const due = await withEngine(ctx.db, 'numbers to refresh', (tx) =>
      tx.query<{ workspaceId: string; id: string }>(claimNumbersToRefresh(now, nextTryAt, batch)),
    );
    const outcomes = await Promise.allSettled(
      due.map(async ({ workspaceId, id }) => {
        const told = await ask(ctx, workspaceId, id, signal);
        await withEngine(ctx.db, 'store a refreshed number', (tx) => store(ctx, tx, workspaceId, id, told));
      }),
    );
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === 'fulfilled') result.doneCount += 1;
      else {
        result.failedCount += 1;
        ctx.log.warn('a number could not be refreshed', {
          workspaceId: due[index]?.workspaceId,
          numberId: due[index]?.id,
          error: outcome.reason,
        });
      }
    }
    if (due.length < batch || signal.aborted) return result;
  }
}

async function ask(ctx: NumbersContext, workspaceId: string, numberId: string, signal: AbortSignal | undefined): Promise<Told> {
  const connection = await ctx.connections.connectionFor(workspaceId, numberId);
  if (connection === null) return missing(ctx, workspaceId, numberId);
  const options = signal === undefined ? {} : { signal };
  const [number, waba] = await Promise.all([ctx.provider.getPhoneNumber(connection, options), ctx.provider.getWaba(connection, options)]);
  if (number.ok) return { kind: 'facts', number: number.value, waba: waba.ok ? waba.value : null };
  if (isTokenRefused(number.error)) return { kind: 'token_refused' };
  throw toRefusal(number.error, true, 'the number');
}

/** Tells why there is no connection. */
async function missing(ctx: NumbersContext, workspaceId: string, numberId: string): Promise<never> {
  const [row] = await withEngine(ctx.db, 'why a number has no connection', (tx) =>
    tx.query<NumberRow>(selectNumber(workspaceId, numberId)),
  );
  if (row === undefined) throw new AppError('not_found');
  throw new AppError(row.disconnectedAt === null ? 'emulator_unavailable' : 'number_not_connected');
}

async function store(ctx: NumbersContext, tx: TenantTx | EngineTx, workspaceId: string, numberId: string, told: Told): Promise<NumberRow> {
  const now = ctx.clock.now();
  const refreshDueAt = new Date(now.getTime() + refreshEveryMs);
  // The account before the number, as everywhere, so that nobody waits for each other.
  if (told.kind === 'facts' && told.waba !== null) await storeAccount(tx, workspaceId, numberId, told.waba, now);
  const [before] = await tx.query<NumberRow>(selectNumber(workspaceId, numberId, true));
  if (before === undefined) throw new AppError('not_found');
  if (before.disconnectedAt !== null) throw new AppError('number_not_connected');
  if (told.kind === 'token_refused') {
    const update = { before, state: { ...stateOf(before), holdReason: 'token_refused' }, at: now, refreshDueAt };
    const [written] = await writeNumbers(ctx, tx, [update]);
    return { ...before, ...written };
  }
  const hasEnded = before.restriction !== null && before.restriction.until !== null && new Date(before.restriction.until) <= now;
  // The call went through, so whatever was wrong with the token is over.
  const state = {
    ...withFacts(stateOf(before), told.number),
    restriction: hasEnded ? null : before.restriction,
    holdReason: null,
    refreshedAt: now,
    factsAt: wholeSeconds(now),
  };
  const lines = hasEnded ? [{ kind: 'restriction_ended', text: 'The restriction has ended' }] : [];
  const [written] = await writeNumbers(ctx, tx, [{ before, state, at: now, lines, refreshDueAt }]);
  return { ...before, ...written };
}

/**
 * The end of a restriction without a date is often told by nothing but the health check. A restriction of the last minutes
 * stays, because the check may lag behind the news of it.
 */
async function storeAccount(tx: TenantTx | EngineTx, workspaceId: string, numberId: string, waba: WabaFacts, now: Date): Promise<void> {
  const [number] = await tx.query<NumberRow>(selectNumber(workspaceId, numberId));
  if (number === undefined) return;
  await tx.query(updateAccountFacts(workspaceId, number.wabaAccountId, waba));
  if (number.accountRestriction === null || waba.health?.canSend !== 'available') return;
  const asOf = new Date(now.getTime() - 10 * 60_000);
  await tx.query(updateAccountRestriction(workspaceId, number.wabaAccountId, null, asOf));
}
