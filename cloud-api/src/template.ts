import { z } from 'zod';
import { CONTENT_LIMITS as LIMITS } from './limits.ts';
import { boundedText, decimalSchema, idSchema, normaliseLanguageCode } from './scalars.ts';

/** Template states as the Graph shows them. Source: "Template status", 2025-12 and 2026-06 (ARCHIVED). */
export const TEMPLATE_STATUSES = [
  'PENDING',
  'APPROVED',
  'REJECTED',
  'PAUSED',
  'DISABLED',
  'IN_APPEAL',
  'PENDING_DELETION',
  'DELETED',
  'LIMIT_EXCEEDED',
  'ARCHIVED',
  'LOCKED',
  'FLAGGED',
  'REINSTATED',
] as const;

/** One template state. */
export type TemplateStatusName = (typeof TEMPLATE_STATUSES)[number];

/** Template categories. */
export const TEMPLATE_CATEGORIES = ['AUTHENTICATION', 'MARKETING', 'UTILITY'] as const;

/** One template category. */
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number];

/** True when a template in this state may be sent. */
export function isSendableTemplateStatus(status: string): boolean {
  return status === 'APPROVED';
}

/** True when a template in this state may be edited. Source: "Manage templates", 2025-12. */
export function isEditableTemplateStatus(status: string): boolean {
  return status === 'APPROVED' || status === 'REJECTED' || status === 'PAUSED';
}

const upperCased = z.string().transform((value) => value.toUpperCase());

const buttonSchema = z.looseObject({
  type: upperCased,
  text: z.string().nullish(),
  url: z.string().nullish(),
  phone_number: z.string().nullish(),
  example: z.union([z.array(z.string()), z.string()]).nullish(),
  otp_type: z.string().nullish(),
  flow_id: idSchema.nullish(),
});

/** One button of a template. */
export type TemplateButton = z.output<typeof buttonSchema>;

const flatComponentSchema = z.looseObject({
  type: upperCased,
  format: upperCased.nullish(),
  text: z.string().nullish(),
  buttons: z.array(buttonSchema).nullish(),
  example: z.looseObject({}).nullish(),
  add_security_recommendation: z.boolean().nullish(),
  code_expiration_minutes: z.number().nullish(),
});

const componentSchema = flatComponentSchema.extend({
  cards: z.array(z.looseObject({ components: z.array(flatComponentSchema) })).nullish(),
});

/** One component of a template, tolerant as the list endpoint needs it. */
export type TemplateComponent = z.output<typeof componentSchema>;

/**
 * Template node of the Graph. Components may come in any order and mostly without examples.
 * Source: Meta for Developers, "Message templates" reference, 2025-12.
 */
export const templateNodeSchema = z.looseObject({
  id: idSchema,
  name: z.string(),
  language: z.string().transform(normaliseLanguageCode),
  status: upperCased,
  category: upperCased,
  sub_category: z.string().nullish(),
  previous_category: z.string().nullish(),
  correct_category: z.string().nullish(),
  parameter_format: upperCased.nullish(),
  components: z.array(componentSchema).nullish(),
  quality_score: z.looseObject({ score: z.string(), date: decimalSchema.nullish(), reasons: z.array(z.string()).nullish() }).nullish(),
  rejected_reason: z
    .string()
    .nullish()
    .transform((reason) => (reason === 'NONE' ? null : reason)),
  message_send_ttl_seconds: z.number().nullish(),
});

/** One template as the Graph shows it. */
export type TemplateNode = z.output<typeof templateNodeSchema>;

/** Body of a template creation. What the components must look like is `checkTemplateComponents`' concern. */
export const createTemplateRequestSchema = z.looseObject({
  name: boundedText(LIMITS.templateName).regex(/^[a-z0-9_]+$/),
  language: z.string().min(2),
  category: upperCased.pipe(z.enum(TEMPLATE_CATEGORIES)),
  parameter_format: upperCased.pipe(z.enum(['POSITIONAL', 'NAMED'])).optional(),
  components: z.array(componentSchema).optional(),
  message_send_ttl_seconds: z.number().int().optional(),
  allow_category_change: z.boolean().optional(),
});

/** Body of a template creation. */
export type CreateTemplateRequest = z.output<typeof createTemplateRequestSchema>;

/** Answer of a template creation. */
export const createTemplateResponseSchema = z.looseObject({
  id: idSchema,
  status: upperCased,
  category: upperCased.nullish(),
});

const VARIABLE = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** Variable names in order of first appearance: `["1","2"]` or `["first_name"]`. */
export function variablesOf(text: string | null | undefined): string[] {
  const found: string[] = [];
  for (const match of (text ?? '').matchAll(VARIABLE)) {
    const name = match[1];
    if (name !== undefined && !found.includes(name)) found.push(name);
  }
  return found;
}

/** A button that needs a parameter at send time. `index` is its place among all buttons. */
export interface TemplateButtonNeed {
  index: number;
  subType: 'url' | 'copy_code' | 'flow' | 'catalog' | 'mpm';
  isRequired: boolean;
}

/** What a send of this template has to bring. */
export interface TemplateNeeds {
  parameterFormat: 'POSITIONAL' | 'NAMED';
  /** A media, location or product header always needs its parameter, though it shows no variable. */
  header?: { format: string; variables: string[] };
  bodyVariables: string[];
  buttons: TemplateButtonNeed[];
  quickReplyIndexes: number[];
  cards: TemplateNeeds[];
  isLimitedTimeOffer: boolean;
}

const HEADER_PARAMETER_FORMATS: readonly string[] = ['IMAGE', 'VIDEO', 'DOCUMENT', 'GIF', 'LOCATION', 'PRODUCT'];

/**
 * Tells what has to be supplied to send a template with these components. Pure; order of components is free.
 * Source: Meta for Developers, "Template components", 2025-11; the required header seen on the real platform (2026-07).
 */
export function templateNeeds(
  components: readonly TemplateComponent[],
  parameterFormat: string | null | undefined = 'POSITIONAL',
): TemplateNeeds {
  const needs: TemplateNeeds = {
    parameterFormat: parameterFormat?.toUpperCase() === 'NAMED' ? 'NAMED' : 'POSITIONAL',
    bodyVariables: [],
    buttons: [],
    quickReplyIndexes: [],
    cards: [],
    isLimitedTimeOffer: false,
  };
  for (const component of components) {
    if (component.type === 'HEADER') {
      const format = component.format ?? 'TEXT';
      const variables = format === 'TEXT' ? variablesOf(component.text) : [];
      if (HEADER_PARAMETER_FORMATS.includes(format) || variables.length > 0) needs.header = { format, variables };
    } else if (component.type === 'BODY') {
      // Authentication bodies have a fixed text with one code that the list endpoint may not show.
      const variables = variablesOf(component.text);
      needs.bodyVariables = variables.length === 0 && typeof component.add_security_recommendation === 'boolean' ? ['1'] : variables;
    } else if (component.type === 'LIMITED_TIME_OFFER') {
      needs.isLimitedTimeOffer = true;
    } else if (component.type === 'BUTTONS') {
      for (const [index, button] of (component.buttons ?? []).entries()) addButtonNeed(needs, button, index);
    } else if (component.type === 'CAROUSEL') {
      needs.cards = (component.cards ?? []).map((card) => templateNeeds(card.components, parameterFormat));
    }
  }
  return needs;
}

function addButtonNeed(needs: TemplateNeeds, button: TemplateButton, index: number): void {
  switch (button.type) {
    case 'QUICK_REPLY':
      needs.quickReplyIndexes.push(index);
      break;
    case 'URL':
      if (variablesOf(button.url).length > 0) needs.buttons.push({ index, subType: 'url', isRequired: true });
      break;
    case 'OTP':
      needs.buttons.push({ index, subType: 'url', isRequired: true });
      break;
    case 'COPY_CODE':
      needs.buttons.push({ index, subType: 'copy_code', isRequired: true });
      break;
    case 'FLOW':
      needs.buttons.push({ index, subType: 'flow', isRequired: false });
      break;
    case 'CATALOG':
      needs.buttons.push({ index, subType: 'catalog', isRequired: false });
      break;
    case 'MPM':
      needs.buttons.push({ index, subType: 'mpm', isRequired: true });
      break;
    default:
      break;
  }
}
