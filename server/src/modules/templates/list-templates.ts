import {
  ID_PREFIXES,
  type ListTemplatesQuery,
  type Page,
  type PageQuery,
  type Template,
  type TemplateChange,
  type TemplateGroup,
} from '@kabar/contract';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId } from '#platform/ids';
import { notUsableReason, presentTemplate, readStatus, templatePublicId } from './present-template.ts';
import type { TemplatesContext } from './templates-context.ts';
import {
  selectAccountOfNumber,
  selectChanges,
  selectTemplateGroups,
  selectTemplate,
  selectTemplatesPage,
  type ChangeRow,
  type TemplateFilter,
  type TemplateRow,
} from './templates.sql.ts';

/**
 * Templates by name and language. With a number only those that it can send; deleted ones only when asked for.
 * Errors: `not_found` for a number that is not of this workspace; `cursor_invalid`.
 */
export async function listTemplates(ctx: TemplatesContext, input: ListTemplatesQuery & { workspaceId: string }): Promise<Page<Template>> {
  const after = readPosition(input.cursor);
  const { workspaceId, limit } = input;
  const rows = await withTenant(ctx.db, workspaceId, async (tx) => {
    const wabaAccountId = input.number_id === undefined ? null : await accountOf(tx, workspaceId, input.number_id);
    return tx.query<TemplateRow>(
      selectTemplatesPage({ workspaceId, wabaAccountId, status: input.status ?? null, ...filterOf(input), after, limit: limit + 1 }),
    );
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map((row) => presentTemplate(row, ctx.clock.now())),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.name, last.language, last.id]) : null,
  };
}

/**
 * Names with all their languages, by name; one language that fits is enough. Errors: those of `listTemplates`.
 */
export async function listTemplateGroups(
  ctx: TemplatesContext,
  input: ListTemplatesQuery & { workspaceId: string },
): Promise<Page<TemplateGroup>> {
  const { workspaceId, limit } = input;
  const position = decodeCursor(input.cursor, 2);
  const [name, wabaAccountId] = position ?? [];
  if (position !== null && (typeof name !== 'string' || typeof wabaAccountId !== 'string' || !uuidForm.test(wabaAccountId)))
    throw new AppError('cursor_invalid');
  const after = typeof name === 'string' && typeof wabaAccountId === 'string' ? { name, wabaAccountId } : null;
  const rows = await withTenant(ctx.db, workspaceId, async (tx) => {
    const account = input.number_id === undefined ? null : await accountOf(tx, workspaceId, input.number_id);
    return tx.query<TemplateRow & { lastSentAt: Date | null }>(
      selectTemplateGroups({
        workspaceId,
        wabaAccountId: account,
        status: input.status ?? null,
        ...filterOf(input),
        after,
        limit: limit + 1,
      }),
    );
  });
  const groups = [...Map.groupBy(rows, (row) => `${row.name} ${row.wabaAccountId}`).values()];
  const shown = groups.slice(0, limit);
  const last = shown.at(-1)?.[0];
  const now = ctx.clock.now();
  return {
    data: shown.map((languages) => ({
      waba_id: languages[0]?.wabaId ?? '',
      name: languages[0]?.name ?? '',
      languages: languages.map((row) => ({
        id: templatePublicId(row.id),
        language: row.language,
        category: row.category,
        status: readStatus(row.status),
        quality: row.quality,
        not_usable_reason: notUsableReason(row, now),
        last_sent_at: row.lastSentAt?.toISOString() ?? null,
      })),
    })),
    next_cursor: groups.length > limit && last !== undefined ? encodeCursor([last.name, last.wabaAccountId]) : null,
  };
}

/** One template. Errors: `not_found`. */
export async function getTemplate(ctx: Pick<TemplatesContext, 'db' | 'clock'>, workspaceId: string, id: string): Promise<Template> {
  return presentTemplate(await loadTemplate(ctx, workspaceId, id), ctx.clock.now());
}

/** One template as stored. Errors: `not_found`. */
export async function loadTemplate(ctx: Pick<TemplatesContext, 'db'>, workspaceId: string, id: string): Promise<TemplateRow> {
  const [row] = await tenantQuery<TemplateRow>(ctx.db, workspaceId, selectTemplate(workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  return row;
}

/** The history of a template, newest first. Errors: `not_found`; `cursor_invalid`. */
export async function listTemplateChanges(
  ctx: Pick<TemplatesContext, 'db'>,
  input: PageQuery & { workspaceId: string; id: string },
): Promise<Page<TemplateChange>> {
  const { workspaceId, id, limit } = input;
  const [before] = decodeCursor(input.cursor, 1) ?? [];
  if (before !== undefined && (typeof before !== 'string' || !/^\d{1,18}$/.test(before))) throw new AppError('cursor_invalid');
  await loadTemplate(ctx, workspaceId, id);
  const rows = await tenantQuery<ChangeRow>(ctx.db, workspaceId, selectChanges(workspaceId, id, before ?? null, limit + 1));
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map((row) => ({ ...row, at: row.at.toISOString() })),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.id]) : null,
  };
}

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function filterOf(input: ListTemplatesQuery): TemplateFilter {
  return {
    category: input.category ?? null,
    language: input.language?.replace('-', '_') ?? null,
    quality: input.quality ?? null,
    search: input.q === undefined || input.q === '' ? null : input.q.toLowerCase(),
  };
}

async function accountOf(
  tx: Parameters<Parameters<typeof withTenant>[2]>[0],
  workspaceId: string,
  publicNumberId: string,
): Promise<string> {
  const numberId = fromPublicId(ID_PREFIXES.number, publicNumberId);
  const [row] = numberId === null ? [] : await tx.query<{ wabaAccountId: string }>(selectAccountOfNumber(workspaceId, numberId));
  if (row === undefined) throw new AppError('not_found');
  return row.wabaAccountId;
}

function readPosition(cursor: string | undefined): { name: string; language: string; id: string } | null {
  const position = decodeCursor(cursor, 3);
  if (position === null) return null;
  const [name, language, id] = position;
  const isUuid = typeof id === 'string' && uuidForm.test(id);
  if (typeof name !== 'string' || typeof language !== 'string' || !isUuid) throw new AppError('cursor_invalid');
  return { name, language, id };
}
