import { ID_PREFIXES, TEMPLATE_STATUSES, type ListTemplatesQuery, type Page, type Template } from '@kabar/contract';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId, toPublicId } from '#platform/ids';
import type { TemplatesContext } from './templates-context.ts';
import { selectAccountOfNumber, selectTemplatesPage, type TemplateRow } from './templates.sql.ts';

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
      selectTemplatesPage({ workspaceId, wabaAccountId, status: input.status ?? null, after, limit: limit + 1 }),
    );
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map(presentTemplate),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.name, last.language, last.id]) : null,
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
  const isUuid = typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  if (typeof name !== 'string' || typeof language !== 'string' || !isUuid) throw new AppError('cursor_invalid');
  return { name, language, id };
}

/** Shapes a template for the API. A status that this release has no word for shows as `unknown`. */
export function presentTemplate(row: TemplateRow): Template {
  return {
    id: toPublicId(ID_PREFIXES.template, row.id) as Template['id'], // made with that very prefix
    waba_id: row.wabaId,
    meta_id: row.metaId,
    name: row.name,
    language: row.language,
    category: row.category,
    status: TEMPLATE_STATUSES.find((status) => status === row.status) ?? 'unknown',
    quality: row.quality,
    rejected_reason: row.rejectedReason,
    parameter_format: row.parameterFormat,
    components: row.components,
    synced_at: row.syncedAt.toISOString(),
  };
}
