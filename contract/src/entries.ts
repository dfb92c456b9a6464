import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

/**
 * What stands in a thread beside messages: notes of members, and lines that tell who did what. Fields of `data` by kind:
 * `note`: `mentioned_member_ids` · `assigned`, `unassigned`: `assignee_id`, `previous_assignee_id`, `reason` (`auto`,
 * `member_removed`; else left out) · `team_changed`: `team_id`, `previous_team_id` · `snoozed`: `until` · `reopened`: `by`
 * (`customer` when a message came; else left out) · `tagged`, `untagged`: `tag_id` · `bot_started`, `bot_stopped`: nothing ·
 * `rated`: `score` (3 good, 2 okay, 1 bad), `commented` (true when it is about the comment) · `target_missed`: `target` (`first_reply`,
 * `resolution`) · `consent_changed`: `purpose`, `state`, `source`, `consent_record_id` ·
 * `consent_doubt`: `consent_doubt_id`, `message_id` ·
 * others as the part of Kabar that writes them says.
 */
export const ENTRY_KINDS = [
  'note',
  'assigned',
  'unassigned',
  'team_changed',
  'resolved',
  'reopened',
  'snoozed',
  'woken',
  'tagged',
  'untagged',
  'bot_started',
  'bot_stopped',
  'rated',
  'target_missed',
  'consent_changed',
  'consent_doubt',
  'merged',
  'split',
  'blocked',
  'unblocked',
  'exported',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Who made an entry. `id` is a member's, an API key's or a contact's; null for a bot without one, and for Kabar itself. */
export const EntryActor = z.object({ kind: z.enum(['member', 'api_key', 'contact', 'bot', 'system']), id: z.string().nullable() });
export type EntryActor = z.infer<typeof EntryActor>;

/** Values of `data`: public ids, words of ours, instants, numbers. Never text that a person wrote. */
export const EntryData = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]));
export type EntryData = z.infer<typeof EntryData>;

export const Entry = z.object({
  id: idSchema('entry'),
  conversation_id: idSchema('conversation'),
  kind: z.enum(ENTRY_KINDS),
  actor: EntryActor,
  data: EntryData,
  text: z.string().nullable().describe('Of a note; null for everything else, and for a note that was deleted or can no longer be read'),
  occurred_at: Timestamp,
  edited_at: Timestamp.nullable(),
  deleted_at: Timestamp.nullable(),
});
export type Entry = z.infer<typeof Entry>;

/** Entries of a time, newest first: `from` and `until` are both included, so that a page of messages gets what lies between them. */
export const ListEntriesQuery = z.object({
  from: Timestamp.optional(),
  until: Timestamp.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200).describe('How many rows to return, at most 500.'),
  cursor: z.string().max(500).optional().describe('`next_cursor` of the page before; leave out for the first page.'),
});
export type ListEntriesQuery = z.infer<typeof ListEntriesQuery>;
