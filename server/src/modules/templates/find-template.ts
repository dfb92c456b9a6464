import { tenantQuery } from '#platform/db/tx';
import type { TemplatesContext } from './templates-context.ts';
import {
  selectLanguagesOfName,
  selectTemplateByMetaId,
  selectTemplatesOfAccount,
  type AccountTemplatesFilter,
  type TemplateRow,
} from './templates.sql.ts';

/** The template of an account with this name in this language, as stored; null when there is none that is not deleted. */
export async function findTemplateByName(
  ctx: Pick<TemplatesContext, 'db'>,
  workspaceId: string,
  of: { wabaAccountId: string; name: string; language: string },
): Promise<TemplateRow | null> {
  const rows = await tenantQuery<TemplateRow>(ctx.db, workspaceId, selectLanguagesOfName(workspaceId, of.wabaAccountId, of.name));
  return rows.find(({ language }) => language === of.language) ?? null;
}

/** The template with this id of Meta's, as stored; null when the workspace has none such that is not deleted. */
export async function findTemplateByMetaId(
  ctx: Pick<TemplatesContext, 'db'>,
  workspaceId: string,
  metaId: string,
): Promise<TemplateRow | null> {
  const [row] = await tenantQuery<TemplateRow>(ctx.db, workspaceId, selectTemplateByMetaId(workspaceId, metaId));
  return row ?? null;
}

/** What a page of an account's templates is asked for by. The place is that of a row; `isBackward` gives the rows before it. */
export type TemplatesOfAccount = AccountTemplatesFilter & { limit: number };

/** A page of an account's templates by name and language, as stored, and whether there are more in the direction that was asked for. */
export async function pageTemplatesOfAccount(
  ctx: Pick<TemplatesContext, 'db'>,
  workspaceId: string,
  asked: TemplatesOfAccount,
): Promise<{ rows: TemplateRow[]; hasMore: boolean }> {
  const found = await tenantQuery<TemplateRow>(ctx.db, workspaceId, selectTemplatesOfAccount(workspaceId, asked, asked.limit + 1));
  const rows = found.slice(0, asked.limit);
  return { rows: asked.isBackward ? rows.toReversed() : rows, hasMore: found.length > asked.limit };
}
