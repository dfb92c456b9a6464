import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

/**
 * What a member does in a conversation. `viewing`: has it open · `typing`: writes right now · `replying`: has begun an answer and
 * pauses · `left`: has gone elsewhere.
 */
export const PRESENCE_STATES = ['viewing', 'typing', 'replying', 'left'] as const;
export type PresenceState = (typeof PRESENCE_STATES)[number];

/** How long a sign of each kind holds, and how often a client repeats it while it is true. Milliseconds. */
export const PRESENCE_TIMES = {
  viewingMs: 45_000,
  typingMs: 8_000,
  lockMs: 30_000,
  repeatViewingMs: 20_000,
  repeatTypingMs: 4_000,
} as const;

/**
 * Body of `PUT /v1/conversations/{id}/presence`. `typing` and `replying` take the lock of the conversation when nobody has it, and
 * keep it for 30 seconds after the last sign; `viewing` and `left` give it back. `override: true` takes it from whoever has it.
 */
export const SetPresenceRequest = z.strictObject({
  state: z.enum(PRESENCE_STATES),
  override: z.boolean().default(false),
  tab: z
    .string()
    .regex(/^[A-Za-z0-9_-]{0,40}$/)
    .default('')
    .describe('Tells windows of the same person apart, so that closing one does not hide the other'),
});
export type SetPresenceRequest = z.infer<typeof SetPresenceRequest>;

/**
 * Who is at a conversation. `lock` is who is answering it: a warning for others and never a barrier; a message is accepted from
 * anybody at any time, so clients ask before sending while somebody else has it. It ends with that member's message.
 */
export const ConversationPresence = z.object({
  conversation_id: idSchema('conversation'),
  members: z.array(z.object({ member_id: idSchema('member'), state: z.enum(['viewing', 'typing', 'replying']), since: Timestamp })),
  lock: z.object({ member_id: idSchema('member'), since: Timestamp, expires_at: Timestamp }).nullable(),
});
export type ConversationPresence = z.infer<typeof ConversationPresence>;

/** Query of `GET /v1/presence`: up to 200 conversation ids with commas between them. */
export const ListPresenceQuery = z.object({
  conversation_ids: z
    .string()
    .max(200 * 31)
    .regex(/^cnv_[0-9a-z]{26}(,cnv_[0-9a-z]{26}){0,199}$/, 'must be 1 to 200 conversation ids with commas between them'),
});
export type ListPresenceQuery = z.infer<typeof ListPresenceQuery>;

/** Conversations at which somebody is, out of those asked for; the others have nobody or are not yours to see. */
export const PresenceList = z.object({ data: z.array(ConversationPresence) });
export type PresenceList = z.infer<typeof PresenceList>;
