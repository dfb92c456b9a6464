import type { AuditCheckpoint, AuditProblem, AuditVerification } from '@kabar/contract';
import type { FormerSigningKey } from '#modules/keyring';
import { isSignedBy } from '#platform/crypto/signed-document';
import type { SigningKey } from '#platform/crypto/signed-document';
import { engineQuery, withEngine } from '#platform/db/tx';
import { StorageError } from '#platform/storage/object-storage';
import type { AnchorContext } from './audit-anchor.ts';
import { selectHashes, selectHead } from './audit.sql.ts';
import { checkpointFolder, fingerprintOf, readCheckpoint } from './checkpoint.ts';
import { selectChains, selectCheckpoints, upsertVerification, type CheckpointRow } from './checkpoints.sql.ts';
import { explainRestores, readRestores } from './explained.ts';
import { readObject } from './read-object.ts';
import { verifyAudit } from './verify-audit.ts';

/** More than this nobody reads; the first ones say enough. */
const mostProblems = 100;

/**
 * Verifies a chain in itself and against every signed checkpoint outside the database, and keeps what it found. So a chain that was rewritten as
 * a whole, or cut off with its head, is found by the checkpoint that does not fit; a forged checkpoint by its signature; a removed one by the note
 * of it and by the one after it. What a restore lost is accepted by its signed statement alone, see `explainRestores`. Never throws on what it finds; errors: those of the place of the checkpoints.
 */
export async function verifyChain(ctx: AnchorContext, chainId: string): Promise<AuditVerification> {
  // Checkpoints first: the chain can only have grown when it is read after them.
  const noted = await engineQuery<CheckpointRow>(ctx.db, selectCheckpoints(chainId));
  const { found, problems } = await readCheckpoints(ctx, chainId, noted);
  const reason = 'verifies an audit chain';
  const { verdict, head, hashes, restores } = await withEngine(
    ctx.db,
    reason,
    async (tx) => ({
      verdict: await verifyAudit(tx, chainId),
      head: await selectHead(tx, chainId),
      restores: await readRestores(tx, chainId),
      hashes: await selectHashes(
        tx,
        chainId,
        found.map(({ document }) => document.seq),
      ),
    }),
    { isolation: 'repeatable read' },
  );
  if (!verdict.ok) problems.push({ seq: verdict.seq, reason: verdict.reason });
  const trimmedSeq = head?.trimmedSeq ?? 0;
  const explained = await explainRestores(ctx, chainId, restores, trimmedSeq);
  problems.push(...explained.problems);
  let fitting = 0;
  for (const checkpoint of found) {
    const { document } = checkpoint;
    if (document.seq < trimmedSeq || explained.has(checkpoint)) continue;
    const hash = document.seq === trimmedSeq ? head?.trimmedHash : hashes.get(document.seq);
    if (hash === undefined || hash === null) problems.push({ seq: document.seq, reason: 'cut_off' });
    else if (hash.toString('hex') !== document.hash) problems.push({ seq: document.seq, reason: 'checkpoint_differs' });
    else fitting += 1;
  }
  problems.sort((a, b) => a.seq - b.seq);
  const at = ctx.clock.now();
  const shown = problems.slice(0, mostProblems);
  const eventCount = verdict.ok ? verdict.eventCount : Math.max(0, verdict.seq - 1 - trimmedSeq);
  await engineQuery(ctx.db, upsertVerification(chainId, { at, eventCount, checkpointCount: fitting, problems: shown }));
  return { at: at.toISOString(), ok: problems.length === 0, event_count: eventCount, checkpoint_count: fitting, problems: shown };
}

/** Verifies every chain of the installation; `onEach` hears of each as it is done. */
export async function verifyEveryChain(
  ctx: AnchorContext,
  onEach: (chainId: string, verification: AuditVerification, progress: { done: number; total: number }) => void,
  signal?: AbortSignal,
): Promise<void> {
  const chains = await engineQuery<{ chainId: string }>(ctx.db, selectChains());
  for (const [index, { chainId }] of chains.entries()) {
    signal?.throwIfAborted();
    onEach(chainId, await verifyChain(ctx, chainId), { done: index + 1, total: chains.length });
  }
}

/** Every checkpoint of a chain that lies in the place, with what is wrong among them. */
async function readCheckpoints(
  ctx: AnchorContext,
  chainId: string,
  noted: readonly CheckpointRow[],
): Promise<{ found: AuditCheckpoint[]; problems: AuditProblem[] }> {
  const { storage } = ctx.checkpoints;
  const signers = new Signers(await ctx.signingKey(), await ctx.formerSigningKeys());
  const names = new Set(noted.map(({ objectName }) => objectName));
  for await (const { name } of storage.list(checkpointFolder(chainId))) names.add(name);
  const found: AuditCheckpoint[] = [];
  const problems: AuditProblem[] = [];
  for (const name of [...names].toSorted()) {
    const seq = seqOf(name);
    const bytes = await readObject(storage, name).catch((error: unknown) => {
      if (error instanceof StorageError && error.code === 'not_found') return null;
      throw error;
    });
    const checkpoint = bytes === null ? null : readCheckpoint(bytes);
    if (bytes === null) problems.push({ seq, reason: 'checkpoint_missing' });
    else if (checkpoint === null || checkpoint.document.chain !== chainId || !signers.proves(checkpoint))
      problems.push({ seq, reason: 'checkpoint_forged' });
    else found.push(checkpoint);
  }
  return { found, problems: [...problems, ...gaps(found, noted)] };
}

/** A process that missed the news signs with a replaced key for as long as keys stay in its memory. */
const signsOnMs = 10 * 60_000;

/** The keys of this installation, each for its time: whoever got hold of a replaced one can prove nothing that is newer. */
class Signers {
  readonly #keys: ReadonlyMap<string, { publicKeyPem: string; untilMs: number }>;

  constructor(current: SigningKey, former: readonly FormerSigningKey[]) {
    this.#keys = new Map([
      ...former.map(({ keyId, publicKeyPem, replacedAt }) => [keyId, { publicKeyPem, untilMs: replacedAt.getTime() + signsOnMs }] as const),
      [current.id, { publicKeyPem: current.publicKeyPem, untilMs: Number.POSITIVE_INFINITY }],
    ]);
  }

  proves(checkpoint: AuditCheckpoint): boolean {
    const key = this.#keys.get(checkpoint.signature.key_id);
    return key !== undefined && new Date(checkpoint.document.at).getTime() <= key.untilMs && isSignedBy(key.publicKeyPem, checkpoint);
  }
}

/** Checkpoints that another one names and that are not there, nor in the database any more. The oldest may name one that retention removed. */
function gaps(found: readonly AuditCheckpoint[], noted: readonly CheckpointRow[]): AuditProblem[] {
  const there = new Set(found.map((checkpoint) => fingerprintOf(checkpoint).toString('hex')));
  const known = new Set(noted.map(({ fingerprint }) => fingerprint.toString('hex')));
  const oldest = found[0]?.document.seq;
  return found.flatMap(({ document: { seq, previous } }) =>
    previous === null || seq === oldest || there.has(previous.fingerprint) || known.has(previous.fingerprint)
      ? []
      : [{ seq: previous.seq, reason: 'checkpoint_missing' as const }],
  );
}

function seqOf(name: string): number {
  const seq = Number.parseInt(name.slice(name.lastIndexOf('/') + 1), 10);
  return Number.isSafeInteger(seq) && seq >= 0 ? seq : 0;
}
