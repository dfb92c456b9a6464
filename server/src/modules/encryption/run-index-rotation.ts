import pg from 'pg';
import { raiseMarks, raiseStored } from '#modules/contacts';
import type { IndexVersionState, RotatedPurpose } from '#modules/keyring';
import { emptyIndex, restartIndex } from '#modules/search';
import { raiseHash, type LayeredKey } from '#platform/crypto/layered-hash';
import { engineQuery, withEngine } from '#platform/db/tx';
import type { EngineTx } from '#platform/db/tx';
import type { EncryptionContext } from './encryption-context.ts';
import {
  countOlderHashes,
  hashedPlaces,
  identityTables,
  selectOlderHashes,
  selectOlderIdentities,
  selectOlderMarks,
  updateHashes,
  updateMarks,
} from './older-hashes.sql.ts';
import type { HashedPlace, LoggedMarks, StoredHash, StoredIdentity } from './older-hashes.sql.ts';
import type { Pace } from './pace.ts';

type IndexContext = Pick<EncryptionContext, 'db' | 'clock' | 'keyring'>;
type OnDone = (count: number) => Promise<void>;

/** What is written meanwhile is under the new key, so one look does; another finds what was about to be committed when the change began. */
const mostLooks = 5;
/** Somebody is writing just now. */
const passingCodes: ReadonlySet<string> = new Set(['55P03', '40P01']);
const mostTries = 120;
const betweenTriesMs = 250;

/**
 * Brings all hashes of a workspace under the index keys that are written now: identities and values go up, the search index is thrown away, to be made anew from what it
 * was made of. What is left is read from the data. Gives back when nothing is under an older key.
 *
 * Errors: `AbortError`; 55P03 when somebody keeps writing; `Error` when rows under an older key remain.
 */
export async function raiseWorkspace(
  ctx: IndexContext,
  workspaceId: string,
  pace: Pace,
  signal: AbortSignal,
  onDone: OnDone,
): Promise<void> {
  if (await isUnfinished(ctx, workspaceId, 'contacts')) await raiseContacts(ctx, workspaceId, pace, signal, onDone);
  if (await isUnfinished(ctx, workspaceId, 'search')) await replaceSearch(ctx, workspaceId, signal, onDone);
  ctx.keyring.forgetWorkspace(workspaceId);
}

/** How many rows of a workspace are under an older index key. */
export async function countOlder(ctx: Pick<EncryptionContext, 'db'>, workspaceId: string, written: number): Promise<number> {
  const [row] = await engineQuery<{ count: number }>(ctx.db, countOlderHashes(workspaceId, written));
  return row?.count ?? 0;
}

/** Runs a transaction that waits for writers, again and again until they leave it a moment. */
export async function betweenWriters<T>(ctx: Pick<EncryptionContext, 'clock'>, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let tryNumber = 1; ; tryNumber += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      const isPassing = error instanceof pg.DatabaseError && passingCodes.has(error.code ?? '');
      if (!isPassing || tryNumber >= mostTries) throw error;
      await ctx.clock.sleep(betweenTriesMs, signal);
    }
  }
}

async function isUnfinished(ctx: IndexContext, workspaceId: string, purpose: RotatedPurpose): Promise<boolean> {
  const states: IndexVersionState[] = await ctx.keyring.listIndexKeys(workspaceId);
  return states.some((state) => state.purpose === purpose && state.oldest < state.written);
}

async function raiseContacts(ctx: IndexContext, workspaceId: string, pace: Pace, signal: AbortSignal, onDone: OnDone): Promise<void> {
  ctx.keyring.forgetWorkspace(workspaceId);
  const key = await ctx.keyring.layeredKey(workspaceId, 'contacts');
  for (let look = 0; look < mostLooks; look += 1) {
    for (const table of identityTables) await raiseIdentities(ctx, table, workspaceId, key, pace, signal, onDone);
    for (const place of hashedPlaces) await raiseValues(ctx, place, workspaceId, key, pace, onDone);
    await raiseLog(ctx, workspaceId, key, pace, onDone);
    if ((await countOlder(ctx, workspaceId, key.written)) > 0) continue;
    // No identifier is under an older key, so no stop can be copied from one any more; what was being copied is counted behind this wait.
    await betweenWriters(ctx, signal, () =>
      withEngine(ctx.db, 'waits for whoever writes hashes', (tx) => ctx.keyring.awaitIndexWriters(tx, workspaceId)),
    );
    if ((await countOlder(ctx, workspaceId, key.written)) > 0) continue;
    await settle(ctx, workspaceId, 'contacts');
    return;
  }
  throw new Error('rows under an older index key remain after several looks');
}

async function raiseIdentities(
  ctx: IndexContext,
  table: (typeof identityTables)[number],
  workspaceId: string,
  key: LayeredKey,
  pace: Pace,
  signal: AbortSignal,
  onDone: OnDone,
): Promise<void> {
  for (let after: StoredIdentity | null = null; ;) {
    const limit = pace.size;
    const batch: { last: StoredIdentity | null; count: number } = await pace.run(async () => {
      const rows = await engineQuery<StoredIdentity>(ctx.db, selectOlderIdentities(table, workspaceId, key.written, after, limit));
      const items = rows.map(({ matchKind, hash }) => ({ matchKind, before: hash, after: raiseHash(key, hash) }));
      const count = items.length === 0 ? 0 : await betweenWriters(ctx, signal, () => raiseStored(ctx.db, workspaceId, items));
      return { last: rows.length === limit ? (rows.at(-1) ?? null) : null, count };
    });
    if (batch.count > 0) await onDone(batch.count);
    if (batch.last === null) return;
    after = batch.last;
  }
}

async function raiseValues(
  ctx: IndexContext,
  place: HashedPlace,
  workspaceId: string,
  key: LayeredKey,
  pace: Pace,
  onDone: OnDone,
): Promise<void> {
  for (let after: readonly string[] | null = null; ;) {
    const limit = pace.size;
    const batch: { last: readonly string[] | null; count: number } = await pace.run(async () => {
      const rows = await engineQuery<StoredHash>(ctx.db, selectOlderHashes(place, workspaceId, key.written, after, limit));
      const fresh = rows.map((row) => ({ ...row, after: raiseHash(key, row.hash) }));
      const done = fresh.length === 0 ? [] : await engineQuery(ctx.db, updateHashes(place, workspaceId, fresh), { retries: 5 });
      return { last: rows.length === limit ? (rows.at(-1)?.key ?? null) : null, count: done.length };
    });
    if (batch.count > 0) await onDone(batch.count);
    if (batch.last === null) return;
    after = batch.last;
  }
}

async function raiseLog(ctx: IndexContext, workspaceId: string, key: LayeredKey, pace: Pace, onDone: OnDone): Promise<void> {
  for (;;) {
    const count = await pace.run(async () => {
      const lines = await engineQuery<LoggedMarks>(ctx.db, selectOlderMarks(workspaceId, key.written, pace.size));
      const fresh = lines.map(({ id, marks }) => ({
        id,
        marks: { ...marks, identifiers: raiseMarks(key, marks.identifiers), stops: raiseMarks(key, marks.stops) },
      }));
      if (fresh.length > 0) await engineQuery(ctx.db, updateMarks(workspaceId, fresh));
      return fresh.length;
    });
    if (count === 0) return;
    await onDone(count);
  }
}

/** Throws away what was indexed under the key before, then that key. The search index is made anew by its own job. */
async function replaceSearch(ctx: IndexContext, workspaceId: string, signal: AbortSignal, onDone: OnDone): Promise<void> {
  await withEngine(ctx.db, 'the search index of a workspace is made anew', (tx) => restartIndex(tx, workspaceId, ctx.clock.now()));
  await emptyIndex(ctx, workspaceId, signal, onDone);
  await settle(ctx, workspaceId, 'search', async (tx) => {
    const [state] = await ctx.keyring.listIndexKeys(workspaceId).then((states) => states.filter(({ purpose }) => purpose === 'search'));
    if (state !== undefined) await ctx.keyring.retireIndexKeys(tx, workspaceId, 'search', state.written);
  });
}

function settle(
  ctx: IndexContext,
  workspaceId: string,
  purpose: RotatedPurpose,
  before: (tx: EngineTx) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  return withEngine(ctx.db, 'nothing is under an older index key', async (tx) => {
    await before(tx);
    await ctx.keyring.settleIndexKey(tx, workspaceId, purpose);
  });
}
