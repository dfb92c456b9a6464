import {
  ID_PREFIXES,
  type ColumnTarget,
  type CreateAttributeRequest,
  type Import,
  type ImportStatus,
  type UpdateImportRequest as UpdateSchema,
} from '@kabar/contract';
import { getCountries } from 'libphonenumber-js/min';
import type { z } from 'zod';
import { appendAudit } from '#modules/audit';
import { auditActorOf, defineAttribute, invalidField, selectAttributes, uuidOf, type AttributeRow } from '#modules/contacts';
import { tenantQuery, withTenant } from '#platform/db/tx';
import type { TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { ImportsContext } from './imports-context.ts';
import { lockImport, selectImport, updateDraft, updateStatus, type ImportRow } from './imports.sql.ts';
import { runImportJob, undoImportJob } from './job-definitions.ts';
import { openDetails, presentImport, sealConsent, undoUntil } from './present-import.ts';
import { openRows } from './run-import.ts';
import { tellImport } from './tell-import.ts';

type UpdateImportRequest = z.output<typeof UpdateSchema>;

/** One import. Errors: `not_found`. */
export async function requireImport(ctx: Pick<ImportsContext, 'db'>, workspaceId: string, id: string): Promise<ImportRow> {
  const [row] = await tenantQuery<ImportRow>(ctx.db, workspaceId, selectImport(workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  return row;
}

/**
 * Says what the columns of a draft are, how people who are there already are treated, and what the people of the file agreed to. A new
 * attribute is defined at once. Errors: `not_found`; `conflict` once it was started; `validation_failed`.
 */
export async function changeImport(ctx: ImportsContext, actor: WorkspaceActor, id: string, request: UpdateImportRequest): Promise<Import> {
  const { workspaceId } = actor;
  if (typeof request.default_country === 'string' && !getCountries().some((country) => country === request.default_country))
    throw invalidField('body.default_country', 'is not a country with a telephone plan');
  if (request.consent?.marketing === 'granted' && Date.parse(request.consent.collected_on) > ctx.clock.now().getTime())
    throw invalidField('body.consent.collected_on', 'lies in the future');
  const choices = await choicesOfNewColumns(ctx, await requireImport(ctx, workspaceId, id), request);
  const consentSealed = request.consent === undefined ? null : await sealConsent(ctx, workspaceId, id, request.consent);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<ImportRow>(lockImport(workspaceId, id));
    if (row === undefined) throw new AppError('not_found');
    if (row.status !== 'draft') throw new AppError('conflict');
    const targets = [...row.settings.targets];
    for (const { index, target } of request.columns ?? []) {
      if (index >= targets.length) throw invalidField('body.columns', `there is no column ${index}`);
      targets[index] = target.to === 'new_attribute' ? await define(ctx, tx, target, choices.get(index) ?? []) : target;
    }
    await judgeTargets(tx, targets);
    const { default_country: country, duplicates } = request;
    const settings = {
      targets,
      defaultCountry: country === undefined ? row.settings.defaultCountry : country,
      duplicates: duplicates ?? row.settings.duplicates,
    };
    await tx.query(updateDraft(workspaceId, id, settings, consentSealed ?? row.consentSealed));
    await tellImport(ctx, tx, id);
  });
  return presentImport(ctx, await requireImport(ctx, workspaceId, id));
}

/** Starts a draft, or goes on with a paused import. Errors: `not_found`; `conflict`; `validation_failed` while something is not said yet. */
export async function startImport(ctx: ImportsContext, actor: WorkspaceActor, id: string): Promise<Import> {
  return move(ctx, actor, id, 'import.started', async (tx, row) => {
    if (row.status !== 'draft' && row.status !== 'paused') throw new AppError('conflict');
    if (row.consentSealed === null) throw invalidField('consent', 'say first on what basis these people are in the file');
    if (!row.settings.targets.some(({ to }) => to === 'phone' || to === 'bsuid'))
      throw invalidField('columns', 'one column must be the phone number or the WhatsApp user id');
    await ctx.jobs.enqueue(tx, runImportJob, { workspaceId: actor.workspaceId, importId: id });
    return 'queued';
  });
}

/** Stops a running import after its present batch; it can go on from there. Errors: `not_found`; `conflict`. */
export async function pauseImport(ctx: ImportsContext, actor: WorkspaceActor, id: string): Promise<Import> {
  return move(ctx, actor, id, 'import.paused', async (_tx, row) => {
    if (row.status !== 'queued' && row.status !== 'running') throw new AppError('conflict');
    return 'paused';
  });
}

/** Ends an import for good; what it has done stays until it is undone. Errors: `not_found`; `conflict`. */
export async function cancelImport(ctx: ImportsContext, actor: WorkspaceActor, id: string): Promise<Import> {
  return move(ctx, actor, id, 'import.cancelled', async (_tx, row) => {
    if (!['draft', 'queued', 'running', 'paused'].includes(row.status)) throw new AppError('conflict');
    return 'cancelled';
  });
}

/** Takes an import back in the background. Errors: `not_found`; `conflict` when it cannot be undone (any more). */
export async function startUndo(ctx: ImportsContext, actor: WorkspaceActor, id: string): Promise<Import> {
  return move(ctx, actor, id, 'import.undone', async (tx, row) => {
    const until = undoUntil(row);
    if (until === null || until <= ctx.clock.now()) throw new AppError('conflict');
    await ctx.jobs.enqueue(tx, undoImportJob, { workspaceId: actor.workspaceId, importId: id });
    return 'undoing';
  });
}

async function move(
  ctx: ImportsContext,
  actor: WorkspaceActor,
  id: string,
  action: string,
  next: (tx: TenantTx, row: ImportRow) => Promise<ImportStatus>,
): Promise<Import> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<ImportRow>(lockImport(workspaceId, id));
    if (row === undefined) throw new AppError('not_found');
    const status = await next(tx, row);
    await tx.query(updateStatus(workspaceId, id, status, status === 'cancelled' ? { finishedAt: ctx.clock.now() } : {}));
    await tellImport(ctx, tx, id);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action,
      target: { kind: 'import', id: toPublicId(ID_PREFIXES.import, id) },
      after: { status, row_count: row.rowCount },
    });
  });
  return presentImport(ctx, await requireImport(ctx, workspaceId, id));
}

async function judgeTargets(tx: TenantTx, targets: readonly ColumnTarget[]): Promise<void> {
  const known = new Set((await tx.query<AttributeRow>(selectAttributes(tx.workspaceId))).map((row) => row.id));
  const used = new Set<string>();
  for (const target of targets) {
    if (target.to === 'ignore' || target.to === 'tags' || target.to === 'new_attribute') continue;
    const name = target.to === 'attribute' ? uuidOf('attribute', target.attribute_id) : target.to;
    if (target.to === 'attribute' && !known.has(name)) throw new AppError('not_found');
    if (used.has(name)) throw invalidField('body.columns', 'two columns mean the same');
    used.add(name);
  }
}

async function define(
  ctx: ImportsContext,
  tx: TenantTx,
  target: Extract<ColumnTarget, { to: 'new_attribute' }>,
  labels: readonly string[],
): Promise<ColumnTarget> {
  const known = await tx.query<AttributeRow>(selectAttributes(tx.workspaceId));
  const request: CreateAttributeRequest = {
    key: freeKey(target.label, new Set(known.map((row) => row.key))),
    label: target.label,
    type: target.type,
    sensitivity: target.sensitivity,
    choices: choicesOf(labels),
  };
  const row = await defineAttribute(ctx, tx, request);
  // Made with the prefix it is branded with.
  return {
    to: 'attribute',
    attribute_id: toPublicId(ID_PREFIXES.attribute, row.id) as Extract<ColumnTarget, { to: 'attribute' }>['attribute_id'],
  };
}

/** The values of columns that become choices, which only the file knows. */
async function choicesOfNewColumns(ctx: ImportsContext, row: ImportRow, request: UpdateImportRequest): Promise<Map<number, string[]>> {
  const wanted = (request.columns ?? [])
    .filter(({ target }) => target.to === 'new_attribute' && target.type === 'choice')
    .map(({ index }) => index);
  const found = new Map(wanted.map((index) => [index, new Map<string, string>()]));
  if (wanted.length === 0 || (await openDetails(ctx, row)) === null) return new Map();
  for await (const { cells } of await openRows(ctx, row)) {
    for (const [index, labels] of found) {
      const cell = (cells[index] ?? '').trim();
      if (cell !== '' && !labels.has(cell.toLowerCase())) labels.set(cell.toLowerCase(), cell.slice(0, 100));
      if (labels.size > 200) throw invalidField('body.columns', `column ${index} has more than 200 different values; import it as text`);
    }
  }
  return new Map([...found].map(([index, labels]) => [index, [...labels.values()]]));
}

function choicesOf(labels: readonly string[]): { key: string; label: string }[] {
  const used = new Set<string>();
  return labels.map((label) => {
    const key = freeKey(label, used);
    used.add(key);
    return { key, label };
  });
}

/** A key from a label: lower case, underscores, a number behind it when it is taken. */
function freeKey(label: string, taken: ReadonlySet<string>): string {
  const plain = label
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  const base = (/^[a-z]/.test(plain) ? plain : `f_${plain}`).slice(0, 45).replace(/_+$/, '');
  for (let count = 1; ; count += 1) {
    const key = count === 1 ? base : `${base}_${count}`;
    if (!taken.has(key)) return key;
  }
}
