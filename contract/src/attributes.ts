import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

/** What a value of an attribute can be. A type never changes once values exist under it. */
export const ATTRIBUTE_TYPES = ['text', 'number', 'date', 'choice', 'yes_no'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** `personal` values are sealed under the contact's own key and can only be compared for equality; `plain` ones can be ranged. */
export const SENSITIVITIES = ['personal', 'plain'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** How many attributes a workspace can define, and how many choices one attribute can have. */
export const ATTRIBUTE_LIMITS = { attributes: 100, choices: 200, textLength: 500 } as const;

const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,49}$/, 'must be lower-case letters, digits and underscores, and begin with a letter')
  .meta({ description: 'Name in the API, in CSV files and in templates; never changes', examples: ['birthday'] });
const label = z.string().trim().min(1).max(100);
const choiceKey = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, 'must be lower-case letters, digits, underscores and hyphens');

export const AttributeChoice = z.strictObject({ key: choiceKey, label });
export type AttributeChoice = z.infer<typeof AttributeChoice>;

export const Attribute = z.object({
  id: idSchema('attribute'),
  key: z.string(),
  label: z.string(),
  type: z.enum(ATTRIBUTE_TYPES),
  sensitivity: z.enum(SENSITIVITIES),
  choices: z.array(AttributeChoice).describe('Of type `choice`; empty for the others'),
  position: z.number().int().min(0),
  created_at: Timestamp,
});
export type Attribute = z.infer<typeof Attribute>;

export const CreateAttributeRequest = z.strictObject({
  key,
  label,
  type: z.enum(ATTRIBUTE_TYPES),
  sensitivity: z.enum(SENSITIVITIES).default('personal'),
  choices: z.array(AttributeChoice).max(ATTRIBUTE_LIMITS.choices).default([]),
});
export type CreateAttributeRequest = z.input<typeof CreateAttributeRequest>;

/** A choice that contacts still have cannot be taken away: `conflict` tells how many. */
export const UpdateAttributeRequest = z.strictObject({
  label: label.optional(),
  choices: z.array(AttributeChoice).min(1).max(ATTRIBUTE_LIMITS.choices).optional(),
});
export type UpdateAttributeRequest = z.infer<typeof UpdateAttributeRequest>;

export const AttributeUsage = z.object({
  contact_count: z.number().int().min(0).describe('Contacts whose value would be deleted'),
  segment_count: z.number().int().min(0).describe('Segments that filter by it'),
});
export type AttributeUsage = z.infer<typeof AttributeUsage>;

/** Ids in their new order; those left out follow behind. */
export const OrderAttributesRequest = z.strictObject({ ids: z.array(idSchema('attribute')).min(1).max(ATTRIBUTE_LIMITS.attributes) });
export type OrderAttributesRequest = z.infer<typeof OrderAttributesRequest>;

/** Value of an attribute: text, number, `YYYY-MM-DD`, the key of a choice, or true and false. */
export const AttributeValue = z.union([z.string().max(ATTRIBUTE_LIMITS.textLength), z.number(), z.boolean()]);
export type AttributeValue = z.infer<typeof AttributeValue>;

/** A step of the way a contact goes, e.g. lead, customer. A contact is in one or none. */
export const Stage = z.object({
  id: idSchema('stage'),
  name: z.string(),
  position: z.number().int().min(0),
  contact_count: z.number().int().min(0),
});
export type Stage = z.infer<typeof Stage>;

export const CreateStageRequest = z.strictObject({ name: label });
export type CreateStageRequest = z.infer<typeof CreateStageRequest>;
export const UpdateStageRequest = z.strictObject({ name: label });
export type UpdateStageRequest = z.infer<typeof UpdateStageRequest>;

/** Contacts of a removed stage go to `move_to`, or have none without it. */
export const RemoveStageQuery = z.object({ move_to: idSchema('stage').optional() });
export type RemoveStageQuery = z.infer<typeof RemoveStageQuery>;
export const OrderStagesRequest = z.strictObject({ ids: z.array(idSchema('stage')).min(1).max(50) });
export type OrderStagesRequest = z.infer<typeof OrderStagesRequest>;
