import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';
import { DocumentSignature } from './signing.ts';

/** Days between closing a workspace and its deletion, in which an owner can take it back. */
export const CLOSURE_GRACE_DAYS = 30;

/** A closing of the workspace that goes on. */
export const Closure = z.object({
  id: idSchema('closure'),
  reason: z.string().nullable(),
  requested_by: idSchema('user'),
  requested_at: Timestamp,
  deletes_at: Timestamp.describe('Until then an owner can reopen the workspace; after it everything is deleted'),
});
export type Closure = z.infer<typeof Closure>;

export const GetClosureResponse = z.object({ closure: Closure.nullable().describe('Null while the workspace is open') });
export type GetClosureResponse = z.infer<typeof GetClosureResponse>;

export const CloseWorkspaceRequest = z.strictObject({
  workspace_name: z.string().max(100).describe('The name of the workspace, typed by the person, so that nobody closes the wrong one'),
  reason: z.string().trim().max(500).optional(),
});
export type CloseWorkspaceRequest = z.infer<typeof CloseWorkspaceRequest>;

/** What a closed workspace leaves behind: signed, mailed to its owners. */
export const ClosureReceipt = z.object({
  document: z.object({
    kind: z.literal('kabar.workspace_deletion'),
    version: z.literal(1),
    closure_id: idSchema('closure'),
    workspace_id: idSchema('workspace'),
    requested_at: Timestamp,
    deleted_at: Timestamp,
    keys_destroyed_at: Timestamp,
    files_deleted: z.number().int(),
    rows_deleted: z.record(z.string(), z.number().int()).describe('By table'),
    kept: z.array(z.object({ what: z.string(), rows: z.number().int(), because: z.string(), until: Timestamp })),
  }),
  signature: DocumentSignature,
});
export type ClosureReceipt = z.infer<typeof ClosureReceipt>;
