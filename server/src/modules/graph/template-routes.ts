import { createTemplateRequestSchema } from '@kabar/cloud-api';
import {
  createTemplate,
  deleteTemplate,
  editTemplate,
  findTemplateByMetaId,
  pageTemplatesOfAccount,
  unpauseTemplate,
} from '#modules/templates';
import type { TemplateRow } from '#modules/templates';
import { AppError } from '#platform/errors';
import type { Route } from '#platform/http/route';
import { requireAccount } from './find-objects.ts';
import { requirePermission, type GraphContext } from './graph-context.ts';
import { selectFields } from './graph-fields.ts';
import { readPaging, toGraphPage } from './graph-paging.ts';
import { parameterInvalid, parameterMissing, unknownObject, valueInvalid } from './graph-refusal.ts';
import { defineGraphRoute, nameSubject, type GraphCall } from './graph-routes.ts';
import { nativeMediaId } from './media-ids.ts';
import { metaStatusOf, templateKind, templateNode } from './template-nodes.ts';

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Source: "Manage templates" (`hsm_ids`), 2025-12. */
const maxDeletedAtOnce = 100;

/** Templates of an account. They are checked, handed in and kept as by the native API. */
export function templateRoutes(ctx: GraphContext): Route[] {
  return [
    defineGraphRoute({
      method: 'GET',
      path: '/:waba_id/message_templates',
      summary: 'List the templates of an account',
      answer: (call) => listTemplates(ctx, call),
    }),
    defineGraphRoute({
      method: 'POST',
      path: '/:waba_id/message_templates',
      summary: 'Hand in a template',
      answer: (call) => createGraphTemplate(ctx, call),
    }),
    defineGraphRoute({
      method: 'DELETE',
      path: '/:waba_id/message_templates',
      summary: 'Delete templates by name or id',
      answer: (call) => deleteGraphTemplates(ctx, call),
    }),
    defineGraphRoute({
      method: 'POST',
      path: '/:template_id/unpause',
      summary: 'End the pause of a template',
      answer: async (call) => {
        const { actor, request } = call;
        const { template_id: metaId = '' } = call.ids;
        requirePermission(actor, 'templates:write');
        const template = await findTemplateByMetaId(ctx, actor.workspaceId, metaId);
        if (template === null) throw unknownObject('POST', metaId);
        nameSubject(call, 'template', template.id);
        await unpauseTemplate(ctx.templates, actor, template.id, request.signal);
        return { success: true };
      },
    }),
  ];
}

async function listTemplates(ctx: GraphContext, { actor, version, ids: { waba_id: wabaId = '' }, query }: GraphCall): Promise<object> {
  requirePermission(actor, 'templates:read');
  const account = await requireAccount(ctx, actor.workspaceId, wabaId, 'GET');
  const asked = readPaging(query, 3);
  const page = await pageTemplatesOfAccount(ctx, actor.workspaceId, {
    wabaAccountId: account.id,
    name: query['name']?.toLowerCase() ?? null,
    content: query['content']?.toLowerCase() ?? null,
    nameOrContent: query['name_or_content']?.toLowerCase() ?? null,
    statuses: listOf(query['status']).map((status) => status.toLowerCase()),
    categories: listOf(query['category']).map((category) => category.toLowerCase()),
    languages: listOf(query['language']).map((language) => language.replace('-', '_')),
    qualities: listOf(query['quality_score']).map((quality) => quality.toLowerCase()),
    place: placeOf(asked.cursor),
    isBackward: asked.isBackward,
    limit: asked.limit,
  });
  return toGraphPage(page, asked, {
    url: `${ctx.publicUrl}/graph/${version}/${wabaId}/message_templates`,
    query,
    present: (row) => selectFields(templateKind, templateNode(row), query['fields']),
    placeOf: (row) => [row.name, row.language, row.id],
  });
}

/** `a,b` or the JSON text of a list; empty without a value. */
function listOf(text: string | undefined): string[] {
  if (text === undefined || text === '') return [];
  return text
    .replaceAll(/[[\]"]/g, '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function placeOf(cursor: (string | number | null)[] | null): { name: string; language: string; id: string } | null {
  if (cursor === null) return null;
  const [name, language, id] = cursor;
  if (typeof name !== 'string' || typeof language !== 'string' || typeof id !== 'string' || !uuidForm.test(id))
    throw parameterInvalid('The cursor is not one of this list.');
  return { name, language, id };
}

async function createGraphTemplate(ctx: GraphContext, call: GraphCall): Promise<object> {
  const { actor, body, request } = call;
  const { waba_id: wabaId = '' } = call.ids;
  requirePermission(actor, 'templates:write');
  const account = await requireAccount(ctx, actor.workspaceId, wabaId, 'POST');
  for (const name of ['name', 'language', 'category', 'components']) if (body[name] === undefined) throw parameterMissing(name);
  const parsed = createTemplateRequestSchema.safeParse(body);
  if (!parsed.success) throw firstIssue(parsed.error.issues);
  const { name, language, category, parameter_format: format = 'POSITIONAL', message_send_ttl_seconds: ttlSeconds = null } = parsed.data;
  const connection = await ctx.connections.connectionForAccount(actor.workspaceId, account.id);
  if (connection === null) throw new AppError('number_not_connected');
  const made = await createTemplate(ctx.templates, actor, {
    numberId: connection.numberId,
    content: {
      name,
      language: language.replace('-', '_'),
      category: lowerCase(category),
      parameterFormat: lowerCase(format),
      components: withNativeHandles(body['components']),
      ttlSeconds,
    },
    signal: request.signal,
  });
  request.raw.kabarSubject = made.id;
  return { id: made.meta_id, status: metaStatusOf(made.status), category: made.category.toUpperCase() };
}

/** Changes a template: the fields that are named. Errors: as for the native edit. */
export async function editGraphTemplate(ctx: GraphContext, { actor, body, request }: GraphCall, template: TemplateRow): Promise<object> {
  requirePermission(actor, 'templates:write');
  const parsed = createTemplateRequestSchema.partial().safeParse(body);
  if (!parsed.success) throw firstIssue(parsed.error.issues);
  const { category, parameter_format: format, message_send_ttl_seconds: ttlSeconds } = parsed.data;
  await editTemplate(ctx.templates, actor, {
    id: template.id,
    change: {
      ...(category === undefined ? {} : { category: lowerCase(category) }),
      ...(format === undefined ? {} : { parameterFormat: lowerCase(format) }),
      ...(body['components'] === undefined ? {} : { components: withNativeHandles(body['components']) }),
      ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
    },
    signal: request.signal,
  });
  return { success: true };
}

async function deleteGraphTemplates(
  ctx: GraphContext,
  { actor, ids: { waba_id: wabaId = '' }, query, request }: GraphCall,
): Promise<object> {
  requirePermission(actor, 'templates:write');
  const { workspaceId } = actor;
  const { signal } = request;
  const account = await requireAccount(ctx, workspaceId, wabaId, 'DELETE');
  const metaIds = query['hsm_ids'] === undefined ? listOf(query['hsm_id']) : listOf(query['hsm_ids']);
  if (metaIds.length > maxDeletedAtOnce) throw parameterInvalid(`At most ${maxDeletedAtOnce} templates can be deleted at once.`);
  const name = query['name'];
  if (metaIds.length === 0 && name === undefined) throw parameterMissing('name');
  const found =
    metaIds.length === 0
      ? [await firstOfName(ctx, workspaceId, account.id, name ?? '')]
      : await byIds(ctx, workspaceId, account.id, metaIds);
  for (const template of found) await deleteTemplate(ctx.templates, actor, { id: template.id, isWholeName: metaIds.length === 0, signal });
  return { success: true };
}

async function firstOfName(ctx: GraphContext, workspaceId: string, wabaAccountId: string, name: string): Promise<TemplateRow> {
  const none = { content: null, nameOrContent: null, statuses: [], categories: [], languages: [], qualities: [], place: null };
  const { rows } = await pageTemplatesOfAccount(ctx, workspaceId, { ...none, wabaAccountId, name, isBackward: false, limit: 250 });
  const [template] = rows.filter((row) => row.name === name);
  if (template === undefined) throw valueInvalid(`Param name: there is no template ${name}.`);
  return template;
}

/** All of them, or a refusal before anything was deleted. */
async function byIds(ctx: GraphContext, workspaceId: string, wabaAccountId: string, metaIds: readonly string[]): Promise<TemplateRow[]> {
  const templates: TemplateRow[] = [];
  for (const metaId of metaIds) {
    const template = await findTemplateByMetaId(ctx, workspaceId, metaId);
    if (template === null || template.wabaAccountId !== wabaAccountId) throw unknownObject('DELETE', metaId);
    templates.push(template);
  }
  return templates;
}

/** Where Meta wants a handle of a sample file, a file uploaded here serves; the native API hands it over. */
function withNativeHandles(components: unknown): Record<string, unknown>[] {
  const walked = walkHandles(components, false);
  return Array.isArray(walked) ? (walked as Record<string, unknown>[]) : []; // the native API looks at each component
}

function walkHandles(value: unknown, isHandle: boolean): unknown {
  if (typeof value === 'string') return isHandle ? nativeMediaId(value) : value;
  if (Array.isArray(value)) return value.map((item) => walkHandles(item, isHandle));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walkHandles(inner, key === 'header_handle')]));
}

function lowerCase<Word extends string>(word: Word): Lowercase<Word> {
  return word.toLowerCase() as Lowercase<Word>; // what the method does
}

function firstIssue(issues: readonly { path: PropertyKey[]; message: string }[]): AppError {
  const [issue] = issues;
  return parameterInvalid(`Param ${issue?.path.map(String).join('.') || 'root'} ${issue?.message ?? 'is not valid'}.`);
}
