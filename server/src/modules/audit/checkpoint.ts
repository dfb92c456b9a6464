import { createHash } from 'node:crypto';
import { AuditCheckpoint } from '@kabar/contract';
import { canonicalJson } from '#platform/crypto/canonical-json';

/** Where the checkpoints of a chain lie, in the place outside the database. */
export function checkpointFolder(chainId: string): string {
  return chainId;
}

/** Name of one checkpoint. The hash is part of it, so that a rewritten chain never finds the name taken. */
export function checkpointName(chainId: string, seq: number, hash: Buffer): string {
  return `${checkpointFolder(chainId)}/${String(seq).padStart(12, '0')}-${hash.toString('hex').slice(0, 12)}.json`;
}

/** SHA-256 of a signed checkpoint; the next one names it. */
export function fingerprintOf(checkpoint: AuditCheckpoint): Buffer {
  return createHash('sha256').update(canonicalJson(checkpoint), 'utf8').digest();
}

/** Bytes of a checkpoint as they are stored. */
export function writtenCheckpoint(checkpoint: AuditCheckpoint): Buffer {
  return Buffer.from(`${canonicalJson(checkpoint)}\n`, 'utf8');
}

/** Reads stored bytes; null for what is no checkpoint. */
export function readCheckpoint(bytes: Buffer): AuditCheckpoint | null {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
  const parsed = AuditCheckpoint.safeParse(value);
  return parsed.success ? parsed.data : null;
}
