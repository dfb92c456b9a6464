import type { CountUsageRequest } from '@kabar/contract';
import { withEngine } from '#platform/db/tx';
import type { AnalyticsContext, BrowserHeaders } from './analytics-context.ts';
import { browserChoice } from './browser-choice.ts';
import { browserKind } from './browser-kind.ts';
import { addCounts, selectReferrers, type Count } from './usage-counts.sql.ts';

/** Sites that are told apart in one month; the rest count as one, so that made-up names cannot fill the table. */
const mostReferrers = 300;

/**
 * Counts what a browser reports, if the operator wants statistics and this very request carries a yes and no signal against
 * it. Nothing of the request is stored but the raised figures. Gives how many rose.
 */
export async function countUsage(ctx: AnalyticsContext, headers: BrowserHeaders, items: CountUsageRequest['items']): Promise<number> {
  if (!ctx.isEnabled || browserChoice(ctx, headers).statistics !== 'allowed') return 0;
  const counts = countsOf(items, String(headers['user-agent'] ?? ''), ctx.clock.now());
  if (counts.length === 0) return 0;
  const sites = counts.filter(({ dimension }) => dimension === 'referrer');
  await withEngine(ctx.db, 'usage statistics belong to no workspace', async (tx) => {
    if (sites.length > 0) {
      const [found] = await tx.query<{ count: number; known: string[] }>(
        selectReferrers(
          sites[0]?.startsOn ?? '',
          sites.map(({ value }) => value),
        ),
      );
      const isFull = (found?.count ?? 0) >= mostReferrers;
      for (const site of sites) if (isFull && found?.known.includes(site.value) !== true) site.value = 'other';
    }
    await tx.query(addCounts(inOneOrder(counts)));
  });
  return counts.length;
}

/** The figures that these items raise. The kind of browser is counted with its first visit of a month. */
export function countsOf(items: CountUsageRequest['items'], userAgent: string, now: Date): Count[] {
  const day = now.toISOString().slice(0, 10);
  const month = `${day.slice(0, 7)}-01`;
  return items.flatMap((item): Count[] => {
    if (item.dimension !== 'visit') return [{ period: 'month', startsOn: month, dimension: item.dimension, value: item.value }];
    const { browser, system } = browserKind(userAgent);
    return [
      ...(item.periods.includes('day') ? [{ period: 'day', startsOn: day, dimension: 'visit', value: '' } as const] : []),
      ...(item.periods.includes('month')
        ? ([
            { period: 'month', startsOn: month, dimension: 'browser', value: browser },
            { period: 'month', startsOn: month, dimension: 'system', value: system },
          ] as const)
        : []),
    ];
  });
}

function inOneOrder(counts: readonly Count[]): Count[] {
  const keyed = new Map(counts.map((count) => [`${count.period} ${count.startsOn} ${count.dimension} ${count.value}`, count]));
  return [...keyed.keys()].toSorted().flatMap((key) => keyed.get(key) ?? []);
}
