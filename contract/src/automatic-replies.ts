import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

/** What may stand in double braces in an away message. A contact without a name leaves no gap. */
export const AWAY_VARIABLES = ['contact.name', 'next_opening'] as const;
export type AwayVariable = (typeof AWAY_VARIABLES)[number];

/** Languages an away message can be translated to. Which one a customer gets follows the country of their phone number. */
export const AWAY_LANGUAGES = ['en', 'id', 'hi', 'es', 'pt', 'ar'] as const;
export type AwayLanguage = (typeof AWAY_LANGUAGES)[number];

const AwayText = z.string().trim().min(1).max(3000);

/**
 * What a customer gets who writes outside the working hours: at most once per closed time and conversation, and not again
 * before `min_hours_between` have passed.
 */
export const AwayMessage = z.strictObject({
  enabled: z.boolean(),
  text: z.string().trim().max(3000).describe('With {{contact.name}} and {{next_opening}}. Required when enabled'),
  language: z.enum(AWAY_LANGUAGES).default('en').describe('Of `text`'),
  translations: z.partialRecord(z.enum(AWAY_LANGUAGES), AwayText).default({}).describe('Texts for customers of other languages'),
  min_hours_between: z.number().int().min(1).max(168).default(12),
  says_automatic: z.boolean().default(true).describe('Ends with a line that says that nobody wrote this by hand'),
});
export type AwayMessage = z.infer<typeof AwayMessage>;

const StoredAwayMessage = AwayMessage.extend({ updated_at: Timestamp.nullable().describe('Null until somebody set it') });

/** Answer of `GET /v1/automatic-replies`. A number that is not in the list follows the workspace. */
export const AutomaticReplySettings = z.object({
  workspace: StoredAwayMessage,
  numbers: z.array(StoredAwayMessage.extend({ number_id: idSchema('number') })),
});
export type AutomaticReplySettings = z.infer<typeof AutomaticReplySettings>;

/** Body of `POST /v1/automatic-replies/preview`: how a customer would read it now. */
export const PreviewAwayMessageRequest = z.strictObject({
  message: AwayMessage,
  number_id: idSchema('number').optional().describe('Whose working hours; left out: those of the workspace'),
  language: z.enum(AWAY_LANGUAGES).optional(),
});
export type PreviewAwayMessageRequest = z.infer<typeof PreviewAwayMessageRequest>;

export const PreviewAwayMessageResponse = z.object({ text: z.string() });
export type PreviewAwayMessageResponse = z.infer<typeof PreviewAwayMessageResponse>;
