import type { AuditCheckpoint } from '@kabar/contract';
import { signDocument, type SigningKey } from '#platform/crypto/signed-document';
import { engineQuery } from '#platform/db/tx';
import { StorageError } from '#platform/storage/object-storage';
import type { AnchorContext } from './audit-anchor.ts';
import { checkpointName, fingerprintOf, readCheckpoint, writtenCheckpoint } from './checkpoint.ts';
import { deleteCheckpoint, insertCheckpoint, selectGrownChains, selectTrimmedCheckpoints } from './checkpoints.sql.ts';
import { readObject } from './read-object.ts';

type GrownChain = { chainId: string; seq: number; hash: Buffer; lastSeq: number | null; lastFingerprint: Buffer | null };

const chainsAtOnce = 500;
const mostBytes = 16_384;

/**
 * Signs the head of every chain that has grown and writes it where the database cannot reach; then removes checkpoints of entries that retention
 * has removed. Gives how many were written. A killed run loses nothing: what was written and not noted is found by its name and noted then.
 */
export async function writeCheckpoints(ctx: AnchorContext, signal?: AbortSignal): Promise<number> {
  const key = await ctx.signingKey();
  let count = 0;
  for (;;) {
    const grown = await engineQuery<GrownChain>(ctx.db, selectGrownChains(chainsAtOnce));
    for (const chain of grown) {
      signal?.throwIfAborted();
      await writeOne(ctx, key, chain);
      count += 1;
    }
    if (grown.length < chainsAtOnce) break;
  }
  await removeTrimmed(ctx);
  return count;
}

async function writeOne(ctx: AnchorContext, key: SigningKey, chain: GrownChain): Promise<void> {
  const { chainId, seq, hash, lastSeq, lastFingerprint } = chain;
  const at = ctx.clock.now();
  const document: AuditCheckpoint['document'] = {
    kind: 'kabar.audit_checkpoint',
    version: 1,
    chain: chainId,
    seq,
    hash: hash.toString('hex'),
    at: at.toISOString(),
    previous: lastSeq === null || lastFingerprint === null ? null : { seq: lastSeq, fingerprint: lastFingerprint.toString('hex') },
  };
  const objectName = checkpointName(chainId, seq, hash);
  const stored = await putOnce(ctx, objectName, signDocument(key, document));
  await engineQuery(
    ctx.db,
    insertCheckpoint(chainId, { seq, hash, objectName, fingerprint: fingerprintOf(stored), at: new Date(stored.document.at) }),
  );
}

/** Stores a checkpoint; one of this name that an earlier run left is the one that counts. */
async function putOnce(ctx: AnchorContext, name: string, checkpoint: AuditCheckpoint): Promise<AuditCheckpoint> {
  const { storage } = ctx.checkpoints;
  try {
    await storage.put(name, [writtenCheckpoint(checkpoint)] as unknown as AsyncIterable<Uint8Array>, mostBytes);
    return checkpoint;
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'exists') throw error;
    const earlier = readCheckpoint(await readObject(storage, name));
    if (earlier !== null) return earlier;
    throw error;
  }
}

async function removeTrimmed(ctx: AnchorContext): Promise<void> {
  const old = await engineQuery<{ chainId: string; seq: number; objectName: string }>(ctx.db, selectTrimmedCheckpoints(5_000));
  for (const { chainId, seq, objectName } of old) {
    await ctx.checkpoints.storage.delete(objectName);
    await engineQuery(ctx.db, deleteCheckpoint(chainId, seq));
  }
}
