import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';
import { TEMPLATE_CATEGORIES } from './template-draft.ts';

export const TEMPLATE_STATUSES = [
  'pending',
  'approved',
  'rejected',
  'paused',
  'disabled',
  'in_appeal',
  'pending_deletion',
  'deleted',
  'limit_exceeded',
  'archived',
  'unknown',
] as const;

export const TEMPLATE_QUALITIES = ['green', 'yellow', 'red', 'unknown'] as const;

const statusSchema = z.enum(TEMPLATE_STATUSES);
const qualitySchema = z.enum(TEMPLATE_QUALITIES);
const categorySchema = z.enum([...TEMPLATE_CATEGORIES, 'unknown']);
const metaObjects = z.array(z.record(z.string(), z.unknown()));

/** A template as WhatsApp knows it. `components` are Meta's own objects. */
export const Template = z.object({
  id: idSchema('template'),
  waba_id: z.string(),
  meta_id: z.string(),
  name: z.string(),
  language: z.string(),
  category: categorySchema,
  status: statusSchema,
  quality: qualitySchema,
  rejected_reason: z.string().nullable(),
  parameter_format: z.enum(['positional', 'named']),
  components: metaObjects,
  synced_at: Timestamp,
  ttl_seconds: z.number().int().nullable().describe('Time in which a message must reach the phone; null for WhatsApp’s own'),
  paused_until: Timestamp.nullable(),
  not_usable_reason: z.string().nullable().describe('Why it cannot be sent now, in words; null when it can'),
  coming_category: z
    .object({ category: categorySchema, at: Timestamp.nullable() })
    .nullable()
    .describe('Category that WhatsApp is about to move it to'),
  can_edit: z.boolean(),
  not_editable_reason: z.string().nullable().describe('Why it cannot be edited now, in words'),
  editable_again_at: Timestamp.nullable().describe('When an edit limit of WhatsApp ends'),
  samples: z
    .array(idSchema('media'))
    .describe('Our copies of the sample files of its headers: the header’s, or those of the cards in their order'),
});
export type Template = z.infer<typeof Template>;

const filters = {
  number_id: idSchema('number').optional().describe('Only templates this number can send'),
  status: statusSchema.optional(),
  category: categorySchema.optional(),
  language: z.string().max(20).optional(),
  quality: qualitySchema.optional(),
  q: z.string().trim().max(512).optional().describe('Part of the name'),
};

export const ListTemplatesQuery = PageQuery.extend(filters);
export type ListTemplatesQuery = z.infer<typeof ListTemplatesQuery>;

/** All languages of one name in one account. A group matches a filter when one of its languages does. */
export const TemplateGroup = z.object({
  waba_id: z.string(),
  name: z.string(),
  languages: z.array(
    z.object({
      id: idSchema('template'),
      language: z.string(),
      category: categorySchema,
      status: statusSchema,
      quality: qualitySchema,
      not_usable_reason: z.string().nullable(),
      last_sent_at: Timestamp.nullable().describe('When a message with it was last accepted'),
    }),
  ),
});
export type TemplateGroup = z.infer<typeof TemplateGroup>;

export const SyncTemplatesResponse = z.object({ templates: z.number().int(), changed: z.number().int() });

const name = z.string().max(512);
const language = z.string().max(20).describe('Meta’s code with an underscore: `en_US`');
const category = z.enum(TEMPLATE_CATEGORIES);
const parameterFormat = z.enum(['positional', 'named']);
const ttl = z.number().int().min(-1).max(2_592_000).nullable();
const components = metaObjects
  .max(20)
  .describe(
    'Meta’s components. Where Meta wants a handle of a sample file (`example.header_handle`), give the id of an uploaded file (`med_…`): it is handed to Meta for you and kept.',
  );

/** `POST /v1/templates`: checks everything Meta is known to check, hands it to Meta, and gives the template in review. */
export const CreateTemplateRequest = z.strictObject({
  number_id: idSchema('number').describe('Any number of the account that the template is for'),
  name,
  language,
  category,
  parameter_format: parameterFormat.default('positional'),
  components,
  ttl_seconds: ttl.optional(),
});
export type CreateTemplateRequest = z.infer<typeof CreateTemplateRequest>;

/** `PATCH /v1/templates/:id`: the whole content anew; it goes back to review. An approved one keeps its category. */
export const UpdateTemplateRequest = z.strictObject({
  category: category.optional(),
  parameter_format: parameterFormat.optional(),
  components: components.optional(),
  ttl_seconds: ttl.optional(),
});
export type UpdateTemplateRequest = z.infer<typeof UpdateTemplateRequest>;

export const DeleteTemplateQuery = z.object({
  all_languages: z.stringbool().default(false).describe('True: every language of the name; false: this one'),
});

export const DeleteTemplateResponse = z.object({
  deleted: z.array(idSchema('template')),
  name_free_at: Timestamp.nullable().describe('WhatsApp keeps the name of an approved template blocked until then'),
});

/** One finding about a draft. `path` names the field: `header.samples.1`, `buttons.2.url`. Errors forbid handing it in. */
const issue = z.object({ path: z.string(), code: z.string(), severity: z.enum(['error', 'warning']), message: z.string() });

/** A template that is being written. It may be unfinished in every way. With `template_id` it is an edit of that template. */
export const TemplateDraft = z.object({
  id: idSchema('templateDraft'),
  number_id: idSchema('number').nullable(),
  template_id: idSchema('template').nullable(),
  name: z.string(),
  language: z.string(),
  category,
  parameter_format: parameterFormat,
  components: metaObjects,
  ttl_seconds: z.number().int().nullable(),
  issues: z.array(issue),
  can_submit: z.boolean(),
  last_refusal: z
    .object({ at: Timestamp, issues: z.array(z.object({ path: z.string(), message: z.string() })) })
    .nullable()
    .describe('What Meta said when it was last handed in'),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type TemplateDraft = z.infer<typeof TemplateDraft>;

const draftFields = {
  number_id: idSchema('number').nullable().optional(),
  name: name.optional(),
  language: language.optional(),
  category: category.optional(),
  parameter_format: parameterFormat.optional(),
  components: components.optional(),
  ttl_seconds: ttl.optional(),
};

/** `POST /v1/template-drafts`. With `template_id` the draft edits that template and begins with its content. */
export const CreateTemplateDraftRequest = z.strictObject({ ...draftFields, template_id: idSchema('template').optional() });
export type CreateTemplateDraftRequest = z.infer<typeof CreateTemplateDraftRequest>;

/** `PATCH /v1/template-drafts/:id`: what is given replaces what was there. */
export const UpdateTemplateDraftRequest = z.strictObject({
  ...draftFields,
  expected_updated_at: Timestamp.optional().describe('Refused with `conflict` when somebody else saved since'),
});
export type UpdateTemplateDraftRequest = z.infer<typeof UpdateTemplateDraftRequest>;

/** `POST /v1/templates/:id/duplicate`: a new draft with its content, under another name or in another language. */
export const DuplicateTemplateRequest = z.strictObject({ name: name.optional(), language: language.optional() });
export type DuplicateTemplateRequest = z.infer<typeof DuplicateTemplateRequest>;

export const TEMPLATE_CHANGES = ['created', 'status', 'quality', 'category', 'category_notice', 'components'] as const;

/** One change of a template. `from` and `to` are words of the changed fact; for `components` null. */
export const TemplateChange = z.object({
  id: z.string(),
  kind: z.enum(TEMPLATE_CHANGES),
  from: z.string().nullable(),
  to: z.string().nullable(),
  reason: z.string().nullable().describe('WhatsApp’s reason in words'),
  source: z.enum(['kabar', 'webhook', 'sync']).describe('How it was learned: done here, told by WhatsApp, or found when the list was read'),
  at: Timestamp,
});
export type TemplateChange = z.infer<typeof TemplateChange>;

/** `from` and `until` are days of the workspace’s time zone, both included. At most 400 days. */
export const TemplateUsageQuery = z.object({
  from: z.iso.date().optional().describe('First day; default: 30 days ago'),
  until: z.iso.date().optional().describe('Last day; default: today'),
});
export type TemplateUsageQuery = z.infer<typeof TemplateUsageQuery>;

const counts = {
  accepted: z.number().int().describe('Taken over by Kabar'),
  sent: z.number().int().describe('Taken over by WhatsApp'),
  delivered: z.number().int(),
  read: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
};

/** What became of the messages that were accepted in these days. Each later state counts in the earlier ones, too. */
export const TemplateUsage = z.object({
  from: z.iso.date(),
  until: z.iso.date(),
  ...counts,
  replied: z.number().int().describe('Taps on its quick replies'),
  failures: z.array(z.object({ reason_code: z.string(), message: z.string(), count: z.number().int() })),
  days: z.array(z.object({ day: z.iso.date(), ...counts })),
  counted_at: Timestamp.describe('Messages that changed after this moment are counted soon'),
});
export type TemplateUsage = z.infer<typeof TemplateUsage>;
