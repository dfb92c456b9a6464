import type { CountUsageRequest } from '@kabar/contract';
import { withEngine, type Tx } from '#platform/db/tx';
import { browserKind, type BrowserKind } from '#platform/http/browser-kind';
import type { AnalyticsContext, BrowserHeaders } from './analytics-context.ts';
import { browserChoice } from './browser-choice.ts';
import { countedCookie, newsOf, readCounted, type News } from './counted-cookie.ts';
import { addCounts, selectReferrers, type Count } from './usage-counts.sql.ts';

/** Sites that are told apart in one month; the rest count as one, so that made-up names cannot fill the table. */
const mostReferrers = 300;

/**
 * Counts what a browser reports, if the operator wants statistics and this very request carries a yes and no signal against
 * it; each browser once per month and thing, by its own cookie. Nothing of the request is stored but the raised figures. Gives the
 * `Set-Cookie` header by which the browser remembers, or null when nothing was counted.
 */
export async function countUsage(
  ctx: AnalyticsContext,
  headers: BrowserHeaders,
  items: CountUsageRequest['items'],
): Promise<string | null> {
  if (!ctx.isEnabled || browserChoice(ctx, headers).statistics !== 'allowed') return null;
  const now = ctx.clock.now();
  const news = newsOf(readCounted(ctx.isHttps, headers.cookie ?? ''), items, now);
  const counts = countsOf(news, browserKind(String(headers['user-agent'] ?? '')));
  if (counts.length === 0) return null;
  await withEngine(ctx.db, 'usage statistics belong to no workspace', async (tx) => {
    await putRareSitesTogether(tx, counts);
    await tx.query(addCounts(inOneOrder(counts)));
  });
  return countedCookie(ctx.isHttps, news.counted, now);
}

/** The figures that news raise. The kind of browser is counted with its first report of a month. */
function countsOf(news: News, kind: BrowserKind): Count[] {
  const { day, month } = news.counted;
  const startsOn = `${month}-01`;
  return [
    ...(news.isNewToday ? [{ period: 'day', startsOn: day, dimension: 'visit', value: '' } as const] : []),
    ...(news.isNewThisMonth
      ? ([
          { period: 'month', startsOn, dimension: 'browser', value: kind.browser },
          { period: 'month', startsOn, dimension: 'system', value: kind.system },
        ] as const)
      : []),
    ...news.items.map(({ dimension, value }) => ({ period: 'month', startsOn, dimension, value }) as const),
  ];
}

async function putRareSitesTogether(tx: Tx, counts: Count[]): Promise<void> {
  const sites = counts.filter(({ dimension }) => dimension === 'referrer');
  const [first] = sites;
  if (first === undefined) return;
  const values = sites.map(({ value }) => value);
  const [found] = await tx.query<{ count: number; known: string[] }>(selectReferrers(first.startsOn, values));
  const isFull = (found?.count ?? 0) >= mostReferrers;
  for (const site of sites) if (isFull && found?.known.includes(site.value) !== true) site.value = 'other';
}

function inOneOrder(counts: readonly Count[]): Count[] {
  const keyed = new Map(counts.map((count) => [`${count.period} ${count.startsOn} ${count.dimension} ${count.value}`, count]));
  return [...keyed.keys()].toSorted().flatMap((key) => keyed.get(key) ?? []);
}
