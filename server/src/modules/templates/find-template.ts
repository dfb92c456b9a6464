import { tenantQuery } from '#platform/db/tx';
import type { TemplatesContext } from './templates-context.ts';
import { selectLanguagesOfName, type TemplateRow } from './templates.sql.ts';

/** The template of an account with this name in this language, as stored; null when there is none that is not deleted. */
export async function findTemplateByName(
  ctx: Pick<TemplatesContext, 'db'>,
  workspaceId: string,
  of: { wabaAccountId: string; name: string; language: string },
): Promise<TemplateRow | null> {
  const rows = await tenantQuery<TemplateRow>(ctx.db, workspaceId, selectLanguagesOfName(workspaceId, of.wabaAccountId, of.name));
  return rows.find(({ language }) => language === of.language) ?? null;
}
