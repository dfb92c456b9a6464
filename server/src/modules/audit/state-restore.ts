import type { AuditCheckpoint, AuditRestoreStatement } from '@kabar/contract';
import { isSignedBy, signDocument } from '#platform/crypto/signed-document';
import { engineQuery, withEngine } from '#platform/db/tx';
import { StorageError } from '#platform/storage/object-storage';
import { appendTo } from './append-audit.ts';
import type { AnchorContext } from './audit-anchor.ts';
import { ACCOUNT_CHAIN } from './audit-entry.ts';
import { selectHead, selectLivingChains } from './audit.sql.ts';
import { checkpointFolder, fingerprintOf, readCheckpoint } from './checkpoint.ts';
import { readObject } from './read-object.ts';
import { fingerprintOfStatement, restoredAction, statementName, writtenStatement, type RestoredFacts } from './restore-statement.ts';

const mostBytes = 4_000_000;

/** The backup that a database was restored from. */
export type RestoredFrom = { backupId: string; backupAt: Date };

/**
 * Says in every chain of a restored database that it was restored, as the first entry after what the backup held. Checkpoints of the lost hours, which the log can
 * no longer show the entries of, are named in a statement that is signed and written beside them before the entry is. Verifying accepts those checkpoints by that
 * and no others: whoever rewrites a database cannot sign, and whoever cuts the log off again later loses entries that were checkpointed since.
 *
 * To be called once, before anything else is written to the log. Gives how many checkpoints were lost. Errors: those of the place of the checkpoints.
 */
export async function stateRestore(ctx: AnchorContext, from: RestoredFrom): Promise<{ chainCount: number; lostCount: number }> {
  const chains = await engineQuery<{ chainId: string }>(ctx.db, selectLivingChains(ACCOUNT_CHAIN));
  let lostCount = 0;
  for (const { chainId } of chains) lostCount += await stateOne(ctx, chainId, from);
  return { chainCount: chains.length, lostCount };
}

async function stateOne(ctx: AnchorContext, chainId: string, { backupId, backupAt }: RestoredFrom): Promise<number> {
  const head = await withEngine(ctx.db, 'reads the end of a restored chain', (tx) => selectHead(tx, chainId));
  if (head === undefined) return 0;
  const lost = (await readOwn(ctx, chainId)).filter(({ document }) => document.seq > head.seq);
  const statement = lost.length === 0 ? null : await writeStatement(ctx, chainId, head, lost, { backupId, backupAt });
  const facts: RestoredFacts = {
    backup_id: backupId,
    backup_at: backupAt.toISOString(),
    up_to: head.seq,
    lost_checkpoints: lost.map(({ document }) => document.seq),
    statement: statement === null ? null : fingerprintOfStatement(statement),
  };
  await withEngine(ctx.db, 'tells a restored chain that it was restored', (tx) =>
    appendTo(ctx, tx, chainId, { actor: { kind: 'system', id: null }, action: restoredAction, after: facts }),
  );
  return lost.length;
}

async function writeStatement(
  ctx: AnchorContext,
  chainId: string,
  head: { seq: number; hash: Buffer },
  lost: readonly AuditCheckpoint[],
  { backupId, backupAt }: RestoredFrom,
): Promise<AuditRestoreStatement> {
  const document: AuditRestoreStatement['document'] = {
    kind: 'kabar.audit_restore',
    version: 1,
    chain: chainId,
    seq: head.seq,
    hash: head.hash.toString('hex'),
    backup_id: backupId,
    backup_at: backupAt.toISOString(),
    at: ctx.clock.now().toISOString(),
    lost: lost.map((checkpoint) => ({ seq: checkpoint.document.seq, fingerprint: fingerprintOf(checkpoint).toString('hex') })),
  };
  const statement = signDocument(await ctx.signingKey(), document);
  const bytes = writtenStatement(statement);
  try {
    await ctx.checkpoints.storage.put(statementName(statement), oneChunk(bytes), mostBytes);
  } catch (error) {
    // Of this very name and so of these very bytes.
    if (!(error instanceof StorageError) || error.code !== 'exists') throw error;
  }
  return statement;
}

async function* oneChunk(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Every checkpoint of a chain that this installation signed, in order. What is forged or torn is left for verifying to find. */
async function readOwn(ctx: AnchorContext, chainId: string): Promise<AuditCheckpoint[]> {
  const { storage } = ctx.checkpoints;
  const { publicKeyPem } = await ctx.signingKey();
  const names: string[] = [];
  for await (const { name } of storage.list(checkpointFolder(chainId))) names.push(name);
  const own: AuditCheckpoint[] = [];
  for (const name of names.toSorted()) {
    const checkpoint = readCheckpoint(await readObject(storage, name));
    if (checkpoint !== null && checkpoint.document.chain === chainId && isSignedBy(publicKeyPem, checkpoint)) own.push(checkpoint);
  }
  return own;
}
