import { z } from 'zod';
import { IDENTIFIER_KINDS } from './contacts.ts';
import { idSchema } from './ids.ts';
import { MESSAGE_TYPES } from './message-content.ts';
import { MessageAuthor } from './messages.ts';
import { Timestamp } from './pagination.ts';

/** Longest text one may search for, in characters. */
export const SEARCH_TEXT_MAX = 500;

const SearchText = z
  .string()
  .max(SEARCH_TEXT_MAX)
  .describe('All words must occur, the last one by its beginning; words in "double quotes" must stand together in this order');

/**
 * Body of `POST /v1/search`. What a person searches for is personal data, so it travels in the body: addresses end up in the logs of
 * proxies. The filters from `number_id` on apply to messages and notes; `tag_id` to the tags of their conversation, and of contacts.
 */
export const SearchRequest = z.strictObject({
  q: SearchText,
  in: z.enum(['messages', 'contacts', 'all']).default('all').describe('`messages` covers notes, too'),
  number_id: idSchema('number').optional(),
  conversation_id: idSchema('conversation').optional(),
  contact_id: idSchema('contact').optional(),
  member_id: idSchema('member').optional().describe('Written by this member'),
  tag_id: idSchema('tag').optional(),
  type: z.enum([...MESSAGE_TYPES, 'note']).optional(),
  direction: z.enum(['in', 'out']).optional(),
  from: Timestamp.optional().describe('Not older than this'),
  until: Timestamp.optional().describe('Older than this'),
  limit: z.number().int().min(1).max(50).default(20),
  cursor: z.string().max(500).optional().describe('`next_cursor` of the answer before, with the same text and filters'),
});
export type SearchRequest = z.infer<typeof SearchRequest>;

/** A piece of text with the places that match, for highlighting; positions count UTF-16 code units of `text`. */
export const SearchSnippet = z.object({
  text: z.string(),
  matches: z.array(z.object({ start: z.number().int().min(0), length: z.number().int().min(1) })),
});
export type SearchSnippet = z.infer<typeof SearchSnippet>;

const FoundContact = z.object({ id: idSchema('contact'), name: z.string().nullable(), phone: z.string().nullable() });

/** A message or a note that fits. Exactly one of `message_id` and `entry_id` is set. */
export const MessageHit = z.object({
  message_id: idSchema('message').nullable(),
  entry_id: idSchema('entry').nullable().describe('Set when it is a note'),
  conversation_id: idSchema('conversation'),
  number_id: idSchema('number'),
  contact: FoundContact,
  type: z.enum([...MESSAGE_TYPES, 'note']),
  direction: z.enum(['in', 'out']).nullable().describe('Null for a note'),
  author: MessageAuthor.describe('`name` is null here; members are known from `GET /v1/members`'),
  occurred_at: Timestamp,
  snippet: SearchSnippet,
});
export type MessageHit = z.infer<typeof MessageHit>;

/** A contact that fits, with its newest conversations. */
export const ContactHit = z.object({
  contact: FoundContact.extend({ username: z.string().nullable() }),
  matches: z
    .array(z.object({ field: z.enum(['name', 'profile_name', 'tag', 'attribute', ...IDENTIFIER_KINDS]), snippet: SearchSnippet }))
    .describe('What matched, best first'),
  conversations: z
    .array(z.object({ id: idSchema('conversation'), number_id: idSchema('number'), last_activity_at: Timestamp }))
    .describe('Newest activity first, at most three'),
});
export type ContactHit = z.infer<typeof ContactHit>;

/**
 * Answer of `POST /v1/search`. Messages and notes come newest first, contacts newest first. With `in: "all"` the first page brings up to
 * five contacts and pages go through messages; ask with `in: "contacts"` for all of them.
 */
export const SearchResponse = z.object({
  messages: z.array(MessageHit),
  contacts: z.array(ContactHit),
  contacts_more: z.boolean().describe('More contacts fit than are shown here'),
  next_cursor: z.string().nullable(),
  more: z
    .boolean()
    .describe('One answer looks through a bounded part only; true when older parts were not looked at yet, even if this page is not full'),
  messages_off: z
    .boolean()
    .describe('True when this workspace does not have words of messages and notes indexed, so that only contacts are found'),
  indexing: z.boolean().describe('True while what was stored before is still being taken into the index, so that hits may be missing'),
});
export type SearchResponse = z.infer<typeof SearchResponse>;

/** Body of `POST /v1/search/quick`: what the palette asks on every key. */
export const QuickSearchRequest = z.strictObject({ q: SearchText, limit: z.number().int().min(1).max(10).default(5) });
export type QuickSearchRequest = z.infer<typeof QuickSearchRequest>;

/** Answer of `POST /v1/search/quick`: names only, best first. Templates are left out for those who may not see them. */
export const QuickSearchResponse = z.object({
  conversations: z.array(
    z.object({ id: idSchema('conversation'), number_id: idSchema('number'), contact: FoundContact, last_activity_at: Timestamp }),
  ),
  contacts: z.array(FoundContact),
  templates: z.array(z.object({ id: idSchema('template'), name: z.string(), language: z.string(), status: z.string() })),
});
export type QuickSearchResponse = z.infer<typeof QuickSearchResponse>;

/** Answer of `POST /v1/search/rebuild`. */
export const SearchRebuildResponse = z.object({ indexing: z.boolean() });
export type SearchRebuildResponse = z.infer<typeof SearchRebuildResponse>;
