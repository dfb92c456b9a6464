import { ID_PREFIXES } from '@kabar/contract';
import pg from 'pg';
import { isConnectionError } from '#platform/batcher';
import { withEngine } from '#platform/db/tx';
import type { EngineTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import { assertFence, LeaseLostError } from '#platform/leases/lease';
import type { Lease } from '#platform/leases/lease';
import { beginDelivery, deleteUnits, finishDeliveries } from '../deliveries.sql.ts';
import type { ClaimedDelivery, DeliveryResult } from '../deliveries.sql.ts';
import type { IntakeContext } from '../intake-context.ts';
import { locateUnits, prepareUnits } from './prepare-units.ts';
import type { KeptUnit, Piece, PreparedBatch } from './prepare-units.ts';
import { readDeliveries } from './read-deliveries.ts';
import { keepUnits, writeBatch } from './write-batch.ts';

/** Deliveries that are read and whose people are known: all that is left is to write their effects. */
export type PreparedDeliveries = { deliveries: readonly ClaimedDelivery[]; pieces: Piece[]; batch: PreparedBatch };

/**
 * Reads deliveries and finds or makes everybody in them, before their transaction. Idempotent, so it can run ahead while the
 * batch before is being written.
 */
export async function prepareDeliveries(ctx: IntakeContext, deliveries: readonly ClaimedDelivery[]): Promise<PreparedDeliveries> {
  const pieces = await locateUnits(ctx, await readDeliveries(ctx, deliveries));
  return { deliveries, pieces, batch: await prepareUnits(ctx, pieces) };
}

/**
 * Writes all effects of prepared deliveries and the mark that they are done in one transaction that proves the lease: it
 * happens entirely or not at all, and never under two holders.
 *
 * Errors: see `isAboutContent`.
 */
export async function writeDeliveries(ctx: IntakeContext, lease: Lease, prepared: PreparedDeliveries): Promise<void> {
  const { deliveries, pieces, batch } = prepared;
  await withEngine(
    ctx.db,
    'process webhook deliveries',
    async (tx) => {
      await assertFence(tx, lease);
      await tx.query(deleteUnits(deliveries));
      await writeBatch(ctx, tx, batch);
      await finish(ctx, tx, deliveries, pieces, batch.kept);
    },
    { retries: 3 },
  );
  count(ctx, deliveries, pieces, batch.kept);
}

/**
 * Takes a batch apart that did not go through: delivery by delivery, then unit by unit. A unit that breaks alone is
 * quarantined with its reason; its neighbours are not touched by it.
 *
 * Errors: `LeaseLostError`; connection errors and other trouble that says nothing about the deliveries, which then stay as
 * they are.
 */
export async function takeApart(ctx: IntakeContext, lease: Lease, deliveries: readonly ClaimedDelivery[]): Promise<void> {
  ctx.metrics.failures.add({ reason: 'batch' });
  // Perhaps somebody was merged or erased between looking up and writing.
  ctx.cache.clear();
  for (const delivery of deliveries) await processAlone(ctx, lease, delivery);
}

async function processAlone(ctx: IntakeContext, lease: Lease, delivery: ClaimedDelivery): Promise<void> {
  await withEngine(ctx.db, 'begin a webhook delivery by itself', async (tx) => {
    await assertFence(tx, lease);
    await tx.query(beginDelivery(delivery));
  });
  try {
    await writeDeliveries(ctx, lease, await prepareDeliveries(ctx, [delivery]));
  } catch (error) {
    if (!isAboutContent(error)) throw error;
    ctx.metrics.failures.add({ reason: 'delivery' });
    await processByUnit(ctx, lease, delivery);
  }
}

async function processByUnit(ctx: IntakeContext, lease: Lease, delivery: ClaimedDelivery): Promise<void> {
  const pieces = await locateUnits(ctx, await readDeliveries(ctx, [delivery]));
  // People first, each unit by itself and outside the transaction, which would otherwise wait for its own locks.
  const prepared: { piece: Piece; batch: PreparedBatch | null; failure: string }[] = [];
  for (const piece of pieces) {
    const outcome = await attempt(() => prepareUnits(ctx, [piece]));
    prepared.push({ piece, batch: outcome.ok ? outcome.value : null, failure: outcome.ok ? '' : outcome.reason });
  }
  const kept = await withEngine(
    ctx.db,
    'process the units of a webhook delivery one by one',
    async (tx) => {
      await assertFence(tx, lease);
      await tx.query(deleteUnits([delivery]));
      const aside: KeptUnit[] = [];
      const failed: KeptUnit[] = [];
      for (const { piece, batch, failure } of prepared) {
        const reason = batch === null ? failure : await writeAlone(ctx, tx, batch);
        if (reason === null) aside.push(...(batch?.kept ?? []));
        else failed.push({ delivery, unit: piece.unit, outcome: 'quarantined', kind: piece.unit.kind, reason, payload: piece.unit });
      }
      await keepUnits(ctx, tx, failed, ctx.clock.now());
      await finish(ctx, tx, [delivery], pieces, [...aside, ...failed]);
      return [...aside, ...failed];
    },
    { retries: 3 },
  );
  count(ctx, [delivery], pieces, kept);
}

/** Null when the unit went through, else why not; the transaction is then as it was before. */
async function writeAlone(ctx: IntakeContext, tx: EngineTx, batch: PreparedBatch): Promise<string | null> {
  await tx.query({ text: 'savepoint unit' });
  const outcome = await attempt(() => writeBatch(ctx, tx, batch));
  await tx.query({ text: outcome.ok ? 'release savepoint unit' : 'rollback to savepoint unit' });
  return outcome.ok ? null : outcome.reason;
}

type Attempt<T> = { ok: true; value: T } | { ok: false; reason: string };

/** Errors: passes on what is not about the content. */
async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (!isAboutContent(error)) throw error;
    return { ok: false, reason: describe(error) };
  }
}

/** Classes of SQLSTATE that speak of the data of the statement: data, integrity. */
const contentClasses: ReadonlySet<string> = new Set(['21', '22', '23']);

/** Whether the error can be the fault of what was processed, as opposed to the database, the key store or a lease. */
export function isAboutContent(error: unknown): boolean {
  if (error instanceof LeaseLostError || isConnectionError(error)) return false;
  if (error instanceof pg.DatabaseError) return contentClasses.has((error.code ?? '').slice(0, 2));
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  // Errors of the system (no file, no socket, no name) carry a code in capitals; ours and the language's do not.
  return !/^E[A-Z]+$/.test(code);
}

/** Says what went wrong without quoting content. */
function describe(error: unknown): string {
  if (error instanceof pg.DatabaseError) return `the database does not take it (SQLSTATE ${error.code ?? 'unknown'})`;
  return error instanceof Error ? `${error.name} while processing it` : 'it could not be processed';
}

async function finish(
  ctx: IntakeContext,
  tx: EngineTx,
  deliveries: readonly ClaimedDelivery[],
  pieces: readonly Piece[],
  kept: readonly KeptUnit[],
): Promise<void> {
  const now = ctx.clock.now();
  const piecesOf = Map.groupBy(pieces, (piece) => piece.delivery.id);
  const keptOf = Map.groupBy(kept, (unit) => unit.delivery.id);
  const results = deliveries.map((delivery): DeliveryResult => {
    const own = piecesOf.get(delivery.id) ?? [];
    const aside = keptOf.get(delivery.id) ?? [];
    const quarantinedCount = aside.filter((unit) => unit.outcome === 'quarantined').length;
    const numberIds = new Set(own.map((piece) => piece.numberId).filter((id) => id !== null));
    return {
      workspaceId: delivery.workspaceId,
      id: delivery.id,
      day: delivery.day,
      // A delivery of which nothing at all could be processed is quarantined as a whole.
      status: own.length > 0 && quarantinedCount === own.length ? 'quarantined' : 'processed',
      numberId: numberIds.size === 1 ? ([...numberIds][0] ?? null) : null,
      unitCount: own.length,
      unknownCount: aside.length - quarantinedCount,
      quarantinedCount,
    };
  });
  await tx.query(finishDeliveries(results, now));
  const heard = new Map(
    pieces.flatMap((piece) =>
      piece.numberId === null ? [] : [[piece.numberId, { workspaceId: piece.delivery.workspaceId, numberId: piece.numberId }] as const],
    ),
  );
  await ctx.recordWebhooks(tx, [...heard.values()], now);
  const noted = results.filter((result) => result.unknownCount + result.quarantinedCount > 0);
  await appendEvents(
    tx,
    noted.map((result) => ({
      workspaceId: result.workspaceId,
      type: 'intake.updated',
      data: { delivery_id: toPublicId(ID_PREFIXES.delivery, result.id) },
      occurredAt: now,
    })),
  );
}

function count(ctx: IntakeContext, deliveries: readonly ClaimedDelivery[], pieces: readonly Piece[], kept: readonly KeptUnit[]): void {
  const now = ctx.clock.now().getTime();
  for (const delivery of deliveries) ctx.metrics.lagSeconds.observe(Math.max(0, now - delivery.receivedAt.getTime()) / 1000);
  for (const [kind, own] of Map.groupBy(pieces, (piece) => piece.unit.kind)) ctx.metrics.units.add({ kind }, own.length);
  for (const unit of kept) {
    if (unit.outcome === 'unknown') ctx.metrics.unknown.add({ kind: unit.unit.kind });
    else ctx.metrics.quarantined.add();
  }
}
