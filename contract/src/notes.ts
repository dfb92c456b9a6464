import { z } from 'zod';
import { Entry } from './entries.ts';
import { idSchema } from './ids.ts';

/** Longest note, in characters. */
export const NOTE_MAX_LENGTH = 4000;

const NoteText = z
  .string()
  .max(NOTE_MAX_LENGTH)
  .regex(/\S/, 'must not be empty')
  .describe('Plain text. A mentioned member or team stands in it as @ and their name.');

const NoteMentions = {
  mentions: z.array(idSchema('member')).max(50).describe('Members who are to be told, wherever the text names them'),
  team_mentions: z.array(idSchema('team')).max(10).describe('Teams of which every member is to be told'),
};

/** Body of `POST /v1/conversations/{id}/notes`. The customer never sees a note. */
export const CreateNoteRequest = z.strictObject({
  text: NoteText,
  mentions: NoteMentions.mentions.default([]),
  team_mentions: NoteMentions.team_mentions.default([]),
});
export type CreateNoteRequest = z.infer<typeof CreateNoteRequest>;

/** The whole note as it shall be; those who were mentioned before are not told again. */
export const UpdateNoteRequest = z.strictObject({ ...CreateNoteRequest.shape });
export type UpdateNoteRequest = z.infer<typeof UpdateNoteRequest>;

/** A note with whom it mentions besides its author: those who may see the conversation are told, once per note; the others are not. */
export const NoteResponse = z.object({
  entry: Entry,
  notified_member_ids: z.array(idSchema('member')),
  not_notified_member_ids: z.array(idSchema('member')),
});
export type NoteResponse = z.infer<typeof NoteResponse>;
