import { z } from 'zod';
import { ContactSummary } from './contacts.ts';
import { ID_BODY_PATTERN, idSchema } from './ids.ts';
import { MESSAGE_TYPES } from './message-content.ts';
import { MESSAGE_STATUSES } from './message-status.ts';
import { Message } from './messages.ts';
import { fieldsOf, PageQuery, Timestamp } from './pagination.ts';

/** The service window: 24 hours from the customer's last message in which any message type may be sent. */
export const ServiceWindow = z.object({ open: z.boolean(), expires_at: Timestamp.nullable() });

/** `snoozed` comes back at a time, or when the customer writes; `resolved` comes back when the customer writes. */
export const CONVERSATION_STATUSES = ['open', 'snoozed', 'resolved'] as const;
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number];

/** Which promise to the customer would be broken at `due_at`. */
export const DUE_KINDS = ['first_reply', 'resolution'] as const;
export type DueKind = (typeof DUE_KINDS)[number];

export const Conversation = z.object({
  id: idSchema('conversation'),
  number_id: idSchema('number'),
  contact: ContactSummary,
  status: z.enum(CONVERSATION_STATUSES),
  snoozed_until: Timestamp.nullable().describe('While it is snoozed: when it comes back by itself'),
  resolved_at: Timestamp.nullable(),
  assignee_id: idSchema('member').nullable(),
  team_id: idSchema('team').nullable(),
  tag_ids: z.array(idSchema('tag')),
  waiting_since: Timestamp.nullable().describe("The customer's first message that nobody has answered; null while nobody waits"),
  due_at: Timestamp.nullable(),
  due_kind: z.enum(DUE_KINDS).nullable(),
  bot_active: z.boolean().describe('A bot answers until a member takes over'),
  pinned: z.boolean().describe('By the member who asks; always false for API keys'),
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

/** Which conversations: of the member who asks, of nobody, or of anybody. */
export const INBOX_VIEWS = ['mine', 'unassigned', 'all'] as const;
export type InboxView = (typeof INBOX_VIEWS)[number];

/** `closing_soon`: open, and closes within four hours. */
export const WINDOW_FILTERS = ['open', 'closed', 'closing_soon'] as const;
export type WindowFilter = (typeof WINDOW_FILTERS)[number];

/** Newest activity first, or who has waited longest first (only conversations in which somebody waits). */
export const CONVERSATION_SORTS = ['last_activity', 'waiting_longest'] as const;
export type ConversationSort = (typeof CONVERSATION_SORTS)[number];

const flag = z.enum(['true', 'false']).optional();
const tagList = z
  .string()
  .regex(new RegExp(`^tag_${ID_BODY_PATTERN}(,tag_${ID_BODY_PATTERN}){0,19}$`), 'must be one to 20 tag ids with commas');
// The brackets keep tools that look for ids from taking the whole text for one.
const attributeFilter = z
  .string()
  .max(400)
  .regex(new RegExp(`^(atr_${ID_BODY_PATTERN}):.+$`, 's'), 'must be an attribute id, a colon and a value');

const filterShape = {
  view: z.enum(INBOX_VIEWS).optional().describe('`mine` is empty for API keys. Default `all`.'),
  status: z
    .enum([...CONVERSATION_STATUSES, 'any'])
    .optional()
    .describe('Default `open`; with `contact_id`, `any`'),
  number_id: idSchema('number').optional(),
  contact_id: idSchema('contact').optional(),
  team_id: z
    .union([idSchema('team'), z.literal('none')])
    .optional()
    .describe('`none`: of no team'),
  assignee_id: z
    .union([idSchema('member'), z.literal('none')])
    .optional()
    .describe('`none`: assigned to nobody'),
  tag_id: tagList.optional().describe('One tag, or several with commas: conversations with any of them'),
  window: z.enum(WINDOW_FILTERS).optional().describe('State of the service window; `closing_soon` closes within four hours'),
  unread: flag.describe('`true`: only conversations with unread messages'),
  waiting: flag.describe('`true`: only conversations in which the customer waits for an answer'),
  bot_active: flag,
  attribute: attributeFilter.optional().describe('`<attribute id>:<value>`: contacts with this value, e.g. `atr_…:gold`'),
  sort: z.enum(CONVERSATION_SORTS).optional().describe('Default `last_activity`'),
};

/** The filter of the inbox list, as saved views and bulk actions keep it. Means the same as the query of the list. */
export const ConversationFilter = z.strictObject(filterShape);
export type ConversationFilter = z.infer<typeof ConversationFilter>;

export const ListConversationsQuery = PageQuery.extend(filterShape).extend({
  fields: fieldsOf(Conversation),
  pinned: flag.describe('`true`: only what the member who asks has pinned; `false`: without it. Left out: both'),
});
export type ListConversationsQuery = z.infer<typeof ListConversationsQuery>;

/**
 * Body of `PATCH /v1/conversations/{id}`: what is left out stays. With `if_assignee_id` or `if_status` the change is made
 * only when the conversation is still so, else `conflict`: of two people who take the same conversation, one wins.
 */
export const UpdateConversationRequest = z.strictObject({
  status: z.enum(CONVERSATION_STATUSES).optional(),
  snoozed_until: Timestamp.optional().describe('Required with `status: snoozed`; in the future, at most a year ahead'),
  assignee_id: idSchema('member').nullable().optional(),
  team_id: idSchema('team').nullable().optional(),
  bot_active: z.boolean().optional().describe('`false`: a member takes over from the bot; `true`: back to the bot'),
  if_assignee_id: idSchema('member').nullable().optional(),
  if_status: z.enum(CONVERSATION_STATUSES).optional(),
});
export type UpdateConversationRequest = z.infer<typeof UpdateConversationRequest>;

/** Body of `PUT /v1/conversations/{id}/tags`: the tags it has from now on. */
export const SetConversationTagsRequest = z.strictObject({ tag_ids: z.array(idSchema('tag')).max(50) });
export type SetConversationTagsRequest = z.infer<typeof SetConversationTagsRequest>;

/** Counting stops at this many; `is_capped` then says "and more". */
export const CONVERSATION_COUNT_CAP = 1_000;

/** Open conversations of a place in the inbox, and those of them with something unread. */
export const ConversationCount = z.object({
  open: z.number().int().min(0).max(CONVERSATION_COUNT_CAP).describe('For a saved view with another status: of that status'),
  unread: z.number().int().min(0).max(CONVERSATION_COUNT_CAP),
  is_capped: z.boolean().describe(`There are more than ${CONVERSATION_COUNT_CAP}; show "1,000+"`),
});
export type ConversationCount = z.infer<typeof ConversationCount>;

/** Answer of `GET /v1/conversations/counts`, for whoever asks. */
export const ConversationCounts = z.object({
  mine: ConversationCount,
  unassigned: ConversationCount,
  all: ConversationCount,
  teams: z.array(ConversationCount.extend({ team_id: idSchema('team') })),
  numbers: z.array(ConversationCount.extend({ number_id: idSchema('number') })),
  views: z.array(ConversationCount.extend({ view_id: idSchema('view') })),
});
export type ConversationCounts = z.infer<typeof ConversationCounts>;

/** Messages of a conversation, newest first; `around` starts the page so that this message is in it. */
export const ListMessagesQuery = PageQuery.extend({
  around: idSchema('message').optional().describe('Gives the page around this message'),
  fields: fieldsOf(Message),
});
export type ListMessagesQuery = z.infer<typeof ListMessagesQuery>;

/** Body of `POST /v1/conversations/{id}/read`. `receipt: false` keeps the blue ticks from the customer. */
export const MarkReadRequest = z.strictObject({ up_to_message_id: idSchema('message').optional(), receipt: z.boolean().default(true) });
export type MarkReadRequest = z.infer<typeof MarkReadRequest>;
