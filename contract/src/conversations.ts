import { z } from 'zod';
import { Contact } from './contacts.ts';
import { idSchema } from './ids.ts';
import { MESSAGE_TYPES } from './message-content.ts';
import { MESSAGE_STATUSES } from './message-status.ts';
import { PageQuery, Timestamp } from './pagination.ts';

/** The service window: 24 hours from the customer's last message in which any message type may be sent. */
export const ServiceWindow = z.object({ open: z.boolean(), expires_at: Timestamp.nullable() });

export const Conversation = z.object({
  id: idSchema('conversation'),
  number_id: idSchema('number'),
  contact: Contact,
  unread_count: z.number().int().min(0),
  window: ServiceWindow,
  last_message: z
    .object({
      id: idSchema('message'),
      direction: z.enum(['in', 'out']),
      type: z.enum(MESSAGE_TYPES),
      status: z.enum(MESSAGE_STATUSES),
      preview: z.string().describe('One line of text, or empty when the type says it all'),
      occurred_at: Timestamp,
    })
    .nullable(),
  last_activity_at: Timestamp,
  created_at: Timestamp,
});
export type Conversation = z.infer<typeof Conversation>;

export const ListConversationsQuery = PageQuery.extend({
  number_id: idSchema('number').optional(),
  contact_id: idSchema('contact').optional(),
  unread: z.enum(['true', 'false']).optional().describe('`true`: only conversations with unread messages'),
});
export type ListConversationsQuery = z.infer<typeof ListConversationsQuery>;

/** Messages of a conversation, newest first; `around` starts the page so that this message is in it. */
export const ListMessagesQuery = PageQuery.extend({ around: idSchema('message').optional() });
export type ListMessagesQuery = z.infer<typeof ListMessagesQuery>;

/** Body of `POST /v1/conversations/{id}/read`. `receipt: false` keeps the blue ticks from the customer. */
export const MarkReadRequest = z.strictObject({ up_to_message_id: idSchema('message').optional(), receipt: z.boolean().default(true) });
export type MarkReadRequest = z.infer<typeof MarkReadRequest>;
