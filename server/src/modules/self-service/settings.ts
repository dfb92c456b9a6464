import type { SelfServiceSettings, UpdateSelfServiceSettings } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { auditActorOf } from '#modules/contacts';
import { engineQuery, tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import type { SelfServiceContext } from './self-service-context.ts';
import { selectPage, selectPageBySlug, upsertSettings, type PageRow, type StoredSettings } from './self-service.sql.ts';

/**
 * As Kabar comes: the page is there and words are answered, because people have these rights whether or not somebody got round to
 * setting up a page.
 */
const unset: Required<StoredSettings> = {
  enabled: true,
  title: null,
  intro: null,
  mark: null,
  color: '#0a6b52',
  language: 'en',
  contact: null,
  keywords_enabled: true,
  access_words: [],
  erase_words: [],
};

/** A workspace's page with what was never set at its default. */
export type Page = Required<StoredSettings> & { workspaceId: string; slug: string; name: string };

/** The page behind the name in an address. Errors: `not_found` when there is none or it is switched off, alike. */
export async function requirePage(ctx: Pick<SelfServiceContext, 'db'>, slug: string): Promise<Page> {
  const [row] = await engineQuery<PageRow>(ctx.db, selectPageBySlug(slug));
  const page = row === undefined ? null : pageOf(row);
  if (page?.enabled !== true) throw new AppError('not_found');
  return page;
}

/** The page of a workspace, switched on or not. */
export async function pageOfWorkspace(ctx: Pick<SelfServiceContext, 'db'>, workspaceId: string): Promise<Page> {
  const [row] = await tenantQuery<PageRow>(ctx.db, workspaceId, selectPage(workspaceId));
  if (row === undefined) throw new AppError('not_found');
  return pageOf(row);
}

/** Where the page is. */
export function addressOf(ctx: Pick<SelfServiceContext, 'publicUrl'>, slug: string): string {
  return `${ctx.publicUrl}/p/${slug}`;
}

/** The settings of the page. */
export async function getSettings(ctx: Pick<SelfServiceContext, 'db' | 'publicUrl'>, workspaceId: string): Promise<SelfServiceSettings> {
  const [row] = await tenantQuery<PageRow>(ctx.db, workspaceId, selectPage(workspaceId));
  if (row === undefined) throw new AppError('not_found');
  return { ...unset, ...row.settings, url: addressOf(ctx, row.slug), updated_at: row.updatedAt?.toISOString() ?? null };
}

/** Whether words in messages are heard in a workspace. */
export async function isHearingWords(ctx: Pick<SelfServiceContext, 'db'>, workspaceId: string): Promise<boolean> {
  const page = await pageOfWorkspace(ctx, workspaceId);
  return page.enabled && page.keywords_enabled;
}

/** Has words in messages heard, or not. */
export async function switchWords(ctx: SettingsContext, actor: WorkspaceActor, isOn: boolean): Promise<void> {
  await changeSettings(ctx, actor, isOn ? { enabled: true, keywords_enabled: true } : { keywords_enabled: false });
}

/** Changes the page; what is left out stays. */
export async function updateSettings(
  ctx: SettingsContext & Pick<SelfServiceContext, 'publicUrl'>,
  actor: WorkspaceActor,
  change: UpdateSelfServiceSettings,
): Promise<SelfServiceSettings> {
  await changeSettings(ctx, actor, change);
  return getSettings(ctx, actor.workspaceId);
}

type SettingsContext = Pick<SelfServiceContext, 'db' | 'clock' | 'audit'>;

async function changeSettings(ctx: SettingsContext, actor: WorkspaceActor, change: UpdateSelfServiceSettings): Promise<void> {
  const { workspaceId } = actor;
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<PageRow>(selectPage(workspaceId));
    const before: StoredSettings = row?.settings ?? {};
    await tx.query(upsertSettings(workspaceId, { ...before, ...set }, ctx.clock.now()));
    const known = { ...unset, ...before };
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'public_page.updated',
      before: Object.fromEntries(Object.entries(known).filter(([key]) => key in set)),
      after: set,
    });
  });
}

function pageOf({ workspaceId, slug, name, settings }: PageRow): Page {
  return { ...unset, ...settings, workspaceId, slug, name };
}
