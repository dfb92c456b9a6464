import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';

/** The form on a workspace's public page. */
export const ContactForm = z.object({
  is_on: z.boolean(),
  intro: z.object({ en: z.string(), id: z.string() }).describe('What stands above the form; empty: words of Kabar'),
  asks_project: z.boolean().describe('Whether requirements, budget, timeline and goals are asked for, too'),
});
export type ContactForm = z.infer<typeof ContactForm>;

const introText = z.string().trim().max(500);

export const UpdateContactFormRequest = z.strictObject({
  is_on: z.boolean().optional(),
  intro: z.strictObject({ en: introText.optional(), id: introText.optional() }).optional(),
  asks_project: z.boolean().optional(),
});
export type UpdateContactFormRequest = z.infer<typeof UpdateContactFormRequest>;

/** What a visitor sees of the form. */
export const PublicContactForm = z.object({
  workspace_name: z.string(),
  intro: z.object({ en: z.string(), id: z.string() }),
  asks_project: z.boolean(),
});
export type PublicContactForm = z.infer<typeof PublicContactForm>;

export const PublicContactFormQuery = z.object({ workspace: z.string().max(60).describe('Slug of the workspace') });
export type PublicContactFormQuery = z.infer<typeof PublicContactFormQuery>;

const line = (max: number) => z.string().trim().max(max);
const project = z.strictObject({
  requirements: line(2_000).optional(),
  budget: line(200).optional(),
  timeline: line(200).optional(),
  goals: line(2_000).optional(),
});

/** What a visitor typed. One of `email` and `phone` is needed to answer. */
export const FormMessageContent = z.strictObject({
  name: line(100).min(1),
  email: z.email().max(254).optional(),
  phone: line(40).optional(),
  company: line(120).optional(),
  job_title: line(120).optional(),
  message: line(5_000).min(1),
  project: project.optional(),
});
export type FormMessageContent = z.infer<typeof FormMessageContent>;

export const SubmitContactFormRequest = z.strictObject({
  workspace: z.string().max(60).describe('Slug of the workspace'),
  language: z.enum(['en', 'id']).default('en'),
  content: FormMessageContent,
  website: z.string().max(500).default('').describe('Stays empty: people do not see the field, programs fill it in'),
});
export type SubmitContactFormRequest = z.infer<typeof SubmitContactFormRequest>;

export const FORM_MESSAGE_STATES = ['new', 'answered', 'converted'] as const;
export type FormMessageState = (typeof FORM_MESSAGE_STATES)[number];

/** A message from the form. */
export const FormMessage = z.object({
  id: idSchema('formMessage'),
  state: z.enum(FORM_MESSAGE_STATES),
  language: z.enum(['en', 'id']),
  content: FormMessageContent.nullable().describe('Null once it was made a contact, who has it as a note then'),
  contact_id: idSchema('contact').nullable(),
  submitted_at: Timestamp,
  handled_at: Timestamp.nullable(),
});
export type FormMessage = z.infer<typeof FormMessage>;

export const ListFormMessagesQuery = PageQuery.extend({ state: z.enum(FORM_MESSAGE_STATES).optional() });
export type ListFormMessagesQuery = z.infer<typeof ListFormMessagesQuery>;
