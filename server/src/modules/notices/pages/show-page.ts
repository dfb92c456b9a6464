import type { NoticeLanguage, NoticePage } from '@kabar/contract';
import { installationId } from '#modules/keyring';
import { engineQuery } from '#platform/db/tx';
import { loadWorld } from '../load-world.ts';
import { materialOf } from '../manage-notice.ts';
import type { NoticesContext } from '../notices-context.ts';
import { selectVersions, selectWorkspaceBySlug, type VersionRow } from '../notices.sql.ts';
import { renderNotice, stillTrue } from '../render-notice.ts';
import { writeNotFound, writePage } from './write-page.ts';

const mostVersions = 200;

/** A page that was asked for: of a workspace by the name in its address, or of the installation. */
export type AskedPage = { slug: string | null; page: NoticePage; language: NoticeLanguage; version: number | null };

/**
 * Writes a public page. The version that counts shows only sentences that are true at this moment; earlier and coming versions are shown as they
 * were published, and say so.
 */
export async function showPage(ctx: NoticesContext, asked: AskedPage): Promise<{ status: 200 | 404; html: string }> {
  const owner = await findOwner(ctx, asked.slug);
  if (owner === null) return { status: 404, html: writeNotFound(asked.language) };
  const versions = await engineQuery<VersionRow>(ctx.db, selectVersions(owner.workspaceId, mostVersions));
  const now = ctx.clock.now();
  const current = versions.find(({ effectiveAt }) => effectiveAt <= now) ?? null;
  const shown = asked.version === null ? current : (versions.find(({ number }) => number === asked.version) ?? null);
  if (asked.version !== null && shown === null) return { status: 404, html: writeNotFound(asked.language) };
  const upcoming = versions.find(({ effectiveAt }) => effectiveAt > now) ?? null;
  const isCurrent = shown !== null && shown.id === current?.id;
  const sentences = shown === null ? [] : isCurrent ? await trueSentences(ctx, owner.workspaceId, shown) : shown.sentences;
  return {
    status: shown === null ? 404 : 200,
    html: writePage({
      page: asked.page,
      language: asked.language,
      name: shown?.facts.controller_name ?? owner.name,
      path: owner.path,
      version:
        shown === null
          ? null
          : {
              number: shown.number,
              publishedAt: shown.publishedAt,
              effectiveAt: shown.effectiveAt,
              state: isCurrent ? 'current' : shown.effectiveAt > now ? 'upcoming' : 'past',
              sentences,
              changes: shown.changes,
            },
      upcoming: isCurrent && upcoming !== null ? { ...upcoming, changes: materialOf(upcoming.changes) } : null,
      earlier: versions.filter(({ id, effectiveAt }) => effectiveAt <= now && id !== current?.id),
    }),
  };
}

async function trueSentences(ctx: NoticesContext, workspaceId: string, version: VersionRow): Promise<VersionRow['sentences']> {
  const { said } = renderNotice(await loadWorld(ctx, workspaceId, version.facts));
  const holds = stillTrue(version.sentences, said);
  return version.sentences.filter(({ key }) => holds.has(key));
}

async function findOwner(ctx: NoticesContext, slug: string | null): Promise<{ workspaceId: string; name: string; path: string } | null> {
  if (slug === null) return { workspaceId: installationId, name: new URL(ctx.publicUrl).host, path: '/legal' };
  const [row] = await engineQuery<{ id: string; name: string }>(ctx.db, selectWorkspaceBySlug(slug));
  return row === undefined ? null : { workspaceId: row.id, name: row.name, path: `/p/${slug}` };
}
