import type { Template } from '@kabar/contract';
import { appendAudit, type AuditEntryInput } from '#modules/audit';
import { updateTemplatesDue, type NumberConnection } from '#modules/numbers';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import type { CallOutcome, TemplateEdit, TemplateFacts } from '#whatsapp/provider';
import type { ProviderError } from '#whatsapp/provider-error';
import { getTemplate, loadTemplate } from './list-templates.ts';
import { editVerdict, templatePublicId } from './present-template.ts';
import { issueOfRefusal, refusal, requireValid, sampleIdsIn, withHandles, type TemplateContent } from './template-content.ts';
import type { TemplatesContext } from './templates-context.ts';
import {
  selectAppOfAccount,
  selectLanguagesOfName,
  updateDeletedHere,
  updateOwnFacts,
  upsertTemplates,
  type ListOrigin,
  type TemplateRow,
} from './templates.sql.ts';

/** WhatsApp keeps the name of a deleted approved template blocked for so long. Source: "Manage templates", 2025-12. */
const nameLockMs = 30 * 86_400_000;

/**
 * Checks a new template, hands it to Meta with its sample files, and keeps it.
 *
 * Errors: `content_invalid` with each field, by our own checks or by Meta's; `not_found`, `number_not_connected`,
 * `upstream_unavailable`, `number_credentials_refused`; those of opening a sample.
 */
export async function createTemplate(
  ctx: TemplatesContext,
  actor: WorkspaceActor,
  input: { numberId: string; content: TemplateContent; signal: AbortSignal },
): Promise<Template> {
  const { workspaceId } = actor;
  const { numberId, content, signal } = input;
  const connection = await requireConnection(ctx, workspaceId, numberId);
  requireValid(content);
  const { wabaAccountId } = connection;
  const known = await tenantQuery<TemplateRow>(ctx.db, workspaceId, selectLanguagesOfName(workspaceId, wabaAccountId, content.name));
  if (known.some((row) => row.language === content.language))
    throw refusal([
      { path: 'language', message: 'There is already a template of this name in this language. Edit it, or choose another.' },
    ]);
  const samples = sampleIdsIn(content.components);
  const components = await handOverSamples(ctx, connection, content.components, samples, signal);
  const made = taken(await ctx.provider.createTemplate(connection, { ...content, components }, { signal }));
  const asMade: TemplateFacts = {
    ...content,
    components,
    metaId: made.metaId,
    status: made.status,
    category: made.category,
    quality: 'unknown',
    rejectedReason: null,
  };
  return keep(ctx, actor, connection, asMade, { samples, editedAt: null, action: 'template.created' });
}

/**
 * Changes a template: what is given replaces what was there; it goes back to review.
 *
 * Errors: `not_found`; `content_invalid` also when it cannot be edited now; otherwise as for `createTemplate`.
 */
export async function editTemplate(
  ctx: TemplatesContext,
  actor: WorkspaceActor,
  input: { id: string; change: Partial<Omit<TemplateContent, 'name' | 'language'>>; signal: AbortSignal },
): Promise<Template> {
  const { workspaceId } = actor;
  const { change, signal } = input;
  const row = await loadTemplate(ctx, workspaceId, input.id);
  const now = ctx.clock.now();
  const verdict = editVerdict(row, now);
  if (verdict.reason !== null) throw refusal([{ path: '', message: verdict.reason }]);
  const { category = row.category } = change;
  if (row.status === 'approved' && category !== row.category)
    throw refusal([{ path: 'category', message: 'The category of an approved template is fixed. Duplicate it under another name.' }]);
  const connection = await requireAccount(ctx, workspaceId, row.wabaAccountId);
  const components = change.components ?? row.components;
  const { parameterFormat = row.parameterFormat, ttlSeconds = row.ttlSeconds } = change;
  if (category === 'unknown') throw refusal([{ path: 'category', message: 'Choose marketing, utility or authentication.' }]);
  const { name, language } = row;
  if (change.components !== undefined) requireValid({ name, language, category, parameterFormat, components, ttlSeconds });
  const samples = change.components === undefined ? null : sampleIdsIn(components);
  const handed = samples === null ? components : await handOverSamples(ctx, connection, components, samples, signal);
  const edit: TemplateEdit = {
    ...(category === row.category ? {} : { category }),
    ...(change.components === undefined ? {} : { components: handed }),
    ...(parameterFormat === row.parameterFormat ? {} : { parameterFormat }),
    ...(ttlSeconds === row.ttlSeconds || ttlSeconds === null ? {} : { ttlSeconds }),
  };
  if (Object.keys(edit).length === 0) return getTemplate(ctx, workspaceId, row.id);
  taken(await ctx.provider.editTemplate(connection, row.metaId, edit, { signal }));
  const { metaId, quality } = row;
  const asMade = { metaId, name, language, category, parameterFormat, components: handed, ttlSeconds, quality, rejectedReason: null };
  const editedAt = row.status === 'approved' ? now : null;
  return keep(ctx, actor, connection, { ...asMade, status: 'pending' }, { samples, editedAt, action: 'template.updated' });
}

/**
 * Deletes one language of a template, or its name in all languages. Messages that were accepted before are still tried.
 *
 * Errors: `not_found`; otherwise as for `createTemplate`.
 */
export async function deleteTemplate(
  ctx: TemplatesContext,
  actor: WorkspaceActor,
  input: { id: string; isWholeName: boolean; signal: AbortSignal },
): Promise<{ deleted: Template['id'][]; name_free_at: string | null }> {
  const { workspaceId } = actor;
  const row = await loadTemplate(ctx, workspaceId, input.id);
  const connection = await requireAccount(ctx, workspaceId, row.wabaAccountId);
  const languages = selectLanguagesOfName(workspaceId, row.wabaAccountId, row.name);
  const affected = input.isWholeName ? await tenantQuery<TemplateRow>(ctx.db, workspaceId, languages) : [row];
  const metaId = input.isWholeName ? null : row.metaId;
  taken(await ctx.provider.deleteTemplate(connection, { name: row.name, metaId }, { signal: input.signal }));
  const now = ctx.clock.now();
  const deleted = await withTenant(ctx.db, workspaceId, async (tx) => {
    const ids = affected.map(({ id }) => id);
    const rows = await tx.query<{ id: string }>(updateDeletedHere(workspaceId, ids, wholeSeconds(now), now));
    const publicIds = rows.map(({ id }) => templatePublicId(id));
    await appendEvents(
      tx,
      publicIds.map((id) => ({ workspaceId, type: 'template.updated', data: { template_id: id }, occurredAt: now })),
    );
    for (const id of publicIds)
      await appendAudit(ctx.audit, tx, { actor: auditActorOf(actor), action: 'template.deleted', target: { kind: 'template', id } });
    return publicIds;
  });
  const wasApproved = affected.some(({ status }) => status === 'approved' || status === 'paused');
  return { deleted, name_free_at: wasApproved ? new Date(now.getTime() + nameLockMs).toISOString() : null };
}

/** Ends a pause that WhatsApp does not end by itself. Errors: `conflict` when it is not paused; as for `createTemplate`. */
export async function unpauseTemplate(ctx: TemplatesContext, actor: WorkspaceActor, id: string, signal: AbortSignal): Promise<Template> {
  const { workspaceId } = actor;
  const row = await loadTemplate(ctx, workspaceId, id);
  if (row.status !== 'paused') throw new AppError('conflict');
  const connection = await requireAccount(ctx, workspaceId, row.wabaAccountId);
  taken(await ctx.provider.unpauseTemplate(connection, row.metaId, { signal }));
  const { wabaAccountId: _account, wabaId: _waba, ...facts } = row;
  return keep(ctx, actor, connection, { ...facts, status: 'approved' }, { samples: null, editedAt: null, action: 'template.unpaused' });
}

type Kept = { samples: readonly string[] | null; editedAt: Date | null; action: AuditEntryInput['action'] };

/** Stores a template as Meta has it now, or as we know it where Meta does not say. */
async function keep(
  ctx: TemplatesContext,
  actor: WorkspaceActor,
  connection: NumberConnection,
  asMade: TemplateFacts,
  { samples, editedAt, action }: Kept,
): Promise<Template> {
  const { workspaceId, wabaAccountId } = connection;
  const factsAt = wholeSeconds(ctx.clock.now());
  // Meta completes and sometimes reclassifies; a failure here changes nothing about what was done.
  const outcome = await ctx.provider.getTemplate(connection, asMade.metaId);
  const facts = outcome.ok ? outcome.value : asMade;
  const now = ctx.clock.now();
  const origin: ListOrigin = { workspaceId, wabaAccountId, factsAt, now, source: 'kabar' };
  const row = await withTenant(ctx.db, workspaceId, async (tx) => {
    if (!outcome.ok) await tx.query(updateTemplatesDue(workspaceId, [wabaAccountId], now));
    await tx.query(upsertTemplates(origin, [ctx.ids.uuid()], [facts]));
    const languages = await tx.query<TemplateRow>(selectLanguagesOfName(workspaceId, wabaAccountId, facts.name));
    const own = languages.find(({ language }) => language === facts.language);
    if (own === undefined) throw new Error('the template vanished while it was stored');
    await tx.query(updateOwnFacts(workspaceId, own.id, { editedAt, sampleMediaIds: samples }));
    if (samples !== null) await ctx.samples.use(workspaceId, samples, tx);
    const id = templatePublicId(own.id);
    await appendEvents(tx, [{ workspaceId, type: 'template.updated', data: { template_id: id }, occurredAt: now }]);
    await appendAudit(ctx.audit, tx, { actor: auditActorOf(actor), action, target: { kind: 'template', id } });
    return own.id;
  });
  return getTemplate(ctx, workspaceId, row);
}

/** Uploads the sample files of components and puts Meta's handles in their places. */
async function handOverSamples(
  ctx: TemplatesContext,
  connection: NumberConnection,
  components: Record<string, unknown>[],
  sampleIds: readonly string[],
  signal: AbortSignal,
): Promise<Record<string, unknown>[]> {
  if (sampleIds.length === 0) return components;
  const appId = await appOf(ctx, connection, signal);
  const handles = new Map<string, string>();
  for (const id of sampleIds) {
    const file = await ctx.samples.open(connection.workspaceId, id, signal);
    handles.set(id, taken(await ctx.provider.uploadSample(connection, appId, file, { signal })).handle);
  }
  return withHandles(components, handles);
}

async function appOf(ctx: TemplatesContext, connection: NumberConnection, signal: AbortSignal): Promise<string> {
  const { workspaceId, wabaAccountId } = connection;
  const [known] = await tenantQuery<{ appId: string | null }>(ctx.db, workspaceId, selectAppOfAccount(workspaceId, wabaAccountId));
  if (known !== undefined && known.appId !== null) return known.appId;
  const { appId } = taken(await ctx.provider.debugToken(connection, { signal }));
  if (appId === null)
    throw new AppError('number_credentials_refused', {
      details: { reason: 'WhatsApp does not say which app the access token belongs to.' },
    });
  return appId;
}

/** The value, or the refusal in words. Access is told apart from the content, and silence from both. */
function taken<Value>(outcome: CallOutcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  const { error, unreachable } = outcome;
  if (unreachable || error.retry === 'R' || error.retry === 'U')
    throw new AppError('upstream_unavailable', { context: { metaCode: error.code, httpStatus: error.httpStatus } });
  if (isAccess(error)) throw new AppError('number_credentials_refused', { details: { reason: `${error.plainReason} ${error.nextStep}` } });
  throw refusal([issueOfRefusal(error)]);
}

function isAccess(error: ProviderError): boolean {
  return error.class === 'auth' || error.class === 'permission';
}

async function requireConnection(ctx: TemplatesContext, workspaceId: string, numberId: string): Promise<NumberConnection> {
  const connection = await ctx.connections.connectionFor(workspaceId, numberId);
  if (connection !== null) return connection;
  const rows = await tenantQuery(ctx.db, workspaceId, {
    text: 'select id from numbers where workspace_id = $1 and id = $2',
    values: [workspaceId, numberId],
  });
  throw new AppError(rows.length === 0 ? 'not_found' : 'number_not_connected');
}

async function requireAccount(ctx: TemplatesContext, workspaceId: string, wabaAccountId: string): Promise<NumberConnection> {
  const connection = await ctx.connections.connectionForAccount(workspaceId, wabaAccountId);
  if (connection === null) throw new AppError('number_not_connected');
  return connection;
}

function wholeSeconds(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000);
}

function auditActorOf(actor: WorkspaceActor): AuditEntryInput['actor'] {
  return { kind: actor.kind, id: actor.kind === 'user' ? actor.userId : actor.apiKeyId };
}
