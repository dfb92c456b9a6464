import type { Statement } from '#platform/db/tx';

/** A checkpoint that was written. */
export type CheckpointRow = { seq: number; hash: Buffer; objectName: string; fingerprint: Buffer; at: Date };

const columns = `seq, hash, object_name as "objectName", fingerprint, at`;

/** Chains that have grown since their last checkpoint, with the head and the last checkpoint, if any. */
export function selectGrownChains(limit: number): Statement {
  return {
    text: `select h.workspace_id as "chainId", h.seq, h.hash, last.seq as "lastSeq", last.fingerprint as "lastFingerprint"
             from audit_heads h
             left join lateral (select c.seq, c.fingerprint from audit_checkpoints c where c.workspace_id = h.workspace_id order by c.seq desc limit 1) last on true
            where h.seq > coalesce(last.seq, 0)
            order by h.workspace_id limit $1`,
    values: [limit],
  };
}

/** Notes a checkpoint that is durable in its place. */
export function insertCheckpoint(chainId: string, row: CheckpointRow): Statement {
  return {
    text: `insert into audit_checkpoints (workspace_id, seq, hash, object_name, fingerprint, at) values ($1, $2, $3, $4, $5, $6)
           on conflict (workspace_id, seq) do nothing`,
    values: [chainId, row.seq, row.hash, row.objectName, row.fingerprint, row.at],
  };
}

/** Every checkpoint of a chain that retention has left, in order. */
export function selectCheckpoints(chainId: string): Statement {
  return { text: `select ${columns} from audit_checkpoints where workspace_id = $1 order by seq`, values: [chainId] };
}

/** The newest checkpoint of a chain. */
export function selectLastCheckpoint(chainId: string): Statement {
  return { text: `select ${columns} from audit_checkpoints where workspace_id = $1 order by seq desc limit 1`, values: [chainId] };
}

/** Checkpoints of entries that retention has removed, of whatever chain. */
export function selectTrimmedCheckpoints(limit: number): Statement {
  return {
    text: `select c.workspace_id as "chainId", c.seq, c.object_name as "objectName"
             from audit_checkpoints c join audit_heads h on h.workspace_id = c.workspace_id and c.seq < h.trimmed_seq limit $1`,
    values: [limit],
  };
}

/** Forgets a checkpoint whose entry is gone. */
export function deleteCheckpoint(chainId: string, seq: number): Statement {
  return { text: `delete from audit_checkpoints where workspace_id = $1 and seq = $2`, values: [chainId, seq] };
}

/** Every chain there is, those without an event included. */
export function selectChains(): Statement {
  return { text: `select workspace_id as "chainId" from audit_heads order by workspace_id` };
}

/** What the last verification of a chain found. */
export type VerificationRow = {
  at: Date;
  eventCount: number;
  checkpointCount: number;
  problems: { seq: number; reason: string }[];
};

/** Keeps what a verification found, in place of the one before. */
export function upsertVerification(chainId: string, row: VerificationRow): Statement {
  return {
    text: `insert into audit_verifications (workspace_id, at, event_count, checkpoint_count, problems) values ($1, $2, $3, $4, $5)
           on conflict (workspace_id) do update set at = excluded.at, event_count = excluded.event_count,
             checkpoint_count = excluded.checkpoint_count, problems = excluded.problems`,
    values: [chainId, row.at, row.eventCount, row.checkpointCount, JSON.stringify(row.problems)],
  };
}

/** What the last verification of a chain found. */
export function selectVerification(chainId: string): Statement {
  return {
    text: `select at, event_count::int as "eventCount", checkpoint_count::int as "checkpointCount", problems from audit_verifications where workspace_id = $1`,
    values: [chainId],
  };
}
