import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

/** Hues of the dashboard that a tag can have. */
export const TAG_COLORS = ['gray', 'red', 'orange', 'amber', 'green', 'teal', 'blue', 'indigo', 'purple', 'pink'] as const;
export type TagColor = (typeof TAG_COLORS)[number];

const name = z.string().trim().min(1).max(50);

/** A label for contacts and conversations alike. */
export const Tag = z.object({
  id: idSchema('tag'),
  name: z.string(),
  color: z.enum(TAG_COLORS),
  contact_count: z.number().int().min(0),
  conversation_count: z.number().int().min(0),
  created_at: Timestamp,
});
export type Tag = z.infer<typeof Tag>;

export const CreateTagRequest = z.strictObject({ name, color: z.enum(TAG_COLORS).default('gray') });
export type CreateTagRequest = z.input<typeof CreateTagRequest>;
export const UpdateTagRequest = z.strictObject({ name: name.optional(), color: z.enum(TAG_COLORS).optional() });
export type UpdateTagRequest = z.infer<typeof UpdateTagRequest>;

/** Everything that has this tag gets `into` instead; this one goes. */
export const MergeTagRequest = z.strictObject({ into: idSchema('tag') });
export type MergeTagRequest = z.infer<typeof MergeTagRequest>;

/** Adds and removes tags; what is there already, or not there, is no error. */
export const ChangeTagsRequest = z.strictObject({
  add: z.array(idSchema('tag')).max(100).default([]),
  remove: z.array(idSchema('tag')).max(100).default([]),
});
export type ChangeTagsRequest = z.input<typeof ChangeTagsRequest>;
