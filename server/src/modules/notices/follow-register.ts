import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { loadWorld } from './load-world.ts';
import { aheadMs, publishVersion } from './manage-notice.ts';
import type { NoticesContext } from './notices-context.ts';
import { selectPublishers, selectVersions, type VersionRow } from './notices.sql.ts';
import { meaningOf, renderNotice } from './render-notice.ts';

/**
 * Publishes a version of every notice in which somebody new who gets data is missing: it counts from the day they begin, 30 days ahead at the earliest, and is announced as any
 * material change is. The facts stay those of the last version. A notice that could not be published today (a fact was taken out, a section is empty)
 * waits for its officers. Gives how many were published.
 */
export async function followRegister(ctx: NoticesContext): Promise<number> {
  let published = 0;
  for (const { id: workspaceId } of await engineQuery<{ id: string }>(ctx.db, selectPublishers())) {
    const [newest] = await engineQuery<VersionRow>(ctx.db, selectVersions(workspaceId, 1));
    if (newest === undefined) continue;
    const world = await loadWorld(ctx, workspaceId, newest.facts, 'later');
    const stands = new Set(newest.sentences.map(meaningOf));
    const isBehind = renderNotice(world).said.some((one) => one.key.startsWith('gets.each@') && !stands.has(meaningOf(one)));
    if (!isBehind) continue;
    const starts = world.recipients.flatMap(({ isComing, startsOn }) => (isComing && startsOn !== null ? [Date.parse(startsOn)] : []));
    const effectiveAt = new Date(Math.max(ctx.clock.now().getTime() + aheadMs, newest.effectiveAt.getTime(), ...starts));
    const scope = { workspaceId, actor: { kind: 'system', id: null } } as const;
    try {
      await publishVersion(ctx, scope, newest.facts, { effective_at: effectiveAt.toISOString(), is_material: true });
      published += 1;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'validation_failed') throw error;
      ctx.log.warn('a notice lacks somebody who gets data and cannot be published', { workspaceId });
    }
  }
  return published;
}
