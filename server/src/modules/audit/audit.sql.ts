import type { AuditWay } from '@kabar/contract';
import type { JsonValue } from '#platform/crypto/canonical-json';
import type { Statement, Tx } from '#platform/db/tx';
import type { ChainedEvent } from './audit-entry.ts';

/** Makes the head of a chain that has none yet. Relies on the primary key. */
export async function insertHead(tx: Tx, chainId: string, genesis: Buffer): Promise<void> {
  await tx.query({
    name: 'audit_insert_head',
    text: `insert into audit_heads (workspace_id, seq, hash) values ($1, 0, $2) on conflict (workspace_id) do nothing`,
    values: [chainId, genesis],
  });
}

/** Locks the head of a chain until the transaction ends, so that its writers stand in line. */
export async function lockHead(tx: Tx, chainId: string): Promise<{ seq: number; hash: Buffer } | undefined> {
  const rows = await tx.query<{ seq: number; hash: Buffer }>({
    name: 'audit_lock_head',
    text: `select seq, hash from audit_heads where workspace_id = $1 for update`,
    values: [chainId],
  });
  return rows[0];
}

/** Moves the head to the event that `insertEvent` writes next. A trigger refuses anything but the next number. */
export async function updateHead(tx: Tx, chainId: string, seq: number, hash: Buffer): Promise<void> {
  await tx.query({
    name: 'audit_update_head',
    text: `update audit_heads set seq = $2, hash = $3 where workspace_id = $1`,
    values: [chainId, seq, hash],
  });
}

/** Appends one event. A trigger refuses one that does not continue its chain. */
export async function insertEvent(tx: Tx, event: ChainedEvent & { hash: Buffer; personal: Buffer | null }): Promise<void> {
  await tx.query({
    name: 'audit_insert_event',
    text: `insert into audit_events (workspace_id, seq, id, at, actor_kind, actor_id, action, target_kind, target_id,
                                     before, after, origin, personal, prev_hash, hash)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    values: [
      event.workspace_id,
      event.seq,
      event.id,
      event.at,
      event.actor_kind,
      event.actor_id,
      event.action,
      event.target_kind,
      event.target_id,
      event.before === null ? null : JSON.stringify(event.before),
      event.after === null ? null : JSON.stringify(event.after),
      event.origin === null ? null : JSON.stringify(event.origin),
      event.personal,
      event.prev_hash,
      event.hash,
    ],
  });
}

/** One row of the log with the name of its actor, if they are still a member or a key. */
export type AuditRow = Omit<ChainedEvent, 'before' | 'after' | 'origin'> & {
  before: Record<string, JsonValue> | null;
  after: Record<string, JsonValue> | null;
  origin: Record<string, JsonValue> | null;
  personal: Buffer | null;
  hash: Buffer;
  actor_name: string | null;
};

/** What the log is narrowed to; every part is optional. Ids of actors are database ids, those of targets public ones. */
export type AuditFilter = {
  actorIds?: readonly string[] | undefined;
  /** The word before the dot, e.g. `member`, or a whole action. */
  action?: string | undefined;
  targetKind?: string | undefined;
  targetId?: string | undefined;
  way?: AuditWay | undefined;
  requestId?: string | undefined;
  seq?: number | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
};

/** A page of the log, newest first, before `beforeSeq`. Walks the primary key or the index of what it is narrowed to backwards. */
export async function selectEvents(
  tx: Tx,
  chainId: string,
  filter: AuditFilter,
  beforeSeq: number | null,
  limit: number,
): Promise<AuditRow[]> {
  const values: unknown[] = [chainId, beforeSeq ?? Number.MAX_SAFE_INTEGER, limit];
  const where: string[] = [];
  const add = (condition: (at: string) => string, value: unknown): void => {
    if (value === undefined) return;
    values.push(value);
    where.push(`and ${condition(`$${values.length}`)}`);
  };
  add((at) => `e.actor_id = any (${at}::uuid[])`, filter.actorIds);
  // Names of actions are plain words, so the prefix needs no escaping; '/' is the character after '.'.
  if (filter.action?.includes('.') === true) add((at) => `e.action = ${at}`, filter.action);
  else add((at) => `e.action >= ${at} || '.' and e.action < ${at} || '/'`, filter.action);
  add((at) => `e.target_kind = ${at}`, filter.targetKind);
  add((at) => `e.target_id = ${at}`, filter.targetId);
  if (filter.way === 'system') where.push(`and e.actor_kind = 'system'`);
  else add((at) => `e.origin ->> 'way' = ${at}`, filter.way);
  add((at) => `e.origin ->> 'request_id' = ${at}`, filter.requestId);
  add((at) => `e.seq = ${at}`, filter.seq);
  add((at) => `e.at >= ${at}`, filter.from);
  add((at) => `e.at < ${at}`, filter.until);
  return tx.query<AuditRow>({
    text: `select e.workspace_id, e.seq, e.id, e.at, e.actor_kind, e.actor_id, e.action, e.target_kind, e.target_id, e.before, e.after,
                  e.origin, e.personal, e.prev_hash, e.hash, coalesce(u.name, k.name) as actor_name
             from audit_events e
             left join users u on e.actor_kind = 'user' and u.id = e.actor_id
             left join api_keys k on e.actor_kind = 'api_key' and k.workspace_id = e.workspace_id and k.id = e.actor_id
            where e.workspace_id = $1 and e.seq < $2 ${where.join(' ')}
            order by e.seq desc
            limit $3`,
    values,
  });
}

/** An entry that tells of a restore. `statement`: fingerprint of the signed statement that proves it, as hex. */
export type RestoreRow = {
  seq: number;
  at: Date;
  prevHash: Buffer;
  statement: string | null;
  upTo: number;
  backupId: string;
  backupAt: string;
};

/** Entries of a chain that tell of restores, newest first. By the index on actions. */
export async function selectRestores(tx: Tx, chainId: string): Promise<RestoreRow[]> {
  return tx.query<RestoreRow>({
    text: `select seq, at, prev_hash as "prevHash", after ->> 'statement' as statement, (after ->> 'up_to')::int as "upTo",
                  after ->> 'backup_id' as "backupId", after ->> 'backup_at' as "backupAt"
             from audit_events where workspace_id = $1 and action = 'audit.restored' order by seq desc`,
    values: [chainId],
  });
}

/** Chains that can still be written: of workspaces that are there, and `accountChain`. */
export function selectLivingChains(accountChain: string): Statement {
  return {
    text: `select h.workspace_id as "chainId" from audit_heads h
            where h.workspace_id = $1 or exists (select from workspaces w where w.id = h.workspace_id) order by h.workspace_id`,
    values: [accountChain],
  };
}

/** Every action that stands in a chain, by name: jumps from one to the next over the index. */
export async function selectActions(tx: Tx, chainId: string): Promise<string[]> {
  const rows = await tx.query<{ action: string }>({
    name: 'audit_select_actions',
    text: `with recursive known as (
             (select action from audit_events where workspace_id = $1 order by action limit 1)
             union all
             select (select e.action from audit_events e where e.workspace_id = $1 and e.action > known.action order by e.action limit 1)
               from known where known.action is not null
           )
           select action from known where action is not null`,
    values: [chainId],
  });
  return rows.map((row) => row.action);
}

/** Hashes of these events of a chain, by number. */
export async function selectHashes(tx: Tx, chainId: string, seqs: readonly number[]): Promise<Map<number, Buffer>> {
  const rows = await tx.query<{ seq: number; hash: Buffer }>({
    text: `select seq, hash from audit_events where workspace_id = $1 and seq = any ($2::bigint[])`,
    values: [chainId, seqs],
  });
  return new Map(rows.map((row) => [row.seq, row.hash]));
}

/** A stretch of a chain in order, for verifying it. */
export async function selectChain(tx: Tx, chainId: string, afterSeq: number, limit: number): Promise<(ChainedEvent & { hash: Buffer })[]> {
  return tx.query<ChainedEvent & { hash: Buffer }>({
    name: 'audit_select_chain',
    text: `select workspace_id, seq, id, at, actor_kind, actor_id, action, target_kind, target_id, before, after, origin, prev_hash, hash
             from audit_events where workspace_id = $1 and seq > $2 order by seq limit $3`,
    values: [chainId, afterSeq, limit],
  });
}

/** The head of a chain without locking it, with the last event that retention removed. */
export async function selectHead(
  tx: Tx,
  chainId: string,
): Promise<{ seq: number; hash: Buffer; trimmedSeq: number; trimmedHash: Buffer | null } | undefined> {
  const rows = await tx.query<{ seq: number; hash: Buffer; trimmedSeq: number; trimmedHash: Buffer | null }>({
    name: 'audit_select_head',
    text: `select seq, hash, trimmed_seq as "trimmedSeq", trimmed_hash as "trimmedHash" from audit_heads where workspace_id = $1`,
    values: [chainId],
  });
  return rows[0];
}

/**
 * The last of up to `limit` events from the beginning of a chain of which all happened before a moment. Stops at the first later one, so that
 * a chain never loses its middle.
 */
export async function selectLastBefore(
  tx: Tx,
  chainId: string,
  before: Date,
  limit: number,
): Promise<{ seq: number; hash: Buffer } | undefined> {
  const rows = await tx.query<{ seq: number; hash: Buffer }>({
    text: `with first as (select seq, hash, at from audit_events where workspace_id = $1 order by seq limit $3)
           select seq, hash from first
            where seq < coalesce((select min(seq) from first where at >= $2), 9223372036854775807) order by seq desc limit 1`,
    values: [chainId, before, limit],
  });
  return rows[0];
}

/** Moves the beginning of a chain forward. */
export async function updateTrimmed(tx: Tx, chainId: string, seq: number, hash: Buffer): Promise<void> {
  await tx.query({
    text: `update audit_heads set trimmed_seq = $2, trimmed_hash = $3 where workspace_id = $1`,
    values: [chainId, seq, hash],
  });
}

/** Deletes what lies before the beginning. A trigger refuses anything else. */
export async function deleteTrimmed(tx: Tx, chainId: string, upToSeq: number): Promise<{ at: Date }[]> {
  return tx.query<{ at: Date }>({
    text: `delete from audit_events where workspace_id = $1 and seq <= $2 returning at`,
    values: [chainId, upToSeq],
  });
}
