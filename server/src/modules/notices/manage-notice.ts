import {
  ID_PREFIXES,
  NOTICE_PAGES,
  type NoticeChange,
  type NoticeDraft,
  type NoticeFacts,
  type NoticeSentence,
  type NoticeVersion,
  type NoticeVersionDetail,
  type PublishNoticeRequest,
  type UpdateNoticeFactsRequest,
} from '@kabar/contract';
import { appendAudit, type AuditActor } from '#modules/audit';
import { installationId } from '#modules/keyring';
import { engineQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId, toPublicId } from '#platform/ids';
import { compareNotices } from './compare-notices.ts';
import { findForbiddenClaims } from './copy-rules.ts';
import { loadFacts, loadWorld } from './load-world.ts';
import type { NoticesContext } from './notices-context.ts';
import { insertVersion, lockNotice, selectVersions, upsertFacts, type VersionRow } from './notices.sql.ts';
import { findMissing, renderNotice, stillTrue, type RenderedSentence } from './render-notice.ts';

const dayMs = 86_400_000;
/** How long before it counts a material change is told. */
export const aheadMs = 30 * dayMs;
/** Clocks of browsers differ; a date this little in the past is taken for now. */
const graceMs = 5 * 60_000;
const mostVersions = 200;

/** Who acts on whose notice. */
export type NoticeScope = { workspaceId: string; actor: AuditActor };

/** The notice as it would be published now, with what stands in the way. */
export async function getDraft(ctx: NoticesContext, workspaceId: string): Promise<NoticeDraft> {
  const facts = await loadFacts(ctx, workspaceId);
  const [world, versions] = await Promise.all([
    loadWorld(ctx, workspaceId, facts, 'later'),
    engineQuery<VersionRow>(ctx.db, selectVersions(workspaceId, mostVersions)),
  ]);
  const { said, silent } = renderNotice(world);
  const now = ctx.clock.now();
  const newest = versions[0] ?? null;
  const current = versions.find(({ effectiveAt }) => effectiveAt <= now) ?? null;
  const changes = compareNotices(newest?.sentences ?? null, said);
  const isMaterial = changes.some((change) => change.is_material);
  return {
    facts,
    missing: findMissing(world, said),
    sentences: said.map(withoutValues),
    changes,
    is_material: isMaterial,
    earliest_effective_at: new Date(now.getTime() + (isMaterial ? aheadMs : 0)).toISOString(),
    silent: silent.map(({ key, page, section, waitsFor }) => ({ key, page, section, waits_for: waitsFor })),
    dropped: current === null ? [] : await untrueSentences(ctx, workspaceId, current),
    versions: versions.map((row) => presentVersion(row, versions, now, workspaceId)),
    urls: NOTICE_PAGES.map((page) => ({ page, url: `${world.pagesUrl}/${page}` })),
  };
}

/** Changes the facts of the draft; what is published stays. Errors: `validation_failed` for a claim that nobody can keep. */
export async function changeFacts(ctx: NoticesContext, scope: NoticeScope, request: UpdateNoticeFactsRequest): Promise<NoticeDraft> {
  const { about, ...rest } = request;
  for (const [path, text] of [
    ['about.en', about?.en],
    ['about.id', about?.id],
    ['officer', rest.officer],
  ] as const) {
    const [claim] = findForbiddenClaims(text ?? '');
    if (claim !== undefined) {
      throw new AppError('validation_failed', { details: { issues: [{ path, message: `no notice may claim ${claim}` }] } });
    }
  }
  const before = await loadFacts(ctx, scope.workspaceId);
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const facts: NoticeFacts = { ...before, ...given, about: about ?? before.about };
  await withTenant(ctx.db, scope.workspaceId, async (tx) => {
    await tx.query(upsertFacts(scope.workspaceId, facts, ctx.clock.now()));
    await appendAudit(ctx.audit, tx, { actor: scope.actor, action: 'notice.facts_changed', after: { fields: Object.keys(request) } });
  });
  return getDraft(ctx, scope.workspaceId);
}

/**
 * Publishes the notice as it is true now. It is never changed afterwards.
 *
 * Errors: `validation_failed` naming what is missing, or that a material change is told 30 days before it counts, or that nothing would change.
 */
export async function publishNotice(ctx: NoticesContext, scope: NoticeScope, request: PublishNoticeRequest): Promise<NoticeVersionDetail> {
  const id = await publishVersion(ctx, scope, await loadFacts(ctx, scope.workspaceId), request);
  return getVersion(ctx, scope.workspaceId, toPublicId(ID_PREFIXES.notice, id));
}

/** The same of given facts; gives the id of the version. */
export async function publishVersion(
  ctx: NoticesContext,
  scope: NoticeScope,
  facts: NoticeFacts,
  request: PublishNoticeRequest,
): Promise<string> {
  const { workspaceId } = scope;
  const world = await loadWorld(ctx, workspaceId, facts, 'later');
  const { said } = renderNotice(world);
  const missing = findMissing(world, said);
  if (missing.length > 0) {
    throw new AppError('validation_failed', { details: { issues: missing.map((path) => ({ path, message: 'is missing' })) } });
  }
  const now = ctx.clock.now();
  const id = ctx.ids.uuid();
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(lockNotice(workspaceId));
    const [newest] = await tx.query<VersionRow>(selectVersions(workspaceId, 1));
    const changes = compareNotices(newest?.sentences ?? null, said);
    if (newest !== undefined && changes.length === 0) refuse('sentences', 'nothing changed since the last version');
    const isMaterial = changes.some((change) => change.is_material) || (request.is_material && newest !== undefined);
    const asked = new Date(request.effective_at);
    const earliest = now.getTime() + (isMaterial ? aheadMs : 0);
    if (asked.getTime() < earliest - graceMs) {
      refuse('effective_at', isMaterial ? 'a material change counts 30 days after it is told, at the earliest' : 'is in the past');
    }
    const effectiveAt = new Date(Math.max(asked.getTime(), earliest));
    if (newest !== undefined && effectiveAt < newest.effectiveAt)
      refuse('effective_at', 'a later version cannot count before an earlier one');
    const number = (newest?.number ?? 0) + 1;
    await tx.query(insertVersion(workspaceId, { id, number, facts, sentences: said, changes, isMaterial, effectiveAt, publishedAt: now }));
    await appendAudit(ctx.audit, tx, {
      actor: scope.actor,
      action: 'notice.published',
      target: { kind: 'notice', id: toPublicId(ID_PREFIXES.notice, id) },
      after: { number, is_material: isMaterial, effective_at: effectiveAt.toISOString() },
    });
  });
  return id;
}

/** A version with all it says. Errors: `not_found`. */
export async function getVersion(ctx: NoticesContext, workspaceId: string, publicId: string): Promise<NoticeVersionDetail> {
  const id = fromPublicId(ID_PREFIXES.notice, publicId);
  const versions = await engineQuery<VersionRow>(ctx.db, selectVersions(workspaceId, mostVersions));
  const row = versions.find((one) => one.id === id);
  if (row === undefined) throw new AppError('not_found');
  return {
    ...presentVersion(row, versions, ctx.clock.now(), workspaceId),
    sentences: row.sentences.map(withoutValues),
    changes: row.changes,
  };
}

/** Sentences of a version that are not true at this moment. */
export async function untrueSentences(
  ctx: NoticesContext,
  workspaceId: string,
  version: Pick<VersionRow, 'facts' | 'sentences'>,
): Promise<NoticeSentence[]> {
  const { said } = renderNotice(await loadWorld(ctx, workspaceId, version.facts));
  const holds = stillTrue(version.sentences, said);
  return version.sentences.filter(({ key }) => !holds.has(key)).map(withoutValues);
}

function presentVersion(row: VersionRow, all: readonly VersionRow[], now: Date, workspaceId: string): NoticeVersion {
  const current = all.find(({ effectiveAt }) => effectiveAt <= now);
  return {
    // Ids are made with the very prefixes their types are branded with.
    id: toPublicId(ID_PREFIXES.notice, row.id) as NoticeVersion['id'],
    number: row.number,
    state: row.effectiveAt > now ? 'upcoming' : row.id === current?.id ? 'current' : 'past',
    is_material: row.isMaterial,
    effective_at: row.effectiveAt.toISOString(),
    published_at: row.publishedAt.toISOString(),
    sentence_count: row.sentences.length,
    announced: { mailed: row.mailedCount, accepted: workspaceId === installationId ? row.acceptedCount : null },
  };
}

function withoutValues({ key, page, section, promises, text }: RenderedSentence): NoticeSentence {
  return { key, page, section, promises, text };
}

/** What somebody is shown of a version that changes something for them. */
export function materialOf(changes: readonly NoticeChange[]): NoticeChange[] {
  const material = changes.filter((change) => change.is_material);
  return material.length > 0 ? material : [...changes];
}

function refuse(path: string, message: string): never {
  throw new AppError('validation_failed', { details: { issues: [{ path, message }] } });
}
