import { ID_PREFIXES } from '@kabar/contract';
import { updateTemplatesDue, type TemplateNews } from '#modules/numbers';
import type { EngineTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import type { TemplatesContext } from './templates-context.ts';
import { selectIsTemplateKnown, updateTemplateChange } from './templates.sql.ts';

/**
 * Writes what webhooks tell about templates, in the caller's transaction: status, quality, category, pause. News of an earlier
 * moment than what is known changes nothing. News about a template that is not known here, or whose content changed, lets
 * the account's list be read again soon.
 */
export async function applyTemplateChanges(
  ctx: Pick<TemplatesContext, 'clock'>,
  tx: EngineTx,
  workspaceId: string,
  changes: readonly TemplateNews[],
): Promise<void> {
  const now = ctx.clock.now();
  const changed = new Set<string>();
  const stale = new Set<string>();
  for (const news of changes.toSorted((left, right) => left.at.getTime() - right.at.getTime())) {
    const { isStale, ...facts } = news.change;
    if (isStale === true) stale.add(news.wabaAccountId);
    if (Object.keys(facts).length === 0) continue;
    const rows = await tx.query<{ id: string }>(updateTemplateChange(workspaceId, news, facts));
    for (const { id } of rows) changed.add(id);
    if (rows.length > 0) continue;
    const known = await tx.query(selectIsTemplateKnown(workspaceId, news.wabaAccountId, news.metaId));
    if (known.length === 0) stale.add(news.wabaAccountId);
  }
  if (stale.size > 0) await tx.query(updateTemplatesDue(workspaceId, [...stale], now));
  await appendEvents(
    tx,
    [...changed].map((id) => ({
      workspaceId,
      type: 'template.updated',
      data: { template_id: toPublicId(ID_PREFIXES.template, id) },
      occurredAt: now,
    })),
  );
}
