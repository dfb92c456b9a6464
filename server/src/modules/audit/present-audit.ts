import { ID_PREFIXES, type AuditEntry } from '@kabar/contract';
import { open } from '#platform/crypto/seal';
import { SealError } from '#platform/crypto/seal-error';
import { toPublicId } from '#platform/ids';
import { sealPlace } from './append-audit.ts';
import type { AuditKeys } from './audit-keys.ts';
import type { AuditRow } from './audit.sql.ts';
import { isCommitment, revealFields } from './personal-values.ts';

// Events from before origins were kept have none.
type Sides = { before: Record<string, string>; after: Record<string, string>; origin?: Record<string, string> };

/** One row of the log as the API shows it, with its personal values where their key still exists. */
export function presentAudit(keys: AuditKeys, row: AuditRow): AuditEntry {
  const values = openPersonal(keys, row);
  return {
    // toPublicId joins exactly this prefix and 26 characters, which is what the branded type says.
    id: toPublicId(ID_PREFIXES.audit, row.id) as AuditEntry['id'],
    at: row.at.toISOString(),
    actor: { kind: actorKind(row.actor_kind), id: publicActorId(row), name: row.actor_name },
    action: row.action,
    target: row.target_kind === null || row.target_id === null ? null : { kind: row.target_kind, id: row.target_id },
    before: revealFields(row.before, values.before),
    after: revealFields(row.after, values.after),
    personal: [...personalFields('before', row.before), ...personalFields('after', row.after)],
    origin: presentOrigin(row, values.origin ?? {}),
    seq: row.seq,
    hash: row.hash.toString('hex'),
  };
}

function personalFields(side: 'before' | 'after', fields: AuditRow['before']): string[] {
  return Object.entries(fields ?? {}).flatMap(([name, value]) => (isCommitment(value) ? [`${side}.${name}`] : []));
}

function presentOrigin(row: AuditRow, values: Record<string, string>): AuditEntry['origin'] {
  const origin = revealFields(row.origin, values);
  if (origin === null) return null;
  const { request_id: requestId, way, network } = origin;
  return {
    request_id: typeof requestId === 'string' ? requestId : null,
    way: way === 'browser' || way === 'api_key' || way === 'support' ? way : 'nobody',
    network: typeof network === 'string' ? network : null,
  };
}

function openPersonal(keys: AuditKeys, row: AuditRow): Sides {
  if (row.personal === null) return { before: {}, after: {} };
  try {
    // Written by appendAudit alone, and authenticated by the seal.
    return JSON.parse(open(keys.ring, sealPlace(row.workspace_id, row.id), row.personal).toString('utf8')) as Sides;
  } catch (error) {
    if (error instanceof SealError && (error.code === 'unknown_key' || error.code === 'key_destroyed')) return { before: {}, after: {} };
    throw error;
  }
}

function publicActorId(row: AuditRow): string | null {
  if (row.actor_id === null) return null;
  return toPublicId(row.actor_kind === 'api_key' ? ID_PREFIXES.apiKey : ID_PREFIXES.user, row.actor_id);
}

function actorKind(kind: string): AuditEntry['actor']['kind'] {
  return kind === 'user' || kind === 'api_key' ? kind : 'system';
}
