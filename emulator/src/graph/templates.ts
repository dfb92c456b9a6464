import { createTemplateRequestSchema, isEditableTemplateStatus, RATE_LIMITS, templateNodeSchema } from '@kabar/cloud-api';
import type { TemplateComponent } from '@kabar/cloud-api';
import { createId } from '../emulator.ts';
import type { Emulator } from '../emulator.ts';
import type { Template } from '../world/entities.ts';
import { requireWaba, textParam } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { checkComponents, refuse } from './check-components.ts';
import { pageOf, selectFields } from './fields.ts';
import { GraphError, unknownNode } from './graph-error.ts';

const DAY_MS = 24 * 3600 * 1000;
const DEFAULT_FIELDS = ['name', 'parameter_format', 'components', 'language', 'status', 'category', 'id'];

function presentTemplate(template: Template): Record<string, unknown> {
  return {
    id: template.id,
    name: template.name,
    language: template.language,
    status: template.status,
    category: template.category,
    previous_category: template.previousCategory,
    parameter_format: template.parameterFormat,
    components: template.components,
    quality_score: { score: template.quality, date: Math.floor(template.createdAtMs / 1000) },
    rejected_reason: template.rejectedReason,
    rejection_info:
      template.rejectionRecommendation === null
        ? null
        : { reason: template.rejectedReason, recommendation: template.rejectionRecommendation },
    message_send_ttl_seconds: template.ttlSeconds,
  };
}

/** Whether Meta gave a handle for an upload. */
function knows(emulator: Emulator): (handle: string) => boolean {
  return (handle) => Boolean(emulator.world.setting(`handle:${handle}`));
}

/** Authentication templates get their text from Meta, and their OTP button becomes a URL button. Source: 2025-11. */
function completeComponents(components: TemplateComponent[], category: string): TemplateComponent[] {
  if (category !== 'AUTHENTICATION') return components;
  return components.map((component) => {
    if (component.type === 'BODY') {
      const advice = component.add_security_recommendation === true ? ' For your security, do not share this code.' : '';
      return { ...component, text: `*{{1}}* is your verification code.${advice}` };
    }
    if (component.type === 'FOOTER' && component.code_expiration_minutes) {
      return { ...component, text: `This code expires in ${component.code_expiration_minutes} minutes.` };
    }
    if (component.type === 'BUTTONS') {
      const buttons = (component.buttons ?? []).map((button) =>
        button.type === 'OTP'
          ? {
              ...button,
              type: 'URL',
              text: button.text ?? 'Copy code',
              url: `https://www.whatsapp.com/otp/code/?otp_type=${button.otp_type ?? 'COPY_CODE'}&code=otp{{1}}`,
            }
          : button,
      );
      return { ...component, buttons };
    }
    return component;
  });
}

/** `POST /{waba}/message_templates`. Errors: 100 with 2388xxx sub-codes, 80007 beyond 100 an hour, 2388019 at the limit. */
export function createTemplate(emulator: Emulator, call: GraphCall, wabaId: string): GraphAnswer {
  const { world, clock, templateReview } = emulator;
  requireWaba(world, call.token, wabaId);
  const result = createTemplateRequestSchema.safeParse(call.params);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new GraphError(100, 'Invalid parameter', { details: `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}` });
  }
  const { name, category, components = [] } = result.data;
  const language = result.data.language;
  const own = [...world.templates.values()].filter((template) => template.wabaId === wabaId);
  if (own.filter((template) => clock.nowMs() - template.createdAtMs < 3_600_000).length >= RATE_LIMITS.templateCreationsPerHour) {
    throw new GraphError(80008, 'There have been too many calls to this WhatsApp Business account.');
  }
  if (own.filter((template) => !template.isDeleted).length >= RATE_LIMITS.templatesVerified) {
    throw refuse(2388019, 'Template limit exceeded', 'Delete templates you do not need.');
  }
  const same = own.filter((template) => template.name === name && template.language === language);
  if (same.some((template) => !template.isDeleted))
    throw refuse(2388024, 'Content in this language already exists', `There is already ${language} content for this template.`);
  if (same.some((template) => template.isDeleted && clock.nowMs() - (template.deletedAtMs ?? 0) < 30 * DAY_MS)) {
    throw refuse(2388023, 'Message template language is being deleted', 'The name is free again 30 days after its deletion.');
  }
  checkComponents(components, { category, parameterFormat: result.data.parameter_format ?? 'POSITIONAL', hasHandle: knows(emulator) });
  const template: Template = {
    id: createId(emulator.random),
    wabaId,
    name,
    language,
    category,
    previousCategory: null,
    parameterFormat: result.data.parameter_format ?? 'POSITIONAL',
    status: 'PENDING',
    components: completeComponents(components, category),
    rejectedReason: 'NONE',
    rejectionRecommendation: null,
    quality: 'UNKNOWN',
    ttlSeconds: result.data.message_send_ttl_seconds ?? null,
    createdAtMs: clock.nowMs(),
    reviewAtMs: null,
    editTimesMs: [],
    isDeleted: false,
    deletedAtMs: null,
    isPaced: false,
  };
  templateReview.submit(template);
  return { json: { id: template.id, status: template.status, category } };
}

/** `GET /{waba}/message_templates`, with its filters. */
export function listTemplates(emulator: Emulator, call: GraphCall, wabaId: string): GraphAnswer {
  requireWaba(emulator.world, call.token, wabaId);
  const wanted = (name: string) =>
    textParam(call.params, name)
      ?.split(',')
      .map((part) =>
        part
          .replaceAll(/[[\]"]/g, '')
          .trim()
          .toUpperCase(),
      );
  const text = (name: string) => textParam(call.params, name)?.toLowerCase();
  const [statuses, categories, languages, qualities] = ['status', 'category', 'language', 'quality_score'].map(wanted);
  const [name, content, either] = ['name', 'content', 'name_or_content'].map(text);
  const contentOf = (template: Template) => JSON.stringify(template.components).toLowerCase();
  const found = [...emulator.world.templates.values()].filter(
    (template) =>
      template.wabaId === wabaId &&
      !template.isDeleted &&
      (statuses?.includes(template.status) ?? true) &&
      (categories?.includes(template.category) ?? true) &&
      (languages?.includes(template.language.toUpperCase()) ?? true) &&
      (qualities?.includes(template.quality) ?? true) &&
      (name === undefined || template.name.includes(name)) &&
      (content === undefined || contentOf(template).includes(content)) &&
      (either === undefined || template.name.includes(either) || contentOf(template).includes(either)),
  );
  const fields = textParam(call.params, 'fields');
  const items = found.map((template) => selectFields(presentTemplate(template), fields, DEFAULT_FIELDS));
  const page = pageOf(items, call.query, `${call.baseUrl}/v${call.version}.0/${wabaId}/message_templates`);
  const summary = textParam(call.params, 'summary');
  return {
    json: {
      ...page,
      ...(summary === undefined
        ? {}
        : {
            summary: {
              total_count: found.length,
              message_template_count: found.length,
              message_template_limit: RATE_LIMITS.templatesVerified,
            },
          }),
    },
  };
}

function requireTemplate(emulator: Emulator, call: GraphCall, id: string): Template {
  const template = emulator.world.templates.get(id);
  if (!template || template.isDeleted) throw unknownNode(id);
  requireWaba(emulator.world, call.token, template.wabaId);
  return template;
}

/** `GET /{template}`. */
export function templateNode(emulator: Emulator, call: GraphCall, id: string): GraphAnswer {
  const template = requireTemplate(emulator, call, id);
  return { json: selectFields(presentTemplate(template), textParam(call.params, 'fields'), DEFAULT_FIELDS) };
}

/**
 * `POST /{template}`: another category, components or time to live; back to review. Errors: 2388039 in the wrong state; 100
 * beyond one edit a day or ten in 30 days while approved. Source: "Manage templates", 2025-12.
 */
export function editTemplate(emulator: Emulator, call: GraphCall, id: string): GraphAnswer {
  const { clock, templateReview } = emulator;
  const template = requireTemplate(emulator, call, id);
  if (!isEditableTemplateStatus(template.status))
    throw refuse(2388039, 'Template status cannot be changed', 'Wait until the review is over.');
  const now = clock.nowMs();
  if (template.status === 'APPROVED') {
    const recent = template.editTimesMs.filter((atMs) => now - atMs < 30 * DAY_MS);
    if (recent.some((atMs) => now - atMs < DAY_MS) || recent.length >= 10) {
      throw new GraphError(100, 'Invalid parameter', {
        subcode: 2388025,
        userTitle: 'Edited too often',
        userMessage: 'An approved template can be edited once a day and ten times in 30 days.',
      });
    }
    template.editTimesMs = [...recent, now];
  }
  const { components, message_send_ttl_seconds: ttl } = call.params;
  const category = textParam(call.params, 'category');
  const format = textParam(call.params, 'parameter_format');
  if (category !== undefined) {
    if (template.status === 'APPROVED')
      throw refuse(2388039, 'Template category cannot be changed', 'The category of an approved template is fixed.');
    template.category = category.toUpperCase();
  }
  if (components !== undefined) {
    const parsed = templateNodeSchema.safeParse({
      id,
      name: template.name,
      language: template.language,
      status: 'X',
      category: 'X',
      components,
    });
    if (!parsed.success || !parsed.data.components)
      throw new GraphError(100, 'Invalid parameter', { details: 'components could not be read' });
    const parameterFormat = (format ?? template.parameterFormat).toUpperCase() === 'NAMED' ? 'NAMED' : 'POSITIONAL';
    checkComponents(parsed.data.components, { category: template.category, parameterFormat, hasHandle: knows(emulator) });
    template.components = completeComponents(parsed.data.components, template.category);
  }
  if (ttl !== undefined) template.ttlSeconds = Number(ttl);
  if (format !== undefined) template.parameterFormat = format.toUpperCase() === 'NAMED' ? 'NAMED' : 'POSITIONAL';
  templateReview.submit(template);
  return { json: { success: true } };
}

/** `POST /{template}/unpause`. */
export function unpauseTemplate(emulator: Emulator, call: GraphCall, id: string): GraphAnswer {
  const template = requireTemplate(emulator, call, id);
  if (template.status !== 'PAUSED') throw refuse(2388039, 'Template status cannot be changed', 'The template is not paused.');
  emulator.templateReview.setStatus(template, 'APPROVED', { title: 'UNPAUSE', description: 'The template was unpaused.' });
  return { json: { success: true } };
}

/** `DELETE /{waba}/message_templates?name=` (all languages), `hsm_id`, or `hsm_ids`. Errors: 100 when nothing matches. */
export function deleteTemplates(emulator: Emulator, call: GraphCall, wabaId: string): GraphAnswer {
  const { world, clock } = emulator;
  requireWaba(world, call.token, wabaId);
  const name = textParam(call.params, 'name');
  const given = textParam(call.params, 'hsm_ids') ?? textParam(call.params, 'hsm_id') ?? '';
  const ids = given
    .split(',')
    .map((part) => part.replaceAll(/[[\]"\s]/g, ''))
    .filter((part) => part !== '');
  if (name === undefined && ids.length === 0) throw new GraphError(100, 'Invalid parameter', { details: 'name or hsm_id is required' });
  const doomed = [...world.templates.values()].filter(
    (template) =>
      template.wabaId === wabaId &&
      !template.isDeleted &&
      (ids.length === 0 || ids.includes(template.id)) &&
      (name === undefined || template.name === name),
  );
  if (doomed.length === 0)
    throw new GraphError(100, 'Invalid parameter', {
      subcode: 2593002,
      userTitle: 'Message template not found',
      userMessage: 'There is no such template.',
    });
  for (const template of doomed) {
    template.isDeleted = true;
    template.status = 'DELETED';
    template.deletedAtMs = clock.nowMs();
    world.save('template', template);
  }
  return { json: { success: true } };
}
