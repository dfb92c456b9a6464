import { BROWSER_ENTRIES, type NoticeFacts, type PromiseStatus } from '@kabar/contract';
import { installationId } from '#modules/keyring';
import { authorityFor, jurisdictionOfPlace } from '#modules/law';
import { judgeAll } from '#modules/promises';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { NoticeWorld } from './notice-world.ts';
import type { NoticesContext } from './notices-context.ts';
import { selectFacts, selectVersions, selectWorkspace, type VersionRow } from './notices.sql.ts';

/** A notice about which nothing was said yet. */
export const noFacts: NoticeFacts = {
  controller_name: null,
  controller_address: null,
  privacy_email: null,
  phone: null,
  website: null,
  officer: null,
  country: null,
  about: { en: null, id: null },
};

/** The facts of a workspace's notice, or of the installation's. */
export async function loadFacts(ctx: Pick<NoticesContext, 'db'>, workspaceId: string): Promise<NoticeFacts> {
  const [row] = await engineQuery<{ facts: NoticeFacts }>(ctx.db, selectFacts(workspaceId));
  return { ...noFacts, ...row?.facts };
}

/**
 * Everything a notice is rendered from. `facts` are those of the version that is judged, or of the draft; `moment` says whether it is judged now or made for later, when
 * those who are announced get data. Errors: `not_found`.
 */
export async function loadWorld(
  ctx: NoticesContext,
  workspaceId: string,
  facts: NoticeFacts,
  moment: 'now' | 'later' = 'now',
): Promise<NoticeWorld> {
  const isInstallation = workspaceId === installationId;
  const [{ rows }, recipients, periods, slug, operator] = await Promise.all([
    judgeAll(ctx.promises, workspaceId),
    ctx.recipientsOf(workspaceId),
    ctx.periodsOf(workspaceId),
    isInstallation ? null : slugOf(ctx, workspaceId),
    isInstallation ? null : operatorOf(ctx),
  ]);
  const statuses = new Map<string, PromiseStatus>(rows.map(({ row, verdict }) => [row.id, verdict.status]));
  const law = facts.country === null ? null : jurisdictionOfPlace(facts.country);
  const pagesUrl = slug === null ? `${ctx.publicUrl}/legal` : `${ctx.publicUrl}/p/${slug}`;
  return {
    audience: isInstallation ? 'holders' : 'customers',
    facts,
    statusOf: (promise) => statuses.get(promise) ?? 'missing',
    // A business that runs Kabar itself has nobody else to name.
    operator: operator === facts.controller_name ? null : operator,
    recipients,
    hasNoRecipient: recipients.every(({ isComing }) => isComing && moment === 'now'),
    homeRegion: ctx.homeRegion,
    periods,
    payloadRetentionDays: ctx.payloadRetentionDays,
    cookies: BROWSER_ENTRIES.filter(({ pages }) => (pages as readonly string[]).includes(isInstallation ? 'dashboard' : 'public')),
    authorities: law === null ? [] : [authorityFor(law, facts.country)],
    selfServiceUrl: slug === null ? `${ctx.publicUrl}/account/privacy` : `${ctx.publicUrl}/p/${slug}`,
    pagesUrl,
  };
}

async function slugOf(ctx: NoticesContext, workspaceId: string): Promise<string> {
  const [row] = await engineQuery<{ slug: string }>(ctx.db, selectWorkspace(workspaceId));
  if (row === undefined) throw new AppError('not_found');
  return row.slug;
}

/** Who runs the installation, as its own notice says; null until that is published. */
async function operatorOf(ctx: NoticesContext): Promise<string | null> {
  const [version] = await engineQuery<VersionRow>(ctx.db, selectVersions(installationId, 1));
  return version?.facts.controller_name ?? null;
}
