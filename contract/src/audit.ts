import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';

/** How whoever acted came in; `system` is Kabar by itself. */
export const AUDIT_WAYS = ['browser', 'api_key', 'support', 'system'] as const;
export type AuditWay = (typeof AUDIT_WAYS)[number];

/** One act in the audit log. */
export const AuditEntry = z.object({
  id: idSchema('audit'),
  seq: z.int().positive().describe('Number in the chain of the workspace: 1, 2, 3 …'),
  at: Timestamp,
  actor: z.object({ kind: z.enum(['user', 'api_key', 'system']), id: z.string().nullable(), name: z.string().nullable() }),
  action: z.string().describe('verb in dotted form, e.g. `member.role_changed`'),
  target: z.object({ kind: z.string(), id: z.string() }).nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  personal: z
    .array(z.string())
    .describe(
      'Fields about a person, such as `after.name`: the chain holds a keyed fingerprint, the value lies beside it and goes when the person is erased',
    ),
  origin: z
    .object({
      request_id: z.string().nullable(),
      way: z
        .enum(['browser', 'api_key', 'support', 'nobody'])
        .describe('How the caller came in; `support`: an operator whom the workspace let in'),
      network: z.string().nullable().describe('Network of the caller: /24 of IPv4, /48 of IPv6'),
    })
    .nullable()
    .describe('Null for what Kabar does by itself'),
  hash: z.string().describe('SHA-256 of the entry and the hash before it, as hex'),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Query of `GET /v1/audit`. */
export const ListAuditQuery = PageQuery.extend({
  actor_id: z.string().max(60).optional().describe('Id of a person or an API key'),
  action: z
    .string()
    .regex(/^[a-z0-9_]+(\.[a-z0-9_]+)?$/, 'must be a word such as `member`, or an action such as `member.role_changed`')
    .max(80)
    .optional(),
  target_kind: z
    .string()
    .regex(/^[a-z0-9_]+$/)
    .max(40)
    .optional(),
  target_id: z.string().max(80).optional(),
  way: z.enum(AUDIT_WAYS).optional().describe('How whoever acted came in'),
  request_id: z.string().max(60).optional(),
  seq: z.coerce.number().int().positive().optional().describe('Number of one entry'),
  from: Timestamp.optional(),
  until: Timestamp.optional(),
});
export type ListAuditQuery = z.infer<typeof ListAuditQuery>;

/** Why a chain or its checkpoints cannot be what was written. */
export const AUDIT_PROBLEMS = [
  'missing',
  'changed',
  'not_chained',
  'beyond_head',
  'head_differs',
  'checkpoint_missing',
  'checkpoint_forged',
  'checkpoint_differs',
  'cut_off',
  'restore_unproved',
] as const;

/** A place where the log was tampered with, by the number of the entry. */
export const AuditProblem = z.object({ seq: z.int().nonnegative(), reason: z.enum(AUDIT_PROBLEMS) });
export type AuditProblem = z.infer<typeof AuditProblem>;

/** What looking through the whole log found. */
export const AuditVerification = z.object({
  at: Timestamp,
  ok: z.boolean(),
  event_count: z.int().nonnegative(),
  checkpoint_count: z.int().nonnegative().describe('Signed checkpoints outside the database that fit'),
  problems: z.array(AuditProblem),
});
export type AuditVerification = z.infer<typeof AuditVerification>;

/** A signed statement that a chain had this hash at this entry. Kept outside the database; keep one yourself to be independent of it. */
export const AuditCheckpoint = z.object({
  document: z.object({
    kind: z.literal('kabar.audit_checkpoint'),
    version: z.literal(1),
    chain: z.string().describe('Database id of the workspace'),
    seq: z.int().positive(),
    hash: z.string(),
    at: Timestamp,
    previous: z.object({ seq: z.int().positive(), fingerprint: z.string() }).nullable(),
  }),
  signature: z.object({ algorithm: z.literal('Ed25519'), key_id: z.string(), value: z.string() }),
});
export type AuditCheckpoint = z.infer<typeof AuditCheckpoint>;

/**
 * A signed statement that a database was restored from a backup: its chain ended at this entry, and these later checkpoints belong to the lost hours. Kept beside the
 * checkpoints; verifying accepts them by it and no others.
 */
export const AuditRestoreStatement = z.object({
  document: z.object({
    kind: z.literal('kabar.audit_restore'),
    version: z.literal(1),
    chain: z.string().describe('Database id of the workspace'),
    seq: z.int().positive(),
    hash: z.string(),
    backup_id: z.string(),
    backup_at: Timestamp,
    at: Timestamp,
    lost: z.array(z.object({ seq: z.int().positive(), fingerprint: z.string() })),
  }),
  signature: z.object({ algorithm: z.literal('Ed25519'), key_id: z.string(), value: z.string() }),
});
export type AuditRestoreStatement = z.infer<typeof AuditRestoreStatement>;

/** How well the log is anchored. */
export const AuditState = z.object({
  event_count: z.int().nonnegative().describe('Entries that stand in the log'),
  last_verification: AuditVerification.nullable(),
  last_checkpoint: AuditCheckpoint.nullable(),
  checkpoint_place: z.enum(['folder', 'bucket']).describe('Where checkpoints are written, outside the database'),
  restores: z
    .array(z.object({ seq: z.int().nonnegative(), backup_id: z.string(), backup_at: Timestamp, at: Timestamp }))
    .describe('Times this log was restored from a backup, newest first: up to which entry, and from which'),
  actions: z.array(z.string()).describe('Every action that occurs, for narrowing'),
});
export type AuditState = z.infer<typeof AuditState>;
