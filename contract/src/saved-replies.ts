import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';
import { unknownVariables } from './saved-reply-text.ts';

/** Whose a saved reply is: everybody's in the workspace, or its owner's alone. */
export const SAVED_REPLY_SCOPES = ['shared', 'personal'] as const;
export type SavedReplyScope = (typeof SAVED_REPLY_SCOPES)[number];

/** An answer to be used again, with variables (`{{contact.first_name|there}}`) that are filled in when it is used. */
export const SavedReply = z.object({
  id: idSchema('savedReply'),
  scope: z.enum(SAVED_REPLY_SCOPES),
  owner_id: idSchema('member').nullable().describe('The member whose it is; null when shared'),
  name: z.string(),
  shortcut: z.string().describe('What is typed behind the slash'),
  text: z.string(),
  language: z.string().nullable(),
  media_id: idSchema('media').nullable().describe('A file that goes along'),
  usage_count: z.number().int().min(0),
  last_used_at: Timestamp.nullable(),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type SavedReply = z.infer<typeof SavedReply>;

const Name = z.string().trim().min(1).max(100);
const Shortcut = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,39}$/u, 'must be 1 to 40 letters, digits, dashes or underscores')
  .describe('Unique among shared ones, and among those of one owner; in lower case');
const Text = z
  .string()
  .min(1)
  .max(4096)
  .regex(/\S/, 'must not be empty')
  .superRefine((text, context) => {
    for (const name of unknownVariables(text)) context.addIssue({ code: 'custom', message: `has an unknown variable: ${name}` });
  });
const Language = z
  .string()
  .regex(/^[a-z]{2,3}([_-][A-Za-z]{2,4})?$/, 'must be a language code such as en or id')
  .nullable();

/** Body of `POST /v1/saved-replies`. Shared ones need `inbox:configure`; API keys make shared ones only. */
export const CreateSavedReplyRequest = z.strictObject({
  scope: z.enum(SAVED_REPLY_SCOPES),
  name: Name,
  shortcut: Shortcut,
  text: Text,
  language: Language.default(null),
  media_id: idSchema('media').nullable().default(null),
});
export type CreateSavedReplyRequest = z.infer<typeof CreateSavedReplyRequest>;

/** What is left out stays. `scope: 'shared'` gives a personal one to everybody, `personal` makes a shared one one's own. */
export const UpdateSavedReplyRequest = z.strictObject({
  scope: z.enum(SAVED_REPLY_SCOPES).optional(),
  name: Name.optional(),
  shortcut: Shortcut.optional(),
  text: Text.optional(),
  language: Language.optional(),
  media_id: idSchema('media').nullable().optional(),
});
export type UpdateSavedReplyRequest = z.infer<typeof UpdateSavedReplyRequest>;

/** By name; with `q` by how well it fits: shortcut before name before text. One's own and all shared ones. */
export const ListSavedRepliesQuery = PageQuery.extend({
  q: z.string().max(100).optional().describe('Beginning of the shortcut, of a word of the name, or of the text'),
  scope: z.enum(SAVED_REPLY_SCOPES).optional(),
  language: z.string().max(12).optional().describe('Only this language, and those without one'),
});
export type ListSavedRepliesQuery = z.infer<typeof ListSavedRepliesQuery>;

/** Body of `POST /v1/saved-replies/{id}/render`. */
export const RenderSavedReplyRequest = z.strictObject({ conversation_id: idSchema('conversation') });
export type RenderSavedReplyRequest = z.infer<typeof RenderSavedReplyRequest>;

/** The text as it can be sent. `empty` names variables without value and fallback: their place is blank and wants a look. */
export const RenderSavedReplyResponse = z.object({
  text: z.string(),
  media_id: idSchema('media').nullable(),
  empty: z.array(z.string()),
});
export type RenderSavedReplyResponse = z.infer<typeof RenderSavedReplyResponse>;
