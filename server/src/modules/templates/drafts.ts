import {
  asHandedIn,
  ID_PREFIXES,
  isSubmittable,
  readComponents,
  writeComponents,
  type CreateTemplateDraftRequest,
  type DuplicateTemplateRequest,
  type Page,
  type PageQuery,
  type Template,
  type TemplateDraft,
  type UpdateTemplateDraftRequest,
} from '@kabar/contract';
import { withTenant, tenantQuery, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId, toPublicId } from '#platform/ids';
import {
  deleteDraftRow,
  insertDraft,
  lockDraft,
  selectDraft,
  selectDrafts,
  selectNumber,
  updateDraft,
  updateDraftRefusal,
  type DraftRow,
} from './drafts.sql.ts';
import { loadTemplate } from './list-templates.ts';
import { templatePublicId } from './present-template.ts';
import { createTemplate, editTemplate } from './submit-template.ts';
import { checkContent, sampleIdsIn, type TemplateContent } from './template-content.ts';
import type { TemplatesContext } from './templates-context.ts';
import type { TemplateRow } from './templates.sql.ts';

type Content = Partial<TemplateContent>;

/** Drafts, newest first. Errors: `cursor_invalid`. */
export async function listDrafts(ctx: TemplatesContext, input: PageQuery & { workspaceId: string }): Promise<Page<TemplateDraft>> {
  const [before] = decodeCursor(input.cursor, 1) ?? [];
  if (before !== undefined && (typeof before !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(before)))
    throw new AppError('cursor_invalid');
  const rows = await tenantQuery<DraftRow>(ctx.db, input.workspaceId, selectDrafts(input.workspaceId, before ?? null, input.limit + 1));
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  return { data: shown.map(presentDraft), next_cursor: rows.length > input.limit && last !== undefined ? encodeCursor([last.id]) : null };
}

/** One draft with what is wrong with it. Errors: `not_found`. */
export async function getDraft(ctx: TemplatesContext, workspaceId: string, id: string): Promise<TemplateDraft> {
  return presentDraft(await load(ctx, workspaceId, id));
}

/** Begins a draft, empty, or as an edit with the content of a template. Errors: `not_found` for a template or number. */
export async function createDraft(ctx: TemplatesContext, workspaceId: string, body: CreateTemplateDraftRequest): Promise<TemplateDraft> {
  const templateId = body.template_id === undefined ? null : uuidOf('template', body.template_id);
  const template = templateId === null ? null : await loadTemplate(ctx, workspaceId, templateId);
  const begun = template === null ? emptyContent : contentOf(template);
  const given = readContent(body);
  // An edit keeps the name and language of its template.
  const fixed: Content = template === null ? {} : { name: template.name, language: template.language };
  return insert(ctx, workspaceId, { ...begun, ...given, ...fixed }, numberOf(body.number_id) ?? null, templateId);
}

/** Begins a draft of a new template with the content of another. Errors: `not_found`. */
export async function duplicateTemplate(
  ctx: TemplatesContext,
  workspaceId: string,
  id: string,
  body: DuplicateTemplateRequest,
): Promise<TemplateDraft> {
  const template = await loadTemplate(ctx, workspaceId, id);
  // The same name in another language is a translation; in the same language it would be refused.
  const isTranslation = body.language !== undefined && body.language !== template.language;
  const name = body.name ?? (isTranslation ? template.name : `${template.name.slice(0, 507)}_copy`);
  return insert(ctx, workspaceId, { ...contentOf(template), name, language: body.language ?? template.language }, null, null);
}

/** Replaces what is given. Errors: `not_found`; `conflict` when somebody saved since `expected_updated_at`. */
export async function changeDraft(
  ctx: TemplatesContext,
  workspaceId: string,
  id: string,
  body: UpdateTemplateDraftRequest,
): Promise<TemplateDraft> {
  const now = ctx.clock.now();
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<DraftRow>(lockDraft(workspaceId, id));
    if (row === undefined) throw new AppError('not_found');
    if (body.expected_updated_at !== undefined && new Date(body.expected_updated_at).getTime() !== row.updatedAt.getTime())
      throw new AppError('conflict');
    const numberId = numberOf(body.number_id);
    await requireNumber(tx, workspaceId, numberId ?? null);
    const fixed: Content = row.templateId === null ? {} : { name: row.name, language: row.language };
    const changed = { ...row, ...readContent(body), ...fixed, numberId: numberId === undefined ? row.numberId : numberId };
    const [saved] = await tx.query<DraftRow>(updateDraft(workspaceId, changed, now));
    if (saved === undefined) throw new AppError('not_found');
    await ctx.samples.use(workspaceId, sampleIdsIn(saved.components), tx);
    await tell(tx, workspaceId, id, now);
    return presentDraft(saved);
  });
}

/** Removes a draft. Errors: `not_found`. */
export async function deleteDraft(ctx: TemplatesContext, workspaceId: string, id: string): Promise<void> {
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const removed = await tx.query(deleteDraftRow(workspaceId, id));
    if (removed.length === 0) throw new AppError('not_found');
    await tell(tx, workspaceId, id, ctx.clock.now());
  });
}

/**
 * Hands a draft in: as a new template, or as an edit. It is gone when Meta took it; what Meta said against it is kept with it.
 *
 * Errors: `not_found`; `content_invalid`, also when no number is chosen; those of `createTemplate` and `editTemplate`.
 */
export async function submitDraft(ctx: TemplatesContext, actor: WorkspaceActor, id: string, signal: AbortSignal): Promise<Template> {
  const { workspaceId } = actor;
  const row = await load(ctx, workspaceId, id);
  const { name, language, category, parameterFormat, components, ttlSeconds, numberId, templateId } = row;
  try {
    const template = await handIn();
    await withTenant(ctx.db, workspaceId, async (tx) => {
      await tx.query(deleteDraftRow(workspaceId, id));
      await tell(tx, workspaceId, id, ctx.clock.now());
    });
    return template;
  } catch (error) {
    if (error instanceof AppError && error.code === 'content_invalid') {
      const { issues = [] } = (error.details ?? {}) as { issues?: { path: string; message: string }[] }; // the details of that code
      const refusal = { at: ctx.clock.now().toISOString(), issues };
      await tenantQuery(ctx.db, workspaceId, updateDraftRefusal(workspaceId, id, refusal));
    }
    throw error;
  }

  function handIn(): Promise<Template> {
    if (templateId !== null)
      return editTemplate(ctx, actor, { id: templateId, change: { category, parameterFormat, components, ttlSeconds }, signal });
    if (numberId === null)
      throw new AppError('content_invalid', {
        details: { issues: [{ path: 'number_id', message: 'Choose the number that the template is for.' }] },
      });
    return createTemplate(ctx, actor, { numberId, content: { name, language, category, parameterFormat, components, ttlSeconds }, signal });
  }
}

const emptyContent: TemplateContent = {
  name: '',
  language: 'en_US',
  category: 'utility',
  parameterFormat: 'positional',
  components: [],
  ttlSeconds: null,
};

/** A template as it would be handed in again, with our copies of its sample files. */
function contentOf(row: TemplateRow): TemplateContent {
  const parts = readComponents(row.components);
  const again = row.category === 'authentication' ? asHandedIn(parts) : parts;
  const ids = row.sampleMediaIds.map((id) => toPublicId(ID_PREFIXES.media, id));
  // Meta gives back addresses of its own instead of handles; only our copies can be handed in again.
  for (const part of [again, ...again.cards])
    if (part.header !== null && 'handle' in part.header) part.header = { ...part.header, handle: ids.shift() ?? '' };
  return {
    name: row.name,
    language: row.language,
    category: row.category === 'unknown' ? 'utility' : row.category,
    parameterFormat: row.parameterFormat,
    components: writeComponents(again, row.parameterFormat),
    ttlSeconds: row.ttlSeconds,
  };
}

function readContent(body: Omit<UpdateTemplateDraftRequest, 'number_id'>): Content {
  const { name, language, category, parameter_format: parameterFormat, components, ttl_seconds: ttlSeconds } = body;
  return {
    ...(name === undefined ? {} : { name }),
    ...(language === undefined ? {} : { language }),
    ...(category === undefined ? {} : { category }),
    ...(parameterFormat === undefined ? {} : { parameterFormat }),
    ...(components === undefined ? {} : { components }),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
  };
}

async function insert(
  ctx: TemplatesContext,
  workspaceId: string,
  content: TemplateContent,
  numberId: string | null,
  templateId: string | null,
): Promise<TemplateDraft> {
  const id = ctx.ids.uuid();
  const now = ctx.clock.now();
  return withTenant(ctx.db, workspaceId, async (tx) => {
    await requireNumber(tx, workspaceId, numberId);
    const [row] = await tx.query<DraftRow>(insertDraft(workspaceId, { ...content, id, numberId, templateId }, now));
    if (row === undefined) throw new Error('the draft vanished while it was stored');
    await ctx.samples.use(workspaceId, sampleIdsIn(row.components), tx);
    await tell(tx, workspaceId, id, now);
    return presentDraft(row);
  });
}

async function requireNumber(tx: TenantTx, workspaceId: string, numberId: string | null): Promise<void> {
  if (numberId === null) return;
  const rows = await tx.query(selectNumber(workspaceId, numberId));
  if (rows.length === 0) throw new AppError('not_found');
}

async function load(ctx: TemplatesContext, workspaceId: string, id: string): Promise<DraftRow> {
  const [row] = await tenantQuery<DraftRow>(ctx.db, workspaceId, selectDraft(workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  return row;
}

async function tell(tx: TenantTx, workspaceId: string, id: string, occurredAt: Date): Promise<void> {
  const data = { template_draft_id: toPublicId(ID_PREFIXES.templateDraft, id) };
  await appendEvents(tx, [{ workspaceId, type: 'template_draft.updated', data, occurredAt }]);
}

function numberOf(publicId: string | null | undefined): string | null | undefined {
  return publicId === null || publicId === undefined ? publicId : uuidOf('number', publicId);
}

/** The database id behind a public one. Errors: `not_found`. */
export function uuidOf(kind: 'number' | 'template' | 'templateDraft', publicId: string): string {
  const id = fromPublicId(ID_PREFIXES[kind], publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}

function presentDraft(row: DraftRow): TemplateDraft {
  const issues = checkContent(row);
  return {
    id: toPublicId(ID_PREFIXES.templateDraft, row.id) as TemplateDraft['id'], // made with that very prefix
    number_id: row.numberId === null ? null : (toPublicId(ID_PREFIXES.number, row.numberId) as TemplateDraft['number_id']), // likewise
    template_id: row.templateId === null ? null : templatePublicId(row.templateId),
    name: row.name,
    language: row.language,
    category: row.category,
    parameter_format: row.parameterFormat,
    components: row.components,
    ttl_seconds: row.ttlSeconds,
    issues: issues.map(({ path, code, severity, message }) => ({ path, code, severity, message })),
    can_submit: isSubmittable(issues) && (row.numberId !== null || row.templateId !== null),
    last_refusal: row.lastRefusal,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
