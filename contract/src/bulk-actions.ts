import { z } from 'zod';
import { CONVERSATION_STATUSES, ConversationFilter } from './conversations.ts';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

/** What to do with each conversation of a bulk action; at least one field. */
export const BulkChange = z.strictObject({
  assignee_id: idSchema('member').nullable().optional(),
  team_id: idSchema('team').nullable().optional(),
  status: z.enum(CONVERSATION_STATUSES).optional(),
  snoozed_until: Timestamp.optional().describe('Required with `status: snoozed`'),
  add_tag_ids: z.array(idSchema('tag')).max(20).optional(),
  remove_tag_ids: z.array(idSchema('tag')).max(20).optional(),
  unread: z.boolean().optional().describe('`false` marks as read, without blue ticks for the customer'),
});
export type BulkChange = z.infer<typeof BulkChange>;

/**
 * Body of `POST /v1/conversations/bulk`: either `conversation_ids`, or `filter` for all that match at that moment (at most
 * 50,000). Up to 200 are changed at once (200); more run in the background (202, status `running`).
 */
export const CreateBulkActionRequest = z.strictObject({
  conversation_ids: z.array(idSchema('conversation')).min(1).max(500).optional(),
  filter: ConversationFilter.optional(),
  change: BulkChange,
});
export type CreateBulkActionRequest = z.infer<typeof CreateBulkActionRequest>;

export const BULK_ACTION_STATUSES = ['running', 'done', 'undoing', 'undone'] as const;
export type BulkActionStatus = (typeof BULK_ACTION_STATUSES)[number];

/** `not_found`: gone, or not visible to whoever asked. `kept`: not put back, because somebody changed it since. */
export const BULK_ITEM_RESULTS = ['pending', 'changed', 'unchanged', 'not_found', 'put_back', 'kept'] as const;
export type BulkItemResult = (typeof BULK_ITEM_RESULTS)[number];

export const BulkAction = z.object({
  id: idSchema('bulkAction'),
  status: z.enum(BULK_ACTION_STATUSES),
  change: BulkChange,
  counts: z.object({
    total: z.number().int(),
    pending: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    not_found: z.number().int(),
    put_back: z.number().int(),
    kept: z.number().int(),
  }),
  items: z.array(z.object({ conversation_id: idSchema('conversation'), result: z.enum(BULK_ITEM_RESULTS) })).describe('The first 500'),
  undo_until: Timestamp.nullable().describe('Until when it can be undone; null when there is nothing to undo'),
  created_at: Timestamp,
  finished_at: Timestamp.nullable(),
});
export type BulkAction = z.infer<typeof BulkAction>;
