import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

/** A stored file. `status`: `pending` while it is being fetched from WhatsApp, `gone` when it could not be or was deleted. */
export const Media = z.object({
  id: idSchema('media'),
  status: z.enum(['pending', 'stored', 'gone']),
  mime_type: z.string(),
  size_bytes: z.number().int().nullable(),
  filename: z.string().nullable(),
  sha256: z.string().nullable(),
  created_at: Timestamp,
});
export type Media = z.infer<typeof Media>;
