import { createHash } from 'node:crypto';
import { AuditRestoreStatement } from '@kabar/contract';
import { canonicalJson } from '#platform/crypto/canonical-json';
import { isSignedBy } from '#platform/crypto/signed-document';
import type { AnchorContext } from './audit-anchor.ts';
import { readObject } from './read-object.ts';

/** Action of the entry that tells of a restore; it is the first one after what the backup held. */
export const restoredAction = 'audit.restored';

/** What the entry says. `statement`: fingerprint of the signed statement outside, as hex; null where no checkpoint was lost. */
export type RestoredFacts = { backup_id: string; backup_at: string; up_to: number; lost_checkpoints: number[]; statement: string | null };

/** Where the statements about a chain lie, beside the checkpoints. */
export function statementFolder(chainId: string): string {
  return `restores/${chainId}`;
}

/** Name of one statement. Its fingerprint is part of it, so that no statement ever takes the place of another. */
export function statementName(statement: AuditRestoreStatement): string {
  const { chain, seq } = statement.document;
  return `${statementFolder(chain)}/${String(seq).padStart(12, '0')}-${fingerprintOfStatement(statement).slice(0, 12)}.json`;
}

/** SHA-256 of a signed statement as hex; the entry names it. */
export function fingerprintOfStatement(statement: AuditRestoreStatement): string {
  return createHash('sha256').update(canonicalJson(statement), 'utf8').digest('hex');
}

/** Bytes of a statement as they are stored. */
export function writtenStatement(statement: AuditRestoreStatement): Buffer {
  return Buffer.from(`${canonicalJson(statement)}\n`, 'utf8');
}

/** Every statement about a chain that this installation signed, by fingerprint. What it did not sign explains nothing and is passed over. */
export async function readStatements(
  ctx: Pick<AnchorContext, 'checkpoints' | 'signingKey'>,
  chainId: string,
): Promise<ReadonlyMap<string, AuditRestoreStatement>> {
  const { storage } = ctx.checkpoints;
  const { publicKeyPem } = await ctx.signingKey();
  const statements = new Map<string, AuditRestoreStatement>();
  for await (const { name } of storage.list(statementFolder(chainId))) {
    const statement = readStatement(await readObject(storage, name));
    if (statement !== null && statement.document.chain === chainId && isSignedBy(publicKeyPem, statement))
      statements.set(fingerprintOfStatement(statement), statement);
  }
  return statements;
}

function readStatement(bytes: Buffer): AuditRestoreStatement | null {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
  const parsed = AuditRestoreStatement.safeParse(value);
  return parsed.success ? parsed.data : null;
}
