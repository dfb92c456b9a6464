import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';

/** Kinds of identifier a contact can have; a contact has a set of them and none is required. */
export const IDENTIFIER_KINDS = ['phone', 'wa_id', 'bsuid', 'parent_bsuid', 'username', 'lid'] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

export const ContactIdentifier = z.object({
  kind: z.enum(IDENTIFIER_KINDS),
  value: z.string(),
  first_seen_at: Timestamp,
});

export const Contact = z.object({
  id: idSchema('contact'),
  name: z.string().nullable().describe('Name given by a member, else the profile name from WhatsApp'),
  profile_name: z.string().nullable(),
  phone: z.string().nullable().describe('E.164, when known'),
  username: z.string().nullable(),
  identifiers: z.array(ContactIdentifier),
  marketing: z.enum(['unset', 'stopped', 'resumed']).describe("The customer's own choice in WhatsApp about marketing messages"),
  created_at: Timestamp,
});
export type Contact = z.infer<typeof Contact>;

export const CreateContactRequest = z.strictObject({
  phone: z.string().min(5).max(40).optional(),
  bsuid: z.string().min(4).max(200).optional(),
  name: z.string().min(1).max(200).optional(),
});
export type CreateContactRequest = z.infer<typeof CreateContactRequest>;

export const UpdateContactRequest = z.strictObject({ name: z.string().min(1).max(200).nullable() });
export type UpdateContactRequest = z.infer<typeof UpdateContactRequest>;

/** `phone` looks up one exact phone number, in any usual spelling. */
export const ListContactsQuery = PageQuery.extend({ phone: z.string().max(40).optional() });
export type ListContactsQuery = z.infer<typeof ListContactsQuery>;
